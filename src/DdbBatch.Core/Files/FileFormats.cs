using System;
using System.Collections.Generic;
using System.IO;

namespace DdbBatch.Files;

/// <summary>What file names say of files.</summary>
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

    /// <summary>The format that a name's extension stands for, before that of a compression; null for others.</summary>
    public static FileFormat? Find(string path)
    {
        string name = IsCompressed(path) ? Path.GetFileNameWithoutExtension(path) : path;
        return ByExtension.TryGetValue(Path.GetExtension(name), out FileFormat format) ? format : null;
    }

    /// <summary>Whether a name says that the file is compressed: .gz or .zst.</summary>
    public static bool IsCompressed(string path) => Path.GetExtension(path).ToUpperInvariant() is ".GZ" or ".ZST";
}
