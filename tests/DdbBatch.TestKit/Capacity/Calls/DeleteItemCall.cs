using System;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>DeleteItem.</summary>
internal sealed class DeleteItemCall(SimulatedTables tables) : ISimulatedCall
{
    /// <inheritdoc/>
    public string Operation => "DeleteItem";

    /// <inheritdoc/>
    public DynamoDbAnswer Answer(ReadOnlyMemory<byte> body)
    {
        JsonElement request = JsonElement.Parse(body.Span);
        SimulatedTable table = tables.Of(request);
        ItemKey key = table.Schema.KeyOfRequest(request.GetProperty("Key"));
        return new ConditionalWrite(table, request, new ExpressionScope(request)).Answer(key, _ => null);
    }
}
