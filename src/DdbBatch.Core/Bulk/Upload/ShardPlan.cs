using System;
using System.Buffers.Binary;
using DdbBatch.Items;

namespace DdbBatch.Bulk.Upload;

/// <summary>Decides which objects there are, and which item goes into which object.</summary>
/// <remarks>
/// The items of a partition key belong to one lane. DynamoDB reads objects in parallel, so several partitions are written at
/// the same time even if the input is sorted; without lanes, all objects would reach the same partition at the same time
/// (Developer Guide, "Best practices for bulk put items"). A lane fills one object after the other. If items with the same
/// key must stay in order, a lane is a single object, because there is no order between objects.
/// </remarks>
internal sealed class ShardPlan
{
    /// <summary>
    /// The maximum number of objects per operation (Developer Guide, "Best practices for bulk put items").
    /// </summary>
    public const int MaxObjects = 50_000;

    /// <summary>
    /// The maximum size of an object: 5 GB. The guide does not say whether before or after compression. A limit before
    /// compression meets both.
    /// </summary>
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

    /// <summary>The number of objects that are written at the same time.</summary>
    public int Lanes { get; }

    /// <summary>The size, before compression, at which an object is full.</summary>
    public long FullBytes { get; }

    /// <summary>Returns the lane of a key.</summary>
    public int LaneOf(ItemKey key)
    {
        ReadOnlySpan<byte> identity = key.Identity;
        int length = BinaryPrimitives.ReadInt32LittleEndian(identity);
        RowHash hash = new(0);
        hash.Add(identity.Slice(sizeof(int), length));
        return (int)(((hash.Value >> 32) * (ulong)Lanes) >> 32);
    }

    /// <summary>Returns the key of a lane's object.</summary>
    /// <exception cref="BulkException">There would be too many objects, or one would be too large.</exception>
    public string KeyOf(int lane, int number)
    {
        if (_keepsOrder && number > 0)
            throw BulkErrors.ShardTooLarge();
        long index = ((long)number * Lanes) + lane;
        return index < MaxObjects ? $"{_folder.Prefix}shard-{index:00000}.json{Extension}" : throw BulkErrors.TooManyShards(MaxObjects);
    }

    /// <summary>
    /// The size of the first part of a lane's objects, so that lanes of equal speed do not send at the same moment.
    /// </summary>
    public int FirstPartBytes(int lane) => Shard.PartBytes + (Shard.PartBytes / 2 * lane / Lanes);

    private string Extension => Compression switch
    {
        FileCompression.Gzip => ".gz",
        FileCompression.Zstd => ".zst",
        _ => "",
    };
}
