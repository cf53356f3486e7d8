using System;
using System.Linq;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>Query of one partition.</summary>
internal sealed class QueryCall(SimulatedTables tables) : ISimulatedCall
{
    private const string KeyCondition = "KeyConditionExpression";

    /// <inheritdoc/>
    public string Operation => "Query";

    /// <inheritdoc/>
    public DynamoDbAnswer Answer(ReadOnlyMemory<byte> body)
    {
        JsonElement request = DeepJson.Parse(body.Span);
        PageReading.RefuseLimit(request, "at 'Limit'");
        SimulatedTable table = tables.Of(request);
        ExpressionScope scope = new(request);
        string partitionKey = table.Schema.Attributes[0].Name;
        Condition? condition = Condition.Read(request, KeyCondition, scope);
        if (condition is null || !condition.Equalities.TryGetValue(partitionKey, out JsonElement value))
            throw SimulatedErrorException.Validation($"Query condition missed key schema element: {partitionKey}");
        PageReading page = new(tables, request, scope);
        ItemKey? start = page.Start;
        bool isDescending = request.TryGetProperty("ScanIndexForward", out JsonElement forward) && !forward.GetBoolean();
        return page.Answer(items => items.Query(KeySchema.PartitionOf(value), start, isDescending).Where(condition.Holds));
    }
}
