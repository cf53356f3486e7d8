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
        JsonElement request = DeepJson.Parse(body.Span);
        JsonElement item = request.GetProperty("Item");
        StoredItem.Check(item);
        ConditionalWrite write = new(request, new ExpressionScope(request));
        SimulatedTable table = tables.Of(request);
        ItemKey key = table.Schema.KeyOfItem(item);
        StoredItem stored = StoredItem.Create(key, item);
        return write.Answer(table, key, _ => stored, stored);
    }
}
