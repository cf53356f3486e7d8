using System;
using System.Buffers;

namespace DdbBatch.Bulk.Upload;

/// <summary>Rows to be written to an object: JSON lines in a pooled array.</summary>
internal sealed class ShardRows
{
    /// <summary>
    /// The size at which rows are handed over: small enough that all lanes together use little memory, large enough that the
    /// handover costs nothing.
    /// </summary>
    public const int FullBytes = 256 * 1024;

    private readonly byte[] _bytes;
    private int _length;

    /// <param name="leastBytes">The minimum capacity, because an item may be larger than the usual size.</param>
    public ShardRows(int leastBytes) => _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(FullBytes, leastBytes));

    public int Items { get; private set; }

    public ArraySegment<byte> Written => new(_bytes, 0, _length);

    /// <summary>The size of an item's line (Developer Guide, "Amazon S3 input formats for bulk put items").</summary>
    public static int LineBytes(ReadOnlySpan<byte> item) => Opening.Length + item.Length + Closing.Length;

    /// <summary>Returns the item of a line.</summary>
    public static ReadOnlySpan<byte> ItemOf(ReadOnlySpan<byte> line) =>
        line.Slice(Opening.Length, line.Length - Opening.Length - 1);

    private static ReadOnlySpan<byte> Opening => "{\"Item\":"u8;

    private static ReadOnlySpan<byte> Closing => "}\n"u8;

    /// <summary>Adds an item if there is room.</summary>
    public bool TryAdd(ReadOnlySpan<byte> item)
    {
        Span<byte> free = _bytes.AsSpan(_length);
        if (free.Length < LineBytes(item))
            return false;
        Opening.CopyTo(free);
        item.CopyTo(free.Slice(Opening.Length));
        Closing.CopyTo(free.Slice(Opening.Length + item.Length));
        _length += LineBytes(item);
        Items++;
        return true;
    }

    /// <summary>Returns the array to the pool.</summary>
    public void Return() => ArrayPool<byte>.Shared.Return(_bytes);
}
