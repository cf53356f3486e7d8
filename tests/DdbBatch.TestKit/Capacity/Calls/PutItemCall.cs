using System;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>PutItem.</summary>
internal sealed class PutItemCall(SimulatedTables tables) : ISimulatedCall
{
    /// <inheritdoc/>
    public string Operation => "PutItem";

    /// <inheritdoc/>
    public DynamoDbAnswer Answer(ReadOnlyMemory<byte> body)
    {
        JsonElement request = JsonElement.Parse(body.Span);
        SimulatedTable table = tables.Of(request);
        JsonElement item = request.GetProperty("Item");
        ItemKey key = table.Schema.KeyOfItem(item);
        StoredItem stored = StoredItem.Create(key, item);
        return new ConditionalWrite(table, request, new ExpressionScope(request)).Answer(key, _ => stored);
    }
}
