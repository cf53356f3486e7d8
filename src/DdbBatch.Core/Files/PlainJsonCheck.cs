using System;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Files;

/// <summary>
/// Recognizes, by its first tokens, almost every object of plain JSON that <see cref="DynamoDBJsonShape.IsLikely"/> does not
/// need to check.
/// </summary>
internal static class PlainJsonCheck
{
    /// <summary>True if an object may be in DynamoDB JSON.</summary>
    /// <param name="json">A JSON object whose strings can be decoded.</param>
    public static bool MayBeDynamoDBJson(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, JsonLimits.Reader);
        reader.Read();
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return false;
        bool isOfAnswer = reader.ValueTextEquals("Items"u8) || reader.ValueTextEquals("Responses"u8) || reader.ValueTextEquals("Count"u8)
            || reader.ValueTextEquals("ScannedCount"u8) || reader.ValueTextEquals("RequestItems"u8)
            || reader.ValueTextEquals("UnprocessedItems"u8) || reader.ValueTextEquals("ConsumedCapacity"u8)
            || reader.ValueTextEquals("Item"u8) || reader.ValueTextEquals("Metadata"u8);
        if (isOfAnswer)
            return true;
        reader.Read();
        bool isList = reader.TokenType == JsonTokenType.StartArray && reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return false;
        return isList
            ? reader.ValueTextEquals("PutRequest"u8) || reader.ValueTextEquals("DeleteRequest"u8)
            : Enum.TryParse(reader.GetString(), out AttributeType type) && reader.ValueTextEquals(type.ToString());
    }
}
