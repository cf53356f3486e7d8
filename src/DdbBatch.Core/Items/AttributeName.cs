using System;

namespace DdbBatch.Items;

/// <summary>An attribute's name, checked and encoded once for all the items that have it.</summary>
internal sealed class AttributeName
{
    /// <summary>The warning about a name in -Property.</summary>
    public static string UnseenWarning(string property) =>
        $"-Property '{property}': no item has an attribute of that name. Attribute names are case-sensitive.";

    private AttributeName(string text, byte[] json, int sizeBytes, KeyUse? use)
    {
        Text = text;
        Json = json;
        SizeBytes = sizeBytes;
        Use = use;
    }

    /// <summary>The name.</summary>
    public string Text { get; }

    /// <summary>The name as JSON, after the comma that all but the first name have: <c>,"Artist":</c>.</summary>
    public byte[] Json { get; }

    /// <summary>The bytes that the name adds to an item's size: its length in UTF-8.</summary>
    public int SizeBytes { get; }

    /// <summary>The requirements of the table's keys; null for other attributes and inside maps.</summary>
    public KeyUse? Use { get; }

    /// <summary>Checks and encodes a name.</summary>
    /// <param name="text">The name.</param>
    /// <param name="use">The requirements of the table's keys.</param>
    /// <param name="path">The path of the attribute, for the error.</param>
    /// <exception cref="ItemException">AttributeNameInvalid or InvalidSurrogate.</exception>
    public static AttributeName Create(string text, KeyUse? use, ItemPath path)
    {
        if (text.Length == 0)
            throw ItemErrors.AttributeNameInvalid(path, "this one is empty");
        if (text.Length > ItemRules.MaxAttributeNameBytes)
            throw ItemErrors.AttributeNameInvalid(path, "this one is longer");
        Utf8Buffer buffer = new();
        int sizeBytes = buffer.WriteText(",\""u8, text.AsSpan(), "\":"u8);
        if (sizeBytes < 0)
            throw ItemErrors.InvalidSurrogate(path, text, -1 - sizeBytes);
        if (sizeBytes > ItemRules.MaxAttributeNameBytes)
            throw ItemErrors.AttributeNameInvalid(path, "this one is longer");
        return new AttributeName(text, buffer.Written.ToArray(), sizeBytes, use);
    }
}
