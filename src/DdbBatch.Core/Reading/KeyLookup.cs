using System;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.Reading;

/// <summary>One item that is asked for by its key.</summary>
internal sealed class KeyLookup
{
    /// <param name="position">Place in the input, from 1.</param>
    /// <param name="key">The key: its JSON is the key's attribute map.</param>
    /// <param name="input">The object that the user gave.</param>
    public KeyLookup(long position, EncodedItem key, object? input)
    {
        Position = position;
        Key = key;
        Input = input;
    }

    /// <summary>The position in the input, from 1.</summary>
    public long Position { get; }

    /// <summary>The key; its JSON is the key's attribute map.</summary>
    public EncodedItem Key { get; }

    /// <summary>The input object.</summary>
    public object? Input { get; }

    /// <summary>The bytes that are held until the answer arrives, such as the item that is compared; empty if there are none.</summary>
    public byte[] Content { get; init; } = [];

    /// <summary>An earlier lookup of the same key that was not answered yet: its answer is this one's too.</summary>
    public KeyLookup? Earlier { get; set; }

    /// <summary>Its outcome; Pending until it is known.</summary>
    public LookupOutcome Outcome { get; set; }

    /// <summary>The item, a UTF-8 DynamoDB JSON object; empty unless Found.</summary>
    public ReadOnlyMemory<byte> Item { get; set; }

    /// <summary>Why it is Unprocessed; null otherwise.</summary>
    public OperationError? Error { get; set; }

    /// <summary>Failed attempts.</summary>
    public int Retries { get; set; }

    /// <summary>When it may be requested again, or since when it has waited to be.</summary>
    public TimeSpan DueAt { get; set; }
}

/// <summary>The outcome of a lookup.</summary>
internal enum LookupOutcome
{
    /// <summary>Not known yet.</summary>
    Pending,

    /// <summary>The table has an item with this key.</summary>
    Found,

    /// <summary>DynamoDB answered, and the table has no item with this key.</summary>
    Missing,

    /// <summary>DynamoDB did not answer for this key: whether there is an item is not known.</summary>
    Unprocessed,
}
