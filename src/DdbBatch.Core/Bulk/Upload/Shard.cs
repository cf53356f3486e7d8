using System;
using System.Buffers;
using System.IO;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;
using ZstdSharp;

namespace DdbBatch.Bulk.Upload;

/// <summary>One object of a load: rows are compressed into parts, which are sent.</summary>
internal sealed class Shard
{
    /// <summary>
    /// The minimum size of every part but the last is 5 MiB (User Guide of S3, "Amazon S3 multipart upload limits").
    /// </summary>
    public const int PartBytes = 5 * 1024 * 1024;

    private readonly PartStream _parts;
    private readonly Stream _compressor;
    private readonly ShardUpload _upload;
    private int _nextPartBytes;

    /// <param name="upload">The object's destination.</param>
    /// <param name="compression">The compression.</param>
    /// <param name="firstPartBytes">The size of the first part, at least <see cref="PartBytes"/>. Objects that are written
    /// at the same time have different sizes, so that their parts are not all ready at the same moment.</param>
    /// <param name="pieces">Provides the memory of parts that are being filled.</param>
    public Shard(ShardUpload upload, FileCompression compression, int firstPartBytes, ArrayPool<byte> pieces)
    {
        _upload = upload;
        _parts = new PartStream(pieces);
        _nextPartBytes = firstPartBytes;
        // One stream over all parts, because not every reader accepts several gzip members, or frames, in one file.
        _compressor = compression switch
        {
            FileCompression.Gzip => new GZipStream(_parts, CompressionLevel.Fastest, leaveOpen: true),
            FileCompression.Zstd => new CompressionStream(_parts, level: 1, leaveOpen: true),
            _ => _parts,
        };
    }

    /// <summary>The number of items written.</summary>
    public long Items { get; private set; }

    /// <summary>The number of bytes written, before compression.</summary>
    public long Bytes { get; private set; }

    /// <summary>Writes rows.</summary>
    /// <exception cref="BulkException">A part cannot be stored.</exception>
    public async Task WriteAsync(ArraySegment<byte> rows, int items, CancellationToken cancellationToken)
    {
        _compressor.Write(rows.Array!, rows.Offset, rows.Count);
        Items += items;
        Bytes += rows.Count;
        if (_parts.Length < _nextPartBytes)
            return;
        _nextPartBytes = PartBytes;
        await _upload.SendAsync(_parts, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Completes the object.</summary>
    /// <exception cref="BulkException">The object cannot be stored.</exception>
    public async Task<ShardSummary> CompleteAsync(CancellationToken cancellationToken)
    {
        _compressor.Dispose();
        await _upload.CompleteAsync(_parts, cancellationToken).ConfigureAwait(false);
        return new ShardSummary(_upload.Key, Items, Bytes, _upload.Bytes, _upload.Checksum);
    }

    /// <summary>Deletes the object if it is incomplete.</summary>
    /// <exception cref="BulkException">The object cannot be deleted.</exception>
    public Task AbortAsync(CancellationToken cancellationToken)
    {
        _compressor.Dispose();
        return _upload.AbortAsync(cancellationToken);
    }
}
