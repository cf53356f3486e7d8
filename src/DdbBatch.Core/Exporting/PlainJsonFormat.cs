using System;
using System.Collections.Generic;
using System.Text.Json;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>Items as plain JSON objects: one a line, or in an array.</summary>
/// <param name="isArray">Whether the file is one array.</param>
internal sealed class PlainJsonFormat(bool isArray) : ItemFormat
{
    private readonly PlainJsonText _text = new(refusesNestedTypes: true);
    private readonly LostTypes _types = new();
    private readonly List<(LostTypes.Attribute Attribute, AttributeType Type)> _ofItem = [];

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Beginning => isArray ? "[\n"u8 : default;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Separator => isArray ? ",\n"u8 : default;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> End => isArray ? "\n]\n"u8 : default;

    /// <inheritdoc/>
    public override void Write(byte[] item, Utf8Buffer output)
    {
        _ofItem.Clear();
        Utf8JsonReader reader = new(item, JsonLimits.Reader);
        reader.Read();
        output.WriteRaw((byte)'{');
        for (bool isFirst = true; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; isFirst = false)
        {
            if (!isFirst)
                output.WriteRaw((byte)',');
            LostTypes.Attribute attribute = _types.Find(ref reader);
            PlainJsonText.WriteString(ref reader, output);
            output.WriteRaw((byte)':');
            reader.Read();
            AttributeType type = TypedValue.Enter(ref reader);
            attribute.Check(type);
            attribute.Check(type, _ofItem);
            // Wherever it is, because programs that process the file may sort the names.
            if (type == AttributeType.S && attribute.Name == RecordMarker.Name && RecordMarker.IsValue(reader.GetString()!))
                throw WriteErrors.LooksLikeRecord(attribute.Name);
            _ofItem.Add((attribute, type));
            _text.Write(ref reader, type, attribute.Name, output);
            TypedValue.Leave(ref reader);
        }

        foreach ((LostTypes.Attribute attribute, AttributeType type) in _ofItem)
            attribute.Take(type);
        output.WriteRaw((byte)'}');
        if (!isArray)
            output.WriteRaw((byte)'\n');
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Warnings() => _types.Warnings();
}
