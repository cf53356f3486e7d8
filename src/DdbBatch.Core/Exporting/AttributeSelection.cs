using System;
using System.Collections.Generic;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>Leaves out the attributes of items that -Property does not name.</summary>
internal sealed class AttributeSelection
{
    private readonly NameTable<string> _names = new();
    private readonly Utf8Buffer _item = new();

    /// <param name="properties">The names of the attributes to keep.</param>
    public AttributeSelection(IEnumerable<string> properties)
    {
        foreach (string property in properties)
            _names.Add(property, property);
    }

    /// <summary>An item with the selected attributes.</summary>
    public byte[] Apply(byte[] item)
    {
        _item.Clear();
        _item.WriteRaw((byte)'{');
        Utf8JsonReader reader = new(item, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int start = (int)reader.TokenStartIndex;
            bool isSelected = _names.Find(ref reader) is not null;
            reader.Read();
            reader.Skip();
            if (!isSelected)
                continue;
            if (_item.Length > 1)
                _item.WriteRaw((byte)',');
            _item.WriteRaw(item.AsSpan(start, (int)reader.BytesConsumed - start));
        }

        _item.WriteRaw((byte)'}');
        return _item.Written.ToArray();
    }
}
