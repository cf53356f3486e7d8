using System;
using System.IO;

namespace DdbBatch.Files;

/// <summary>
/// Reads the possible items of a file, one by one. An entry that cannot be read is returned as an error, and reading
/// continues.
/// </summary>
internal abstract class ItemFileReader : IDisposable
{
    /// <summary>Opens a file.</summary>
    /// <param name="stream">The file, perhaps compressed; disposed of with the reader, also if opening it fails.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="format">The file's format.</param>
    /// <param name="options">The options for reading.</param>
    /// <exception cref="FileException">The file cannot be read at all.</exception>
    public static ItemFileReader Open(Stream stream, string name, FileFormat format, FileReadOptions options)
    {
        try
        {
            PeekedStream content = Compression.Open(stream, name);
            if (options.Encoding is null && TextDecoding.FindUtf16(content.Head) is { } encoding)
                throw FileErrors.LooksLikeUtf16(name, encoding);
            return Create(content, name, format, options);
        }
        catch (Exception exception)
        {
            stream.Dispose();
            if (exception is FileException)
                throw;
            throw FileErrors.Unreadable(new FilePosition(name), exception);
        }
    }

    /// <summary>Returns the next entry; null at the end of the file, or if no more of it can be read.</summary>
    public abstract FileEntry? Next();

    /// <inheritdoc/>
    public abstract void Dispose();

    private static ItemFileReader Create(PeekedStream content, string name, FileFormat format, FileReadOptions options)
    {
        if (format is FileFormat.Csv or FileFormat.Tsv)
        {
            UndecodableMark mark = new();
            StreamReader text = TextDecoding.OpenText(content, options.Encoding, mark);
            return new CsvFileReader(new CsvBuffer(text, name), mark, name, format, options);
        }

        ByteSource source = new(TextDecoding.OpenUtf8(content, options.Encoding), name);
        return format == FileFormat.JsonLines || JsonLines.IsLikely(source, options.MaxLineBytes)
            ? new JsonLinesFileReader(source, name, options.MaxLineBytes)
            : new JsonDocumentFileReader(source, name, options.MaxLineBytes, splitsMembers: format == FileFormat.DynamoDBJson);
    }
}
