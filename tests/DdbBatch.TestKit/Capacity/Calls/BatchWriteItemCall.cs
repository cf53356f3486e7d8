using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>BatchWriteItem: what fits is written, the rest comes back as UnprocessedItems.</summary>
internal sealed class BatchWriteItemCall(SimulatedTables tables) : ISimulatedCall
{
    /// <inheritdoc/>
    public string Operation => "BatchWriteItem";

    /// <inheritdoc/>
    public DynamoDbAnswer Answer(ReadOnlyMemory<byte> body)
    {
        List<SimulatedWrite> writes = BatchWriteReader.Read(body.Span, tables, out string returnConsumedCapacity);
        ConsumedUnits consumed = new(returnConsumedCapacity);
        List<SimulatedWrite> unprocessed = [];
        HashSet<ThrottlingReason> reasons = [];
        foreach (SimulatedWrite write in writes)
        {
            WriteResult result = write.Table.Write(write.Key, _ => write.IsDelete ? null : write.Item);
            if (result.Throttled is { } reason)
            {
                reasons.Add(reason);
                unprocessed.Add(write);
            }
            else
            {
                consumed.Add(write.Table, result);
            }
        }

        return unprocessed.Count == writes.Count
            ? throw SimulatedErrorException.Throttled([.. reasons])
            : AnswerWriter.Write(json =>
            {
                WriteUnprocessed(json, body, unprocessed);
                consumed.WriteAll(json);
            });
    }

    private static void WriteUnprocessed(Utf8JsonWriter json, ReadOnlyMemory<byte> body, List<SimulatedWrite> unprocessed)
    {
        json.WriteStartObject("UnprocessedItems");
        foreach (IGrouping<SimulatedTable, SimulatedWrite> table in unprocessed.GroupBy(write => write.Table))
        {
            json.WriteStartArray(table.Key.Name);
            foreach (SimulatedWrite write in table)
                json.WriteJson(body[write.Json]);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
