using System;
using System.Collections.Generic;
using System.IO;

namespace DdbBatch.Files;

/// <summary>Infers the format and the compression from file names.</summary>
internal static class FileFormats
{
    private static readonly Dictionary<string, FileFormat> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = FileFormat.Csv,
        [".tsv"] = FileFormat.Tsv,
        [".tab"] = FileFormat.Tsv,
        [".json"] = FileFormat.Json,
        [".jsonl"] = FileFormat.JsonLines,
        [".ndjson"] = FileFormat.JsonLines,
    };

    /// <summary>
    /// Returns the format for a name's extension, ignoring that of a compression; null for other extensions.
    /// </summary>
    public static FileFormat? Find(string path)
    {
        string name = IsCompressed(path) ? Path.GetFileNameWithoutExtension(path) : path;
        return ByExtension.TryGetValue(Path.GetExtension(name), out FileFormat format) ? format : null;
    }

    /// <summary>True if the extension is that of a compressed file: .gz or .zst.</summary>
    public static bool IsCompressed(string path) => FindCompression(path) != FileCompression.None;

    /// <summary>The compression of an extension: .gz or .zst.</summary>
    public static FileCompression FindCompression(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".GZ" => FileCompression.Gzip,
        ".ZST" => FileCompression.Zstd,
        _ => FileCompression.None,
    };
}
