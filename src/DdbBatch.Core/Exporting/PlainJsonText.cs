using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>
/// Writes values as plain JSON: numbers with all their digits, binary values as base64, sets as arrays. A list or map has no
/// place for the types of sets and binary values in it, so that they could not be read back.
/// </summary>
/// <param name="refusesNestedTypes">Whether such a value is an error; otherwise it is written without its type.</param>
internal sealed class PlainJsonText(bool refusesNestedTypes)
{
    private readonly ItemPath _path = new();

    /// <summary>Writes the value of an attribute.</summary>
    /// <param name="reader">Stands at the value, and after it at the value's end.</param>
    /// <param name="type">The value's type.</param>
    /// <param name="name">The attribute's name, for the error.</param>
    /// <param name="output">Takes the text.</param>
    /// <exception cref="ItemException">NestedTypeLost.</exception>
    public void Write(ref Utf8JsonReader reader, AttributeType type, string name, Utf8Buffer output)
    {
        _path.Reset();
        _path.Enter();
        _path.SetName(name);
        WriteValue(ref reader, type, output);
    }

    /// <summary>Writes a JSON string as the reader has it, with its escapes.</summary>
    public static void WriteString(ref Utf8JsonReader reader, Utf8Buffer output) => output.WriteRaw("\""u8, reader.ValueSpan, "\""u8);

    private void WriteValue(ref Utf8JsonReader reader, AttributeType type, Utf8Buffer output)
    {
        switch (type)
        {
            case AttributeType.S or AttributeType.B:
                WriteString(ref reader, output);
                break;
            case AttributeType.N:
                TypedValue.WriteNumber(reader.ValueSpan, output);
                break;
            case AttributeType.BOOL:
                output.WriteRaw(reader.TokenType == JsonTokenType.True ? "true"u8 : "false"u8);
                break;
            case AttributeType.NULL:
                output.WriteRaw("null"u8);
                break;
            case AttributeType.L:
                WriteList(ref reader, output);
                break;
            case AttributeType.M:
                WriteMap(ref reader, output);
                break;
            default:
                WriteSet(ref reader, type, output);
                break;
        }
    }

    private static void WriteSet(ref Utf8JsonReader reader, AttributeType type, Utf8Buffer output)
    {
        output.WriteRaw((byte)'[');
        for (bool isFirst = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            if (!isFirst)
                output.WriteRaw((byte)',');
            if (type == AttributeType.NS)
                TypedValue.WriteNumber(reader.ValueSpan, output);
            else
                WriteString(ref reader, output);
        }

        output.WriteRaw((byte)']');
    }

    private void WriteList(ref Utf8JsonReader reader, Utf8Buffer output)
    {
        output.WriteRaw((byte)'[');
        _path.Enter();
        for (bool isFirst = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            if (!isFirst)
                output.WriteRaw((byte)',');
            _path.NextIndex();
            WriteNested(ref reader, output);
        }

        _path.Leave();
        output.WriteRaw((byte)']');
    }

    private void WriteMap(ref Utf8JsonReader reader, Utf8Buffer output)
    {
        output.WriteRaw((byte)'{');
        _path.Enter();
        for (bool isFirst = true; reader.Read() && reader.TokenType != JsonTokenType.EndObject; isFirst = false)
        {
            if (!isFirst)
                output.WriteRaw((byte)',');
            if (refusesNestedTypes)
                _path.SetName(reader.GetString()!);
            WriteString(ref reader, output);
            output.WriteRaw((byte)':');
            reader.Read();
            WriteNested(ref reader, output);
        }

        _path.Leave();
        output.WriteRaw((byte)'}');
    }

    private void WriteNested(ref Utf8JsonReader reader, Utf8Buffer output)
    {
        AttributeType type = TypedValue.Enter(ref reader);
        if (refusesNestedTypes && type is AttributeType.B or AttributeType.SS or AttributeType.NS or AttributeType.BS)
            throw WriteErrors.NestedTypeLost(_path, type);
        WriteValue(ref reader, type, output);
        TypedValue.Leave(ref reader);
    }
}
