using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// BatchGetItem: keys for which the capacity or the size of the answer does not suffice come back as UnprocessedKeys; missing items
/// are absent.
/// </summary>
internal sealed class BatchGetItemCall(SimulatedTables tables) : ISimulatedCall
{
    private const int MostKeys = 100;
    private const int LargestAnswer = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public string Operation => "BatchGetItem";

    /// <inheritdoc/>
    public DynamoDbAnswer Answer(ReadOnlyMemory<byte> body)
    {
        JsonElement request = DeepJson.Parse(body.Span);
        JsonProperty[] items = [.. request.GetProperty("RequestItems").EnumerateObject()];
        RefuseNumbers([.. items.Select(table => (table.Name, table.Value.GetProperty("Keys").GetArrayLength()))]);
        KeysOfTable[] parts = [.. items.Select(part => new KeysOfTable(tables[part.Name], part.Value))];
        int count = parts.Sum(part => part.Keys.Count);
        ConsumedUnits consumed = ConsumedUnits.For(request);
        HashSet<ThrottlingReason> reasons = [];
        int room = LargestAnswer;
        foreach (KeysOfTable part in parts)
            part.Read(consumed, reasons, ref room);
        return parts.Sum(part => part.Unprocessed.Count) == count
            ? throw SimulatedErrorException.Throttled([.. reasons])
            : AnswerWriter.Write(json =>
            {
                Write(json, "Responses", parts, part => part.WriteFound(json));
                Write(json, "UnprocessedKeys", [.. parts.Where(part => part.Unprocessed.Count > 0)], part => part.WriteUnprocessed(json));
                consumed.WriteAll(json);
            });
    }

    private static void RefuseNumbers((string Table, int Count)[] tables)
    {
        if (tables.Length == 0)
            throw SimulatedErrorException.Validation("The requestItems parameter is required for BatchGetItem");
        foreach ((string table, int count) in tables)
        {
            string place = $"at 'RequestItems.{table}.member.Keys'";
            if (count == 0)
                throw SimulatedErrorException.Constraint(place, "Member must have length greater than or equal to 1");
            if (tables.Sum(each => each.Count) > MostKeys && count == tables.Max(each => each.Count))
                throw SimulatedErrorException.Constraint(place, $"Member must have length less than or equal to {MostKeys}");
        }
    }

    private static void Write(Utf8JsonWriter json, string member, KeysOfTable[] parts, Action<KeysOfTable> write)
    {
        json.WriteStartObject(member);
        foreach (KeysOfTable part in parts)
        {
            json.WritePropertyName(part.Table.Name);
            write(part);
        }

        json.WriteEndObject();
    }
}
