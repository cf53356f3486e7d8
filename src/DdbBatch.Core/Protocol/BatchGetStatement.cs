using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Protocol;

/// <summary>A BatchGetItem call for one table: all of its members but the keys.</summary>
internal sealed record BatchGetStatement
{
    /// <summary>The table's name or ARN.</summary>
    public required string Table { get; init; }

    /// <summary>True for strongly consistent reads.</summary>
    public bool IsConsistent { get; init; }

    /// <summary>ProjectionExpression, with the key attributes in it; null for all attributes.</summary>
    public string? Projection { get; init; }

    /// <summary>ExpressionAttributeNames: the aliases with their names.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>The body of a request for keys, none twice, UTF-8 JSON (API reference, BatchGetItem, "Request Parameters").</summary>
    public byte[] ToBody(IReadOnlyList<EncodedItem> keys)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("RequestItems");
            writer.WriteStartObject(Table);
            WriteMembers(writer);
            writer.WriteStartArray("Keys");
            foreach (EncodedItem key in keys)
                writer.WriteRawValue(key.Json, skipInputValidation: true);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteString("ReturnConsumedCapacity", "TOTAL");
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private void WriteMembers(Utf8JsonWriter writer)
    {
        if (IsConsistent)
            writer.WriteBoolean("ConsistentRead", true);
        if (Projection is not null)
            writer.WriteString("ProjectionExpression", Projection);
        if (Names.Count == 0)
            return;
        writer.WriteStartObject("ExpressionAttributeNames");
        foreach (KeyValuePair<string, string> name in Names)
            writer.WriteString(name.Key, name.Value);
        writer.WriteEndObject();
    }
}
