using System;
using System.IO;

namespace DdbBatch.Files;

/// <summary>Reads what may be items out of a file, one by one. What can't be read is an entry too; the rest follows.</summary>
internal abstract class ItemFileReader : IDisposable
{
    /// <summary>Opens a file.</summary>
    /// <param name="stream">The file, perhaps compressed; disposed of with the reader, also where opening it fails.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="format">How its items are written down.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="FileException">It can't be read at all.</exception>
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

    /// <summary>The next entry; null at the file's end, or where nothing more of it can be read.</summary>
    public abstract FileEntry? Next();

    /// <inheritdoc/>
    public abstract void Dispose();

    private static ItemFileReader Create(PeekedStream content, string name, FileFormat format, FileReadOptions options)
    {
        if (format is FileFormat.Csv or FileFormat.Tsv)
        {
            UndecodableMark mark = new();
            StreamReader text = TextDecoding.OpenText(content, options.Encoding, mark);
            return new CsvFileReader(new CsvText(text, name), mark, name, format, options);
        }

        ByteSource source = new(TextDecoding.OpenUtf8(content, options.Encoding), name);
        return format == FileFormat.JsonLines || JsonLines.IsLikely(source, options.MaxLineBytes)
            ? new JsonLinesFileReader(source, name, options.MaxLineBytes)
            : new JsonDocumentFileReader(source, name, options.MaxLineBytes, splitsMembers: format == FileFormat.DynamoDBJson);
    }
}
