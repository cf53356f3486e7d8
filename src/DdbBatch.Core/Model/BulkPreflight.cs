using DdbBatch.Items;

namespace DdbBatch;

/// <summary>The counts of a bulk load, without uploading or loading anything (-WhatIf).</summary>
public sealed class BulkPreflight
{
    private readonly SeenKeys _seen = new();

    internal BulkPreflight(string table, string s3Uri) => (Table, S3Uri) = (table, s3Uri);

    /// <summary>The table, by the name or ARN that was specified.</summary>
    public string Table { get; }

    /// <summary>The location that the objects would have, as s3://bucket/prefix/.</summary>
    public string S3Uri { get; }

    /// <summary>Items that would be loaded.</summary>
    public long Items { get; private set; }

    /// <summary>Inputs that break a rule, each reported as an error; they would not be loaded.</summary>
    public long InvalidItems { get; internal set; }

    /// <summary>Items with the same key as an earlier one: of the items with one key the last stays.</summary>
    public long DuplicateKeys { get; private set; }

    /// <summary>The size of all items together, by DynamoDB's count, in bytes.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>The size of the largest item, in bytes; DynamoDB's limit is 409,600.</summary>
    public int LargestItemBytes { get; private set; }

    /// <summary>The position of the largest item in the input, from 1; 0 if there is none.</summary>
    public long LargestItemPosition { get; private set; }

    /// <summary>The size of the objects before they are compressed, in bytes.</summary>
    public long UploadBytes { get; internal set; }

    /// <summary>The number of objects.</summary>
    public int Shards { get; internal set; }

    /// <summary>The calls that would be made, in order.</summary>
    public string[] Calls { get; internal set; } = [];

    /// <summary>Returns one line with the counts.</summary>
    public override string ToString() => $"{Table}: {Items} items, {UploadBytes} bytes in {Shards} objects";

    /// <summary>Adds an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="position">Its position in the input, from 1.</param>
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
