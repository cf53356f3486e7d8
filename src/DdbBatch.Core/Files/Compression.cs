using System;
using System.IO;
using ZstdSharp;

namespace DdbBatch.Files;

/// <summary>Decompresses files, which are recognized by their first bytes.</summary>
/// <remarks>
/// .NET's own GZipStream reads a truncated file as if it were complete, and on .NET Framework it ends after the first of
/// several members.
/// </remarks>
internal static class Compression
{
    /// <summary>Returns the decompressed content of the file.</summary>
    /// <param name="stream">The file; disposed of with the content.</param>
    /// <param name="name">The file's name.</param>
    /// <exception cref="FileException">FileDamaged: the file's name says that it is compressed, and it is not.</exception>
    public static PeekedStream Open(Stream stream, string name)
    {
        PeekedStream file = new(stream);
        return Of(file.Head) switch
        {
            FileCompression.Gzip => new PeekedStream(new GzipMembers(file)),
            FileCompression.Zstd => new PeekedStream(new DecompressionStream(file, leaveOpen: false)),
            _ => FileFormats.IsCompressed(name) ? throw FileErrors.NotCompressed(name) : file,
        };
    }

    /// <summary>The compression of a file that begins so.</summary>
    public static FileCompression Of(ReadOnlySpan<byte> head) =>
        IsGzip(head) ? FileCompression.Gzip : IsZstd(head) ? FileCompression.Zstd : FileCompression.None;

    // RFC 1952: the magic number, and deflate, the only method.
    private static bool IsGzip(ReadOnlySpan<byte> head) => head.Length >= 3 && head[0] == 0x1F && head[1] == 0x8B && head[2] == 8;

    // RFC 8878: a frame, or a skippable frame, with which the files of pzstd start.
    private static bool IsZstd(ReadOnlySpan<byte> head) => head.Length >= 4
        && ((head[0] == 0x28 && head[1] == 0xB5 && head[2] == 0x2F && head[3] == 0xFD)
            || ((head[0] & 0xF0) == 0x50 && head[1] == 0x2A && head[2] == 0x4D && head[3] == 0x18));
}
