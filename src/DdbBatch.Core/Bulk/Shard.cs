using System;
using System.Buffers;
using System.IO;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;
using ZstdSharp;

namespace DdbBatch.Bulk;

/// <summary>One object of a load: rows are compressed into parts, and these sent on.</summary>
internal sealed class Shard
{
    /// <summary>Every part but the last has at least 5 MiB (User Guide of S3, "Amazon S3 multipart upload limits").</summary>
    public const int PartBytes = 5 * 1024 * 1024;

    private readonly PartStream _parts;
    private readonly Stream _compressor;
    private readonly ShardUpload _upload;
    private int _nextPartBytes;

    /// <param name="upload">Where the object goes.</param>
    /// <param name="compression">How it is compressed.</param>
    /// <param name="firstPartBytes">
    /// The size of the first part, at least <see cref="PartBytes"/>: where it is another one in each object that is written
    /// at the same time, their parts don't all want to be sent at once.
    /// </param>
    /// <param name="pieces">Has the memory of parts that are being filled.</param>
    public Shard(ShardUpload upload, FileCompression compression, int firstPartBytes, ArrayPool<byte> pieces)
    {
        _upload = upload;
        _parts = new PartStream(pieces);
        _nextPartBytes = firstPartBytes;
        // One stream over all parts: not every reader takes several gzip members, or frames, for one file.
        _compressor = compression switch
        {
            FileCompression.Gzip => new GZipStream(_parts, CompressionLevel.Fastest, leaveOpen: true),
            FileCompression.Zstd => new CompressionStream(_parts, level: 1, leaveOpen: true),
            _ => _parts,
        };
    }

    /// <summary>Items written.</summary>
    public long Items { get; private set; }

    /// <summary>Bytes written, before compression.</summary>
    public long Bytes { get; private set; }

    /// <summary>Writes rows.</summary>
    /// <exception cref="BulkException">A part can't be put.</exception>
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

    /// <summary>Ends the object.</summary>
    /// <exception cref="BulkException">It can't be put.</exception>
    public async Task<ShardSummary> CompleteAsync(CancellationToken cancellationToken)
    {
        _compressor.Dispose();
        await _upload.CompleteAsync(_parts, cancellationToken).ConfigureAwait(false);
        return new ShardSummary(_upload.Key, Items, Bytes, _upload.Bytes, _upload.Checksum);
    }

    /// <summary>Takes the object back, if it isn't complete.</summary>
    /// <exception cref="BulkException">It can't be taken back.</exception>
    public Task AbortAsync(CancellationToken cancellationToken)
    {
        _compressor.Dispose();
        return _upload.AbortAsync(cancellationToken);
    }
}
