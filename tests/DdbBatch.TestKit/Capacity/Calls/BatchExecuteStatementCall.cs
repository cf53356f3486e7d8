using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// BatchExecuteStatement of INSERT statements: each statement ends on its own, with an error in its place of a 200. Failed ones
/// are charged. Other statements fail the test.
/// </summary>
internal sealed class BatchExecuteStatementCall(SimulatedTables tables) : ISimulatedCall
{
    private const int MostStatements = 25;

    /// <inheritdoc/>
    public string Operation => "BatchExecuteStatement";

    /// <inheritdoc/>
    public DynamoDbAnswer Answer(ReadOnlyMemory<byte> body)
    {
        JsonElement request = DeepJson.Parse(body.Span);
        SimulatedInsert[] inserts = [.. request.GetProperty("Statements").EnumerateArray()
            .Select(statement => SimulatedInsert.Read(statement, tables))];
        if (inserts.Length is 0 or > MostStatements)
        {
            throw SimulatedErrorException.Constraint(
                "at 'statements'", $"Member must have length {(inserts.Length == 0 ? "greater than or equal to 1" : "less than or equal to 25")}");
        }

        IEnumerable<SimulatedInsert> readable = inserts.Where(insert => insert.Item is not null);
        foreach (IGrouping<SimulatedTable?, SimulatedInsert> table in readable.GroupBy(insert => insert.Table))
            ItemKey.RefuseDuplicates(table.Select(insert => insert.Item!.Key));
        ConsumedUnits consumed = ConsumedUnits.For(request);
        List<SimulatedErrorException?> errors = [.. inserts.Select(insert => insert.Execute(consumed))];
        return AnswerWriter.Write(json =>
        {
            json.WriteStartArray("Responses");
            for (int index = 0; index < inserts.Length; index++)
                WriteResponse(json, inserts[index], errors[index]);
            json.WriteEndArray();
            consumed.WriteAll(json);
        });
    }

    private static void WriteResponse(Utf8JsonWriter json, SimulatedInsert insert, SimulatedErrorException? error)
    {
        json.WriteStartObject();
        if (error is not null)
        {
            json.WriteStartObject("Error");
            json.WriteString("Code", error.Type);
            json.WriteString("Message", error.Message);
            json.WriteEndObject();
        }

        // A statement that breaks a rule is refused before its table is known.
        if (error?.Type != "ValidationError")
            json.WriteString("TableName", insert.TableName);
        json.WriteEndObject();
    }
}
