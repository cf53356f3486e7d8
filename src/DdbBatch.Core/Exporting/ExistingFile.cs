using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using DdbBatch.Files;

namespace DdbBatch.Exporting;

/// <summary>A file that items are appended to, as far as the new lines have to agree with it.</summary>
internal sealed class ExistingFile
{
    /// <summary>Whether it has no content.</summary>
    public bool IsEmpty { get; private init; }

    /// <summary>Its encoding; null for UTF-8.</summary>
    public Encoding? Encoding { get; private init; }

    /// <summary>Whether its last line has an end.</summary>
    public bool EndsWithLine { get; private init; }

    /// <summary>The names in its header; null if it has none.</summary>
    public IReadOnlyList<string>? Header { get; private init; }

    /// <summary>The character between its cells; null if it has no rows.</summary>
    public char? Delimiter { get; private init; }

    /// <summary>
    /// Looks at a file. One that is compressed is read to its end, because what is appended to a damaged one could not be read.
    /// </summary>
    /// <exception cref="FileWriteException">FileNotAppendable.</exception>
    /// <exception cref="IOException">It can't be opened; UnauthorizedAccessException means the same.</exception>
    public static ExistingFile Read(string path, FileWriteOptions options)
    {
        using FileStream file = Open(path);
        if (file.Length == 0)
            return new ExistingFile { IsEmpty = true, Encoding = options.Encoding, EndsWithLine = true };
        try
        {
            return Read(file, path, options);
        }
        catch (FileException exception)
        {
            throw FileWriteException.NotAppendable(path, exception.Message);
        }
    }

    private static ExistingFile Read(FileStream file, string path, FileWriteOptions options)
    {
        FileCompression compression = Compression.Of(new PeekedStream(file).Head);
        if (compression != options.Compression)
            throw FileWriteException.NotAppendable(path, $"its compression is {compression}, and that of the export is {options.Compression}.");
        file.Position = 0;
        PeekedStream content = Compression.Open(file, path);
        Encoding? encoding = TextDecoding.FindMarked(content.Head).Encoding ?? options.Encoding;
        bool endsWithLine = EndsWithLineEnd(content, path, encoding ?? Encoding.UTF8);
        if (!options.HasRows)
            return new ExistingFile { Encoding = encoding, EndsWithLine = endsWithLine };
        using CsvFileReader rows = OpenRows(path, options);
        return new ExistingFile
        {
            Encoding = encoding,
            EndsWithLine = endsWithLine,
            Header = rows.ReadHeader(),
            Delimiter = rows.LineEnd == '\n' ? rows.Delimiter : throw FileWriteException.NotAppendable(path, "its lines end with CR."),
        };
    }

    private static CsvFileReader OpenRows(string path, FileWriteOptions options) => (CsvFileReader)ItemFileReader.Open(
        Open(path), path, options.Format, new FileReadOptions { Encoding = options.Encoding, Delimiter = options.Delimiter });

    private static bool EndsWithLineEnd(Stream content, string path, Encoding encoding)
    {
        byte[] end = encoding.GetBytes("\n");
        byte[] buffer = new byte[64 * 1024];
        int length = 0;
        try
        {
            int count;
            while ((count = content.Read(buffer, length, buffer.Length - length)) > 0)
            {
                length += count;
                if (length < buffer.Length)
                    continue;
                Array.Copy(buffer, length - end.Length, buffer, 0, end.Length);
                length = end.Length;
            }
        }
        catch (Exception exception)
        {
            throw FileErrors.Unreadable(new FilePosition(path), exception);
        }

        return buffer.AsSpan(0, length).EndsWith(end);
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024);
}
