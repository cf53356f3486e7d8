using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>Writes items in one format to one file, or to parts of a limited size. The files get their names at the end, together.</summary>
/// <param name="path">The place.</param>
/// <param name="options">How it is written.</param>
internal sealed class ItemFileWriter(OutputPath path, FileWriteOptions options) : IDisposable
{
    private readonly List<OutputFile> _files = [];
    private readonly Utf8Buffer _line = new();
    private LineEncoder _encoder = new(options.Encoding, isJson: !options.HasRows);
    private ItemFormat? _format;
    private ExistingFile? _existing;
    private byte[] _beginning = [];
    private byte[] _separator = [];
    private byte[] _end = [];
    private bool _hasItems;
    private bool _isComplete;

    /// <summary>Items written.</summary>
    public long Items { get; private set; }

    /// <summary>Bytes written to all files, once they are complete.</summary>
    public long Bytes => _files.Sum(file => file.Bytes);

    /// <summary>The paths of the files, once they are complete.</summary>
    public IReadOnlyList<string> Paths => _isComplete ? [.. Enumerable.Range(1, _files.Count).Select(path.Of)] : [];

    /// <summary>Facts about the file that its reader has to know.</summary>
    public IEnumerable<string> Warnings => _format?.Warnings() ?? [];

    private OutputFile Current => _files[_files.Count - 1];

    /// <summary>Checks the place and opens the first file.</summary>
    /// <returns>The columns of the file that is appended to; null if it has none yet.</returns>
    /// <exception cref="FileWriteException">Nothing can be written there.</exception>
    public CsvColumns? Open()
    {
        try
        {
            path.Check(options);
            if (options.Append && File.Exists(path.Full))
            {
                _existing = ExistingFile.Read(path.Full, options);
                _encoder = new LineEncoder(_existing.Encoding, isJson: !options.HasRows);
                _files.Add(OutputFile.Append(path.Full, options.Compression));
            }
            else
            {
                _files.Add(OutputFile.Create(path.Of(1), options.Compression));
            }
        }
        catch (Exception exception) when (FileWriteException.IsCause(exception))
        {
            throw FileWriteException.Refused(path.Full, exception);
        }

        return _existing?.Header is { } header ? CsvColumns.OfHeader(path.Full, header, options.TypedHeader) : null;
    }

    /// <summary>The character between cells.</summary>
    public char Delimiter => _existing?.Delimiter ?? options.Delimiter ?? CsvDelimiter.Of(options.Format);

    /// <summary>Sets the format, before the first item.</summary>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public void Begin(ItemFormat format)
    {
        _format = format;
        try
        {
            _beginning = [.. _encoder.Preamble, .. _encoder.Encode(format.Beginning)];
            _separator = _encoder.Encode(format.Separator).ToArray();
            _end = _encoder.Encode(format.End).ToArray();
            if (_existing is null or { IsEmpty: true })
                Current.Write(_beginning);
            else
                Continue(_existing, format);
        }
        catch (Exception exception) when (FileWriteException.IsCause(exception) || exception is EncoderFallbackException)
        {
            throw FileWriteException.Refused(path.Full, exception);
        }
    }

    /// <summary>Writes an item.</summary>
    /// <param name="item">The item's attribute map in DynamoDB JSON.</param>
    /// <exception cref="ItemException">The format can't hold it. Nothing of it was written.</exception>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public void Write(byte[] item)
    {
        _line.Clear();
        _format!.Write(item, _line);
        ReadOnlySpan<byte> line = EncodeLine(item);
        try
        {
            WriteLine(line);
        }
        catch (Exception exception) when (FileWriteException.IsCause(exception))
        {
            throw FileWriteException.Refused(path.Full, exception);
        }

        Items++;
    }

    /// <summary>Ends the files and gives them their names.</summary>
    /// <exception cref="FileWriteException">A file can't be written.</exception>
    public void Complete()
    {
        try
        {
            if (Items == 0 && _existing is null or { IsEmpty: true })
                Current.Write(_encoder.Encode(_format!.Nothing));
            EndFile();
        }
        catch (Exception exception) when (FileWriteException.IsCause(exception))
        {
            throw FileWriteException.Refused(path.Full, exception);
        }

        _isComplete = true;
        _files.ForEach(file => file.Publish());
        // Parts of an earlier export would be taken for parts of this one.
        foreach ((string old, int number) in path.Existing().Where(part => part.Number > _files.Count).ToList())
            OutputFile.Delete(old);
    }

    /// <summary>Removes what is not complete.</summary>
    public void Dispose()
    {
        if (!_isComplete)
            _files.ForEach(file => file.Dispose());
    }

    private void Continue(ExistingFile existing, ItemFormat format)
    {
        if (!existing.EndsWithLine)
            Current.Write(_encoder.Encode("\n"u8));
        // An export of no items has left a blank line.
        if (options.HasRows && existing.Header is null)
            Current.Write(_encoder.Encode(format.Beginning));
    }

    private void WriteLine(ReadOnlySpan<byte> line)
    {
        if (_hasItems && options.SplitBytes is { } limit && !Current.Fits(_separator.Length + line.Length + _end.Length, limit))
        {
            EndFile();
            _files.Add(OutputFile.Create(path.Of(_files.Count + 1), options.Compression));
            Current.Write(_beginning);
            _hasItems = false;
        }

        if (_hasItems)
            Current.Write(_separator);
        Current.Write(line);
        _hasItems = true;
    }

    private void EndFile()
    {
        Current.Write(_end);
        Current.Close();
    }

    private ReadOnlySpan<byte> EncodeLine(byte[] item)
    {
        try
        {
            return _encoder.Encode(_line.Written);
        }
        catch (EncoderFallbackException exception)
        {
            throw WriteErrors.NotEncodable(FindNotEncodable(item), _encoder.Name, exception);
        }
    }

    private string FindNotEncodable(byte[] item)
    {
        using JsonDocument document = JsonDocument.Parse(item, JsonLimits.Document);
        foreach (JsonProperty attribute in document.RootElement.EnumerateObject())
        {
            if (!_encoder.CanEncode(attribute.Value.TryGetProperty("S", out JsonElement text) ? text.GetString()! : attribute.Value.GetRawText()))
                return attribute.Name;
        }

        return "";
    }
}
