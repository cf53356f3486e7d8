using System.Collections.Generic;
using DdbBatch.Items;

namespace DdbBatch;

/// <summary>What a bulk load would upload and have loaded into a table, found out without doing it (-WhatIf).</summary>
public sealed class BulkPreflight
{
    private readonly SeenKeys _seen = new();

    internal BulkPreflight(string table, string s3Uri) => (Table, S3Uri) = (table, s3Uri);

    /// <summary>The table, by the name or ARN that was given.</summary>
    public string Table { get; }

    /// <summary>Where the objects would be, as s3://bucket/prefix/.</summary>
    public string S3Uri { get; }

    /// <summary>Items that would be loaded.</summary>
    public long Items { get; private set; }

    /// <summary>Inputs that break a rule, each told by an error; they would not be loaded.</summary>
    public long InvalidItems { get; internal set; }

    /// <summary>Items whose key an earlier one has: of those with one key the last stays.</summary>
    public long DuplicateKeys { get; private set; }

    /// <summary>The size of all items together, by DynamoDB's count, in bytes.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>The size of the largest, in bytes; DynamoDB takes 409,600.</summary>
    public int LargestItemBytes { get; private set; }

    /// <summary>The place of the largest in the input, from 1; 0 without any.</summary>
    public long LargestItemPosition { get; private set; }

    /// <summary>The size of the objects before they are compressed, in bytes.</summary>
    public long UploadBytes { get; internal set; }

    /// <summary>The number of objects.</summary>
    public int Shards { get; internal set; }

    /// <summary>What would be called, in order.</summary>
    public IReadOnlyList<string> Calls { get; internal set; } = [];

    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Table}: {Items} items, {UploadBytes} bytes in {Shards} objects";

    /// <summary>Adds an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="position">Its place in the input, from 1.</param>
    internal void Add(EncodedItem item, long position)
    {
        Items++;
        if (!_seen.Add(item.Key))
            DuplicateKeys++;
        SizeBytes += item.SizeBytes;
        if (item.SizeBytes > LargestItemBytes)
            (LargestItemBytes, LargestItemPosition) = (item.SizeBytes, position);
    }
}
