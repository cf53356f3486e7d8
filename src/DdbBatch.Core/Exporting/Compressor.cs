using System;
using System.IO;
using System.IO.Compression;
using ZstdSharp;

namespace DdbBatch.Exporting;

/// <summary>Compresses what is written to a file.</summary>
internal sealed class Compressor : IDisposable
{
    // The end of a gzip member or a Zstandard frame may take so much.
    private const int EndBytes = 64;

    private readonly Stream _file;
    private readonly FileCompression _compression;
    private Stream? _stream;
    private long _held;

    /// <param name="file">Takes the compressed bytes. It is not disposed of.</param>
    /// <param name="compression">Gzip or Zstd.</param>
    public Compressor(Stream file, FileCompression compression)
    {
        _file = file;
        _compression = compression;
        _stream = Begin();
    }

    /// <summary>The most bytes that the file will grow by what it was not given yet.</summary>
    public long MaxPending => MaxOf(_held) + EndBytes;

    /// <summary>The most bytes that so many bytes become, if nothing in them can be compressed: a block of 64 KB takes 5 more.</summary>
    public static long MaxOf(long bytes) => bytes + (bytes / 1000) + 16;

    /// <summary>Writes bytes.</summary>
    public void Write(byte[] bytes, int count)
    {
        _stream!.Write(bytes, 0, count);
        _held += count;
    }

    /// <summary>Gives the file all that was written.</summary>
    public void Flush()
    {
#if NET8_0_OR_GREATER
        _stream!.Flush();
#else
        // GZipStream of .NET Framework does nothing there. Readers take several members for one file.
        _stream!.Dispose();
        _stream = Begin();
#endif
        _held = 0;
    }

    /// <summary>Ends the member or frame.</summary>
    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
        _held = 0;
    }

    private Stream Begin() => _compression == FileCompression.Gzip
        ? new GZipStream(_file, CompressionLevel.Optimal, leaveOpen: true)
        : new CompressionStream(_file, leaveOpen: true);
}
