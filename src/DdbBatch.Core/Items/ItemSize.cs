using System;
using System.Text;
using System.Text.Json;

namespace DdbBatch.Items;

/// <summary>
/// The size of an item that DynamoDB returned, by DynamoDB's rules (Developer Guide, "DynamoDB item sizes and formats"). For
/// an item that this module converts, the size is counted while it is written.
/// </summary>
internal static class ItemSize
{
    /// <summary>Returns the size of an item.</summary>
    /// <param name="attributeMap">The item, UTF-8 DynamoDB JSON, as DynamoDB returned it.</param>
    /// <returns>Its size in bytes: names and values.</returns>
    public static int Of(ReadOnlySpan<byte> attributeMap)
    {
        Utf8JsonReader reader = new(attributeMap, JsonLimits.Reader);
        reader.Read();
        int sizeBytes = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            sizeBytes += TextBytes(ref reader) + NextValue(ref reader);
        return sizeBytes;
    }

    /// <summary>Returns the size of the attribute value that follows, and moves the reader to its end.</summary>
    /// <param name="reader">A reader at the name of the attribute.</param>
    internal static int NextValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Value(ref reader);
    }

    /// <summary>Returns the size of the reader's text in UTF-8.</summary>
    internal static int TextBytes(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetByteCount(reader.GetString()!) : reader.ValueSpan.Length;

    // The reader is at the start of {"S":"…"}, and at its end afterwards.
    private static int Value(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            throw new FormatException("A value is not an object with its data type.");
        char type = FirstLetter(ref reader);
        reader.Read();
        int sizeBytes = type is 'L' or 'M'
            ? ItemRules.ContainerSizeBytes + Elements(ref reader, type == 'M')
            : reader.TokenType == JsonTokenType.StartArray
                ? Members(ref reader, type)
                : Scalar(ref reader, type);
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndObject)
            throw new FormatException("A value has more than one data type.");
        return sizeBytes;
    }

    // With the kind of the value, it distinguishes the types: only sets are arrays, and BOOL and NULL are no strings.
    private static char FirstLetter(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
            return reader.GetString()![0];
        return reader.ValueSpan.Length > 0 ? (char)reader.ValueSpan[0] : default;
    }

    private static int Elements(ref Utf8JsonReader reader, bool isMap)
    {
        int sizeBytes = 0;
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
            sizeBytes += ItemRules.ElementSizeBytes + (isMap ? TextBytes(ref reader) + NextValue(ref reader) : Value(ref reader));
        return sizeBytes;
    }

    private static int Members(ref Utf8JsonReader reader, char type)
    {
        int sizeBytes = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            sizeBytes += Scalar(ref reader, type);
        return sizeBytes;
    }

    private static int Scalar(ref Utf8JsonReader reader, char type) => type switch
    {
        _ when reader.TokenType != JsonTokenType.String => 1,
        'N' => DdbNumber.Parse(Text(ref reader), out DdbNumber number) == DdbNumberStatus.Valid ? number.SizeBytes : 1,
        'B' => DecodedBytes(Text(ref reader)),
        _ => TextBytes(ref reader),
    };

    // Four characters are three bytes, less one for each = at the end (RFC 4648).
    private static int DecodedBytes(ReadOnlySpan<byte> base64) =>
        (base64.Length / 4 * 3) - (base64.EndsWith("=="u8) ? 2 : base64.EndsWith("="u8) ? 1 : 0);

    private static ReadOnlySpan<byte> Text(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
}
