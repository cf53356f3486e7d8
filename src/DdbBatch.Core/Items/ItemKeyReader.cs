using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;

namespace DdbBatch.Items;

/// <summary>Reads the primary key from an attribute map in DynamoDB JSON.</summary>
internal static class ItemKeyReader
{
    /// <summary>Finds the table's key attributes and creates the key.</summary>
    /// <param name="attributeMap">An item or a key, UTF-8: <c>{"Artist":{"S":"…"}}</c>.</param>
    /// <param name="schema">The table's keys.</param>
    /// <param name="checkIndexKeys">True to check the key attributes of secondary indexes too.</param>
    /// <exception cref="ItemException">NotDdbJson, KeyMissing, KeyTypeMismatch, KeyEmpty, KeyTooLong, or an error of a
    /// number.</exception>
    public static ItemKey Read(ReadOnlySpan<byte> attributeMap, TableSchema schema, bool checkIndexKeys = false)
    {
        return Read(attributeMap, schema, new ItemKeyBuilder(), new ItemPath(), checkIndexKeys, out _);
    }

    /// <summary>Finds the table's key attributes, creates the key, and measures the item, in one pass.</summary>
    /// <param name="attributeMap">An item, UTF-8 DynamoDB JSON, as DynamoDB returned it.</param>
    /// <param name="schema">The table's keys.</param>
    /// <param name="key">Collects the values of the key; empty.</param>
    /// <param name="path">The path in the item; empty.</param>
    /// <param name="checkIndexKeys">True to check the key attributes of secondary indexes too.</param>
    /// <param name="sizeBytes">The size of the item, in bytes, by the rules of <see cref="ItemSize"/>.</param>
    /// <exception cref="ItemException">As the other overload.</exception>
    internal static ItemKey Read(
        ReadOnlySpan<byte> attributeMap, TableSchema schema, ItemKeyBuilder key, ItemPath path, bool checkIndexKeys, out int sizeBytes)
    {
        try
        {
            return ReadItem(attributeMap, schema, key, path, checkIndexKeys, out sizeBytes);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw ItemErrors.NotDdbJson(path, JsonReasons.Of(exception), exception);
        }
    }

    /// <summary>True if all key attributes of an item have the types that the keys require.</summary>
    /// <param name="attributeMap">An item that an <see cref="ItemWriter"/> wrote.</param>
    /// <param name="schema">The table's keys.</param>
    public static bool HasKeyTypes(ReadOnlySpan<byte> attributeMap, TableSchema schema)
    {
        Utf8JsonReader reader = new(attributeMap, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            KeyUse? use = FindKey(ref reader, schema, withIndexKeys: true);
            reader.Read();
            if (use is not null && !HasType(reader, use))
                return false;
            reader.Skip();
        }

        return true;
    }

    private static bool HasType(Utf8JsonReader reader, KeyUse use) =>
        reader.Read() && reader.ValueTextEquals(use.Type.ToString());

    private static ItemKey ReadItem(
        ReadOnlySpan<byte> attributeMap, TableSchema schema, ItemKeyBuilder key, ItemPath path, bool checkIndexKeys, out int sizeBytes)
    {
        Utf8JsonReader reader = new(attributeMap, JsonLimits.Reader);
        sizeBytes = 0;
        Expect(ref reader, JsonTokenType.StartObject, path);
        path.Enter();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            sizeBytes += ItemSize.TextBytes(ref reader);
            if (FindKey(ref reader, schema, checkIndexKeys) is { } use)
            {
                path.SetName(use.Name);
                Utf8JsonReader value = reader;
                ReadValue(ref value, use, key, path);
            }

            sizeBytes += ItemSize.NextValue(ref reader);
        }

        return key.Build(schema);
    }

    private static KeyUse? FindKey(ref Utf8JsonReader reader, TableSchema schema, bool withIndexKeys) =>
        Find(ref reader, schema.KeyUses) ?? (withIndexKeys ? Find(ref reader, schema.IndexKeyUses) : null);

    private static KeyUse? Find(ref Utf8JsonReader reader, IReadOnlyList<KeyUse> uses)
    {
        for (int i = 0; i < uses.Count; i++)
        {
            if (reader.ValueTextEquals(uses[i].Utf8Name))
                return uses[i];
        }

        return null;
    }

    private static void ReadValue(ref Utf8JsonReader reader, KeyUse use, ItemKeyBuilder key, ItemPath path)
    {
        Expect(ref reader, JsonTokenType.StartObject, path);
        Expect(ref reader, JsonTokenType.PropertyName, path);
        if (!reader.ValueTextEquals(Name(use.Type)))
            throw OtherType(reader.GetString()!, use, path);
        Expect(ref reader, JsonTokenType.String, path);
        Span<byte> number = stackalloc byte[DdbNumber.MaxTextBytes];
        ReadOnlySpan<byte> identity = use.Type switch
        {
            ScalarAttributeType.S => Text(ref reader),
            ScalarAttributeType.B => reader.GetBytesFromBase64(),
            _ => number.Slice(0, WriteCanonical(ref reader, number, path)),
        };
        use.Check((AttributeType)use.Type, identity.Length, path);
        if (use.IsTableKey)
            key.Set(use.TablePosition, identity);
        Expect(ref reader, JsonTokenType.EndObject, path);
    }

    private static ReadOnlySpan<byte> Name(ScalarAttributeType type) => type switch
    {
        ScalarAttributeType.S => "S"u8,
        ScalarAttributeType.N => "N"u8,
        _ => "B"u8,
    };

    private static ItemException OtherType(string name, KeyUse use, ItemPath path) =>
        Enum.TryParse(name, out AttributeType type) && type.ToString() == name
            ? ItemErrors.KeyTypeMismatch(path, use, type)
            : ItemErrors.NotDdbJson(path, $"'{Excerpt.Of(name)}' is no data type.");

    // Decoding the text checks its UTF-8, which ASCII does not need.
    private static ReadOnlySpan<byte> Text(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped || !IsAscii(reader.ValueSpan) ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;

    private static bool IsAscii(ReadOnlySpan<byte> text)
    {
        foreach (byte b in text)
        {
            if (b >= 0x80)
                return false;
        }

        return true;
    }

    private static int WriteCanonical(ref Utf8JsonReader reader, scoped Span<byte> destination, ItemPath path)
    {
        DdbNumberStatus status = DdbNumber.Parse(Text(ref reader), out DdbNumber number);
        return status == DdbNumberStatus.Valid ? number.WriteCanonical(destination) : throw ItemErrors.Number(path, reader.GetString()!, status);
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token, ItemPath path)
    {
        if (!reader.Read() || reader.TokenType != token)
            throw ItemErrors.NotDdbJson(path, $"{token} is expected, but the value is {reader.TokenType}.");
    }
}
