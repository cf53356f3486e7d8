using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Reading;

namespace DdbBatch.Exporting;

/// <summary>
/// Exports items to a file. If nothing else says what columns the file has, the first items are held back until the header
/// can be made of them.
/// </summary>
/// <typeparam name="T">The caller's reference to an item.</typeparam>
internal sealed class ItemExport<T> : IDisposable
{
    /// <summary>The most items from which the header is made.</summary>
    public const int HeaderItems = 1000;

    // The items are held in memory, and one may have 400 KB.
    private const long HeaderBytes = 16 * 1024 * 1024;

    private readonly FileWriteOptions _options;
    private readonly Action<T, ItemException> _refuse;
    private readonly ItemFileWriter _writer;
    private readonly AttributeSelection? _selection;
    private readonly UnseenAttributes _unseen;
    private List<(byte[] Item, T Source)>? _first;
    private long _firstBytes;

    /// <param name="path">The place.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="refuse">Takes an item that the format can't hold, with the reason.</param>
    public ItemExport(OutputPath path, FileWriteOptions options, Action<T, ItemException> refuse)
    {
        _options = options;
        _refuse = refuse;
        _writer = new ItemFileWriter(path, options);
        _selection = options.Properties is { } properties ? new AttributeSelection(properties) : null;
        _unseen = UnseenAttributes.OfNames(options.Properties ?? []);
    }

    /// <summary>Items written.</summary>
    public long Items => _writer.Items;

    /// <summary>Bytes written, once the files are complete.</summary>
    public long Bytes => _writer.Bytes;

    /// <summary>The files, once they are complete.</summary>
    public IReadOnlyList<string> Paths => _writer.Paths;

    /// <summary>Facts about the file that its reader has to know.</summary>
    public IEnumerable<string> Warnings => Items == 0
        ? []
        : [.. _writer.Warnings, .. _unseen.Warnings];

    /// <summary>Opens the file.</summary>
    /// <exception cref="FileWriteException">Nothing can be written there.</exception>
    public void Open()
    {
        CsvColumns? columns = _writer.Open();
        if (!_options.HasRows)
            _writer.Begin(_options.Format == FileFormat.DynamoDBJson ? new DynamoDBJsonFormat() : new PlainJsonFormat(isArray: _options.Format == FileFormat.Json));
        else if (columns is not null)
            Begin(columns);
        else if (_options is { Properties: { } properties, TypedHeader: false })
            Begin(CsvColumns.Of(properties));
        else
            _first = [];
    }

    /// <summary>Adds an item.</summary>
    /// <param name="item">The item's attribute map in DynamoDB JSON.</param>
    /// <param name="source">The caller's reference to it.</param>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public void Add(byte[] item, T source)
    {
        _unseen.See(item);
        byte[] selected = _selection?.Apply(item) ?? item;
        if (_first is null)
        {
            Write(selected, source);
            return;
        }

        _first.Add((selected, source));
        _firstBytes += selected.Length;
        if (_first.Count == HeaderItems || _firstBytes >= HeaderBytes)
            WriteFirst();
    }

    /// <summary>Ends the file and gives it its name.</summary>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public void Complete()
    {
        WriteFirst();
        _writer.Complete();
    }

    /// <summary>Removes what is not complete.</summary>
    public void Dispose() => _writer.Dispose();

    private void WriteFirst()
    {
        if (_first is not { } items)
            return;
        _first = null;
        Begin(CsvColumns.Of(items.Select(one => one.Item), _options.Properties, _options.TypedHeader));
        foreach ((byte[] item, T source) in items)
            Write(item, source);
    }

    private void Begin(CsvColumns columns) => _writer.Begin(new CsvFormat(columns, _writer.Delimiter));

    private void Write(byte[] item, T source)
    {
        try
        {
            _writer.Write(item);
        }
        catch (ItemException exception)
        {
            _refuse(source, exception);
        }
    }
}
