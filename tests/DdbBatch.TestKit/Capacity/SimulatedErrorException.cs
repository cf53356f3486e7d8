using System;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>An error that DynamoDB would answer with.</summary>
internal sealed class SimulatedErrorException(string type, string message) : Exception(message)
{
    private const string Exceeded = "The level of configured provisioned throughput for the table was exceeded. " +
        "Consider increasing your provisioning level with the UpdateTable API.";

    private const string ListStart = "1 validation error detected: ";

    /// <summary>The exception's name in the API.</summary>
    public string Type { get; } = type;

    /// <summary>Why the request was throttled.</summary>
    public ThrottlingReason[] Reasons { get; init; } = [];

    /// <summary>The item that a condition did not hold for, if it was asked for.</summary>
    public StoredItem? Item { get; init; }

    /// <summary>
    /// Whether PutItem and UpdateItem report it as one of a list of validation errors: expressions, sets and NULL, but no keys,
    /// numbers and sizes.
    /// </summary>
    public bool IsOfList { get; init; }

    /// <summary>A request that breaks a rule.</summary>
    public static SimulatedErrorException Validation(string message) => new("ValidationException", message);

    /// <summary>A request with an expression that breaks a rule.</summary>
    /// <param name="kind">The expression's name, as <c>ConditionExpression</c>.</param>
    /// <param name="message">The message without the name.</param>
    public static SimulatedErrorException Expression(string kind, string message) =>
        new("ValidationException", $"Invalid {kind}: {message}") { IsOfList = true };

    /// <summary>A list of validation errors with one error.</summary>
    /// <param name="place">The place of the value, with its quotes and with the value if that is reported.</param>
    /// <param name="constraint">The rule that it breaks.</param>
    public static SimulatedErrorException Constraint(string place, string constraint) =>
        Validation($"{ListStart}Value {place} failed to satisfy constraint: {constraint}");

    /// <summary>A request for which no capacity was left.</summary>
    public static SimulatedErrorException Throttled(params ThrottlingReason[] reasons) =>
        new("ProvisionedThroughputExceededException", Exceeded) { Reasons = reasons };

    /// <summary>The answer that reports it.</summary>
    /// <param name="operation">The operation that it is an answer to.</param>
    public DynamoDbAnswer ToAnswer(string operation)
    {
        string start = IsOfList && (operation is "PutItem" or "UpdateItem") ? ListStart : "";
        return DynamoDbAnswer.Error(400, Type, start + Message, Item?.Attributes, Reasons);
    }
}
