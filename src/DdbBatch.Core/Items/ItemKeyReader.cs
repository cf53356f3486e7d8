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
        ItemPath path = new();
        try
        {
            return ReadKey(attributeMap, schema, path, checkIndexKeys);
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

    private static ItemKey ReadKey(
        ReadOnlySpan<byte> attributeMap, TableSchema schema, ItemPath path, bool checkIndexKeys)
    {
        Utf8JsonReader reader = new(attributeMap, JsonLimits.Reader);
        ItemKeyBuilder key = new();
        Expect(ref reader, JsonTokenType.StartObject, path);
        path.Enter();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            KeyUse? use = FindKey(ref reader, schema, checkIndexKeys);
            if (use is null)
            {
                reader.Skip();
                continue;
            }

            path.SetName(use.Name);
            ReadValue(ref reader, use, key, path);
        }

        return key.Build(schema);
    }

    private static KeyUse? FindKey(ref Utf8JsonReader reader, TableSchema schema, bool withIndexKeys) =>
        FindKey(ref reader, schema, schema.KeyAttributes)
        ?? (withIndexKeys ? FindKey(ref reader, schema, schema.IndexKeyAttributes) : null);

    private static KeyUse? FindKey(ref Utf8JsonReader reader, TableSchema schema, IReadOnlyList<KeyAttribute> attributes)
    {
        for (int i = 0; i < attributes.Count; i++)
        {
            if (reader.ValueTextEquals(attributes[i].Name))
                return schema.FindUse(attributes[i].Name);
        }

        return null;
    }

    private static void ReadValue(ref Utf8JsonReader reader, KeyUse use, ItemKeyBuilder key, ItemPath path)
    {
        Expect(ref reader, JsonTokenType.StartObject, path);
        Expect(ref reader, JsonTokenType.PropertyName, path);
        string tag = reader.GetString()!;
        if (!Enum.TryParse(tag, out AttributeType type) || type.ToString() != tag)
            throw ItemErrors.NotDdbJson(path, $"'{Excerpt.Of(tag)}' is no data type.");
        if (type != (AttributeType)use.Type)
            throw ItemErrors.KeyTypeMismatch(path, use, type);
        Expect(ref reader, JsonTokenType.String, path);
        byte[] identity = type switch
        {
            AttributeType.S => Encoding.UTF8.GetBytes(reader.GetString()!),
            AttributeType.B => reader.GetBytesFromBase64(),
            _ => ReadNumber(reader.GetString()!, path),
        };
        use.Check(type, identity.Length, path);
        if (use.IsTableKey)
            key.Set(use.TablePosition, identity);
        Expect(ref reader, JsonTokenType.EndObject, path);
    }

    private static byte[] ReadNumber(string text, ItemPath path)
    {
        DdbNumberStatus status = DdbNumber.Parse(Encoding.UTF8.GetBytes(text), out DdbNumber number);
        return status == DdbNumberStatus.Valid ? number.ToCanonical() : throw ItemErrors.Number(path, text, status);
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token, ItemPath path)
    {
        if (!reader.Read() || reader.TokenType != token)
            throw ItemErrors.NotDdbJson(path, $"{token} is expected, but the value is {reader.TokenType}.");
    }
}
