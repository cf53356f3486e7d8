using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using DdbBatch.Files;

namespace DdbBatch.Tests.Files;

/// <summary>Reads files of the tests' making.</summary>
internal static class FileReading
{
    /// <summary>All entries of a file, as text: <c>2: Ana|One</c> or <c>3,5: CsvMalformed</c>.</summary>
    public static List<string> Read(string text, FileFormat format, FileReadOptions? options = null) =>
        Read(Encoding.UTF8.GetBytes(text), format, options);

    /// <summary>All entries of a file, as text.</summary>
    public static List<string> Read(byte[] bytes, FileFormat format, FileReadOptions? options = null, string name = "f") =>
        [.. Entries(new MemoryStream(bytes), format, options, name).Select(Show)];

    /// <summary>All entries of a file.</summary>
    public static List<FileEntry> Entries(Stream stream, FileFormat format, FileReadOptions? options = null, string name = "f")
    {
        List<FileEntry> entries = [];
        try
        {
            using ItemFileReader reader = ItemFileReader.Open(stream, name, format, options ?? new FileReadOptions());
            while (reader.Next() is { } entry)
                entries.Add(entry);
        }
        catch (FileException exception)
        {
            entries.Add(FileEntry.Of(exception));
        }

        return entries;
    }

    /// <summary>An entry as text.</summary>
    public static string Show(FileEntry entry) => entry switch
    {
        { Error: { } error } when error.Position.Column > 0 => $"{error.Position.Line},{error.Position.Column}: {error.ErrorId}",
        { Error: { } error } => $"{error.Position.Line}: {error.ErrorId}",
        { Content: ItemContent.Row row } =>
            $"{entry.Position.Line}: {string.Join("|", row.Names.Select((_, i) => row[i].ToString()))}",
        { Content: ItemContent.Json json } => $"{entry.Position.Line}: {Encoding.UTF8.GetString(json.Utf8)}",
        _ => throw new InvalidOperationException("An entry is content or an error."),
    };

    /// <summary>Compressed by .NET's own writer.</summary>
    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream compressed = new();
        using (GZipStream stream = new(compressed, CompressionLevel.Fastest))
            stream.Write(bytes);
        return compressed.ToArray();
    }

    /// <summary>Compressed with Zstandard.</summary>
    public static byte[] Zstd(byte[] bytes)
    {
        using ZstdSharp.Compressor compressor = new();
        return compressor.Wrap(bytes).ToArray();
    }
}
