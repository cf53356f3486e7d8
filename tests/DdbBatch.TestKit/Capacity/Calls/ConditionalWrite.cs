using System;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// A write of one item that may depend on a condition: PutItem, DeleteItem and UpdateItem. It is throttled as a whole, and a failed
/// condition costs the units of the item that is there.
/// </summary>
internal sealed class ConditionalWrite
{
    private readonly JsonElement _request;
    private readonly Condition? _condition;

    /// <summary>Reads the condition, before the table is looked for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="scope">Its names and values, of which the caller has read its own expressions.</param>
    /// <exception cref="SimulatedErrorException">The condition breaks a rule.</exception>
    public ConditionalWrite(JsonElement request, ExpressionScope scope)
    {
        _request = request;
        _condition = Condition.Read(request, "ConditionExpression", scope);
        scope.RefuseUnused();
    }

    /// <summary>Carries it out and answers it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">The item's key.</param>
    /// <param name="change">From the item that is there, if any, to that which shall be there.</param>
    /// <param name="put">The item of a put, whose size counts even if the condition does not hold.</param>
    /// <exception cref="SimulatedErrorException">It is throttled, breaks a rule, or its condition does not hold.</exception>
    public DynamoDbAnswer Answer(SimulatedTable table, ItemKey key, Func<StoredItem?, StoredItem?> change, StoredItem? put = null)
    {
        bool holds = true;
        WriteResult result = table.Write(key, before => (holds = _condition?.Holds(before) ?? true) ? change(before) : before, put);
        if (result.Throttled is { } reason)
            throw SimulatedErrorException.Throttled(reason);
        if (!holds)
            throw Failed(result.Before);
        ConsumedUnits consumed = ConsumedUnits.For(_request);
        consumed.Add(table, result);
        return AnswerWriter.Write(json =>
        {
            WriteAttributes(json, result);
            consumed.WriteOne(json);
        });
    }

    private SimulatedErrorException Failed(StoredItem? existing) => new("ConditionalCheckFailedException", "The conditional request failed")
    {
        Item = Option("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" ? existing : null,
    };

    private void WriteAttributes(Utf8JsonWriter json, WriteResult result)
    {
        StoredItem? returned = Option("ReturnValues") switch
        {
            "NONE" => null,
            "ALL_OLD" => result.Before,
            "ALL_NEW" => result.After,
            string other => throw new NotSupportedException($"The simulator does not return {other}."),
        };
        if (returned is null)
            return;
        json.WritePropertyName("Attributes");
        json.WriteJson(returned.Json);
    }

    private string Option(string name) => _request.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "NONE";
}
