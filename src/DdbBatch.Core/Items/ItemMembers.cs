using System;
using System.Text.Json;

namespace DdbBatch.Items;

/// <summary>Goes through the attributes of an item in DynamoDB JSON, as bytes.</summary>
/// <param name="json">The item's attribute map.</param>
internal ref struct ItemMembers(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private Utf8JsonReader _reader = Open(json);
    private ReadOnlySpan<byte> _name;
    private ReadOnlySpan<byte> _value;

    /// <summary>The attribute's name as JSON, with its quotes.</summary>
    public readonly ReadOnlySpan<byte> Name => _name;

    /// <summary>The attribute's value in DynamoDB JSON: <c>{"S":"…"}</c>.</summary>
    public readonly ReadOnlySpan<byte> Value => _value;

    /// <summary>The attribute's name as text.</summary>
    public readonly string NameText
    {
        get
        {
            Utf8JsonReader name = new(_name);
            name.Read();
            return name.GetString()!;
        }
    }

    /// <summary>Moves to the next attribute.</summary>
    /// <returns>False if there is none.</returns>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public bool Next()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.PropertyName)
            return false;
        int start = (int)_reader.TokenStartIndex;
        _name = _json.Slice(start, _reader.ValueSpan.Length + 2);
        _reader.Read();
        start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        _value = _json.Slice(start, (int)_reader.BytesConsumed - start);
        return true;
    }

    /// <summary>True if the attribute has that name.</summary>
    public readonly bool Is(string name)
    {
        Utf8JsonReader reader = new(_name);
        reader.Read();
        return reader.ValueTextEquals(name);
    }

    private static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, JsonLimits.Reader);
        reader.Read();
        return reader;
    }
}
