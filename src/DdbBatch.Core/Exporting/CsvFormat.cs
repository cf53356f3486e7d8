using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>Items as rows under a header.</summary>
internal sealed class CsvFormat : ItemFormat
{
    private readonly CsvColumns _columns;
    private readonly CsvQuoting _quoting;
    private readonly byte[] _delimiter;
    private readonly byte[] _header;
    private readonly byte[][] _names;
    private readonly PlainJsonText _json;
    private readonly Utf8Buffer _values = new();
    private readonly (int Start, int Length)?[] _cells;

    /// <param name="columns">The columns.</param>
    /// <param name="delimiter">The character between cells.</param>
    public CsvFormat(CsvColumns columns, char delimiter)
    {
        _columns = columns;
        _delimiter = Encoding.UTF8.GetBytes([delimiter]);
        _quoting = new CsvQuoting(_delimiter);
        _cells = new (int, int)?[columns.All.Count];
        _names = [.. columns.All.Select(column => Encoding.UTF8.GetBytes(column.Header.ToString()))];
        _json = new PlainJsonText(refusesNestedTypes: columns.All.Any(column => column.Header.Type is not null));
        _header = MakeHeader();
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Beginning => _header;

    /// <inheritdoc/>
    public override void Write(byte[] item, Utf8Buffer output)
    {
        _values.Clear();
        Array.Clear(_cells, 0, _cells.Length);
        Utf8JsonReader reader = new(item, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            TakeAttribute(ref reader);
        Check();
        WriteRow(output);
    }

    private void TakeAttribute(ref Utf8JsonReader reader)
    {
        CsvColumn first = _columns.Find(ref reader) ?? throw WriteErrors.NotInHeader(reader.GetString()!);
        reader.Read();
        AttributeType type = TypedValue.Enter(ref reader);
        CsvColumn column = first.Find(type) ?? throw WriteErrors.TypeNotInHeader(first.Header.Name, type, first.DescribeAll());
        int start = _values.Length;
        if (WriteValue(ref reader, type, column))
            _cells[column.Index] = (start, _values.Length - start);
        TypedValue.Leave(ref reader);
    }

    // False for no value.
    private bool WriteValue(ref Utf8JsonReader reader, AttributeType type, CsvColumn column)
    {
        if (type is AttributeType.S or AttributeType.B && reader.ValueIsEscaped)
            _values.WriteRaw(Encoding.UTF8.GetBytes(reader.GetString()!));
        else if (type is AttributeType.S or AttributeType.B or AttributeType.N)
            _values.WriteRaw(reader.ValueSpan);
        else if (type != AttributeType.NULL || column.Header.Type is not null)
            _json.Write(ref reader, type, column.Header.Name, _values);
        else
            return false;
        return true;
    }

    private void Check()
    {
        bool isEmpty = true;
        foreach (CsvColumn column in _columns.All)
        {
            isEmpty &= _cells[column.Index] is null;
            if (_cells[column.Index] is null && column.Header is { Type: not null, IsOptional: false })
                throw WriteErrors.NotOptional(column.Header.Name, column.Header.ToString());
        }

        if (isEmpty)
            throw WriteErrors.RowEmpty();
        if (_cells.Length > 1 && IsHeader())
            throw WriteErrors.RowRepeatsHeader();
    }

    private bool IsHeader()
    {
        for (int i = 0; i < _cells.Length; i++)
        {
            if (_cells[i] is not { } cell || !_values.Written.Slice(cell.Start, cell.Length).SequenceEqual(_names[i]))
                return false;
        }

        return true;
    }

    private void WriteRow(Utf8Buffer output)
    {
        for (int i = 0; i < _cells.Length; i++)
        {
            if (i > 0)
                output.WriteRaw(_delimiter);
            if (_cells[i] is { } cell)
                _quoting.Write(_values.Written.Slice(cell.Start, cell.Length), output);
        }

        output.WriteRaw((byte)'\n');
    }

    // A name with other than word characters is quoted: then no reader trims it, or takes it for a number or a delimiter.
    private byte[] MakeHeader()
    {
        Utf8Buffer header = new();
        for (int i = 0; i < _names.Length; i++)
        {
            if (i > 0)
                header.WriteRaw(_delimiter);
            if (IsPlain(_names[i]))
                _quoting.Write(_names[i], header);
            else
                CsvQuoting.WriteQuoted(_names[i], header);
        }

        if (_names.Length == 0)
            return [];
        // A line of "sep=;" alone, even in quotes, names the delimiter.
        header.WriteRaw(_names.Length == 1 && header.Last == '"' ? " \n"u8 : "\n"u8);
        return header.Written.ToArray();
    }

    private static bool IsPlain(byte[] name) =>
        IsLetter(name[0]) && name.All(one => IsLetter(one) || one is >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)':' or (byte)'?');

    private static bool IsLetter(byte one) => one is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or (byte)'_';
}
