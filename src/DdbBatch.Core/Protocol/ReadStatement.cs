using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace DdbBatch.Protocol;

/// <summary>A Scan or a Query: all of its members that are the same for every page.</summary>
internal sealed record ReadStatement
{
    /// <summary>The table's name or ARN.</summary>
    public required string Table { get; init; }

    /// <summary>A secondary index to read in place of the table; null for the table.</summary>
    public string? Index { get; init; }

    /// <summary>True for strongly consistent reads.</summary>
    public bool IsConsistent { get; init; }

    /// <summary>KeyConditionExpression of a Query; null for a Scan.</summary>
    public string? KeyCondition { get; init; }

    /// <summary>FilterExpression; null without a filter.</summary>
    public string? Filter { get; init; }

    /// <summary>ProjectionExpression; null for all attributes.</summary>
    public string? Projection { get; init; }

    /// <summary>ScanIndexForward of a Query: true for ascending order.</summary>
    public bool IsForward { get; init; } = true;

    /// <summary>ExpressionAttributeNames: the aliases with their names.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>ExpressionAttributeValues: the placeholders with their values in DynamoDB JSON, UTF-8.</summary>
    public IReadOnlyDictionary<string, byte[]> Values { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>The API operation.</summary>
    public string Operation => KeyCondition is null ? "Scan" : "Query";

    /// <summary>The body of the request for a page, UTF-8 JSON (API reference, Scan and Query, "Request Parameters").</summary>
    public byte[] ToBody(PageStart page)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            WriteCommon(writer);
            if (page.Limit is { } limit)
                writer.WriteNumber("Limit", limit);
            if (KeyCondition is null && page.TotalSegments > 1)
            {
                writer.WriteNumber("Segment", page.Segment);
                writer.WriteNumber("TotalSegments", page.TotalSegments);
            }

            if (page.StartKey is { } startKey)
                WriteRaw(writer, "ExclusiveStartKey", startKey);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private void WriteCommon(Utf8JsonWriter writer)
    {
        writer.WriteString("TableName", Table);
        writer.WriteString("ReturnConsumedCapacity", "TOTAL");
        WriteText(writer, "IndexName", Index);
        WriteText(writer, "KeyConditionExpression", KeyCondition);
        WriteText(writer, "FilterExpression", Filter);
        WriteText(writer, "ProjectionExpression", Projection);
        if (IsConsistent)
            writer.WriteBoolean("ConsistentRead", true);
        if (!IsForward)
            writer.WriteBoolean("ScanIndexForward", false);
        if (Names.Count > 0)
        {
            writer.WriteStartObject("ExpressionAttributeNames");
            foreach (KeyValuePair<string, string> name in Names)
                writer.WriteString(name.Key, name.Value);
            writer.WriteEndObject();
        }

        if (Values.Count > 0)
        {
            writer.WriteStartObject("ExpressionAttributeValues");
            foreach (KeyValuePair<string, byte[]> value in Values)
                WriteRaw(writer, value.Key, value.Value);
            writer.WriteEndObject();
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, text);
    }

    private static void WriteRaw(Utf8JsonWriter writer, string name, byte[] json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }
}
