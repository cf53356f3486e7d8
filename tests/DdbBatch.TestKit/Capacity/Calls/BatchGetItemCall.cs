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
        JsonElement request = JsonElement.Parse(body.Span);
        KeysOfTable[] parts = [.. request.GetProperty("RequestItems").EnumerateObject()
            .Select(part => new KeysOfTable(tables[part.Name], part.Value))];
        int count = parts.Sum(part => part.Keys.Count);
        if (count is 0 or > MostKeys)
        {
            throw SimulatedErrorException.Validation(
                count == 0 ? "The list of keys is empty" : "Too many items requested for the BatchGetItem call");
        }

        ConsumedUnits consumed = ConsumedUnits.For(request, isWrite: false);
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
