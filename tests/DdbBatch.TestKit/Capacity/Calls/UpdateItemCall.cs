using System;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>UpdateItem: it changes the item that is there, or makes one of the key.</summary>
internal sealed class UpdateItemCall(SimulatedTables tables) : ISimulatedCall
{
    /// <inheritdoc/>
    public string Operation => "UpdateItem";

    /// <inheritdoc/>
    public DynamoDbAnswer Answer(ReadOnlyMemory<byte> body)
    {
        JsonElement request = DeepJson.Parse(body.Span);
        JsonElement keyAttributes = request.GetProperty("Key");
        ExpressionScope scope = new(request);
        UpdateExpression? update = UpdateExpression.Read(request, scope);
        ConditionalWrite write = new(request, scope);
        SimulatedTable table = tables.Of(request);
        ItemKey key = table.Schema.KeyOfRequest(keyAttributes);
        update?.RefuseKeys(table.Schema);
        return write.Answer(table, key, before =>
        {
            JsonElement attributes = before?.Attributes ?? keyAttributes;
            return StoredItem.Updated(key, keyAttributes, update?.Apply(attributes) ?? attributes, update?.OverheadBytes ?? 0);
        });
    }
}
