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
        JsonElement request = JsonElement.Parse(body.Span);
        SimulatedTable table = tables.Of(request);
        JsonElement keyAttributes = request.GetProperty("Key");
        ItemKey key = table.Schema.KeyOfRequest(keyAttributes);
        ExpressionScope scope = new(request);
        UpdateExpression? update = UpdateExpression.Read(request, scope);
        update?.RefuseKeys(table.Schema);
        return new ConditionalWrite(table, request, scope).Answer(key, before =>
        {
            JsonElement attributes = before?.Attributes ?? keyAttributes;
            return StoredItem.Create(
                key, update?.Apply(attributes) ?? attributes, "Item size to update has exceeded the maximum allowed size");
        });
    }
}
