using System;
using System.Buffers.Binary;
using DdbBatch.Items;

namespace DdbBatch.Bulk;

/// <summary>Which objects there are, and which item goes into which.</summary>
/// <remarks>
/// The items of a partition key go to one lane: objects are read in parallel, so several partitions are written to at a
/// time even where the input is sorted, when all lanes would otherwise come to one partition after the other together
/// (Developer Guide, "Best practices for bulk put items"). A lane fills one object after the other, except where items with
/// one key have to stay in order: there is no order between objects, so there a lane is one object.
/// </remarks>
internal sealed class ShardPlan
{
    /// <summary>Most objects of an operation (Developer Guide, "Best practices for bulk put items").</summary>
    public const int MaxObjects = 50_000;

    /// <summary>The largest object: 5 GB. Whether before or after compression isn't said: before it both hold.</summary>
    public const long MaxObjectBytes = 5_000_000_000 - (16 * 1024 * 1024);

    private readonly S3Location _folder;
    private readonly bool _keepsOrder;

    public ShardPlan(BulkLoadOptions options)
    {
        _folder = options.Data;
        _keepsOrder = options.DuplicateKey != DuplicateKeyMode.Error;
        Compression = options.Compression;
        Lanes = _keepsOrder ? 32 : 16;
        FullBytes = _keepsOrder ? MaxObjectBytes : options.ShardBytes;
    }

    public FileCompression Compression { get; }

    /// <summary>How many objects are written at a time.</summary>
    public int Lanes { get; }

    /// <summary>The size, before compression, from which an object is full.</summary>
    public long FullBytes { get; }

    /// <summary>The lane of a key.</summary>
    public int LaneOf(ItemKey key)
    {
        ReadOnlySpan<byte> identity = key.Identity;
        int length = BinaryPrimitives.ReadInt32LittleEndian(identity);
        RowHash hash = new(0);
        hash.Add(identity.Slice(sizeof(int), length));
        return (int)(((hash.Value >> 32) * (ulong)Lanes) >> 32);
    }

    /// <summary>The key of a lane's object.</summary>
    /// <exception cref="BulkException">There would be too many objects, or one too large.</exception>
    public string KeyOf(int lane, int number)
    {
        if (_keepsOrder && number > 0)
            throw BulkErrors.ShardTooLarge();
        long index = ((long)number * Lanes) + lane;
        return index < MaxObjects ? $"{_folder.Prefix}shard-{index:00000}.json{Extension}" : throw BulkErrors.TooManyShards(MaxObjects);
    }

    /// <summary>The size of the first part of a lane's objects; lanes of one pace don't send at one moment.</summary>
    public int FirstPartBytes(int lane) => Shard.PartBytes + (Shard.PartBytes / 2 * lane / Lanes);

    private string Extension => Compression switch
    {
        FileCompression.Gzip => ".gz",
        FileCompression.Zstd => ".zst",
        _ => "",
    };
}
