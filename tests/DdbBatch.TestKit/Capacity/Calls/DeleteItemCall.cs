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
        JsonElement request = DeepJson.Parse(body.Span);
        ConditionalWrite write = new(request, new ExpressionScope(request));
        SimulatedTable table = tables.Of(request);
        return write.Answer(table, table.Schema.KeyOfRequest(request.GetProperty("Key")), _ => null);
    }
}
