using System;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Files;

/// <summary>
/// Sorts out, by its first tokens, almost every object of plain JSON that <see cref="DynamoDBJsonShape.IsLikely"/> need not
/// look at.
/// </summary>
internal static class PlainJsonCheck
{
    /// <summary>Whether an object may be in DynamoDB JSON.</summary>
    /// <param name="json">A JSON object whose strings can be read.</param>
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
