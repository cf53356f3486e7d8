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

    private static int NextValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Value(ref reader);
    }

    // The reader is at the start of {"S":"…"}, and at its end afterwards.
    private static int Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        bool isList = reader.ValueTextEquals("L"u8);
        bool isMap = reader.ValueTextEquals("M"u8);
        bool isNumber = reader.ValueTextEquals("N"u8) || reader.ValueTextEquals("NS"u8);
        bool isBinary = reader.ValueTextEquals("B"u8) || reader.ValueTextEquals("BS"u8);
        reader.Read();
        int sizeBytes = isList || isMap
            ? ItemRules.ContainerSizeBytes + Elements(ref reader, isMap)
            : reader.TokenType == JsonTokenType.StartArray
                ? Members(ref reader, isNumber, isBinary)
                : Scalar(ref reader, isNumber, isBinary);
        reader.Read();
        return sizeBytes;
    }

    private static int Elements(ref Utf8JsonReader reader, bool isMap)
    {
        int sizeBytes = 0;
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
            sizeBytes += ItemRules.ElementSizeBytes + (isMap ? TextBytes(ref reader) + NextValue(ref reader) : Value(ref reader));
        return sizeBytes;
    }

    private static int Members(ref Utf8JsonReader reader, bool isNumber, bool isBinary)
    {
        int sizeBytes = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            sizeBytes += Scalar(ref reader, isNumber, isBinary);
        return sizeBytes;
    }

    private static int Scalar(ref Utf8JsonReader reader, bool isNumber, bool isBinary)
    {
        if (reader.TokenType != JsonTokenType.String)
            return 1;
        if (isNumber)
            return DdbNumber.Parse(Encoding.UTF8.GetBytes(reader.GetString()!), out DdbNumber number) == DdbNumberStatus.Valid ? number.SizeBytes : 1;
        return isBinary ? reader.GetBytesFromBase64().Length : TextBytes(ref reader);
    }

    private static int TextBytes(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetByteCount(reader.GetString()!) : reader.ValueSpan.Length;
}
