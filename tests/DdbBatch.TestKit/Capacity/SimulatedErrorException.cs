using System;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>An error that DynamoDB would answer with.</summary>
internal sealed class SimulatedErrorException(string type, string message) : Exception(message)
{
    private const string Exceeded = "The level of configured provisioned throughput for the table was exceeded. " +
        "Consider increasing your provisioning level with the UpdateTable API.";

    /// <summary>The exception's name in the API.</summary>
    public string Type { get; } = type;

    /// <summary>Why the request was throttled.</summary>
    public ThrottlingReason[] Reasons { get; init; } = [];

    /// <summary>The item that a condition did not hold for, if it was asked for.</summary>
    public StoredItem? Item { get; init; }

    /// <summary>A request that breaks a rule.</summary>
    public static SimulatedErrorException Validation(string message) => new("ValidationException", message);

    /// <summary>A request for which no capacity was left.</summary>
    public static SimulatedErrorException Throttled(params ThrottlingReason[] reasons) =>
        new("ProvisionedThroughputExceededException", Exceeded) { Reasons = reasons };

    /// <summary>The answer that reports it.</summary>
    public DynamoDbAnswer ToAnswer() => DynamoDbAnswer.Error(400, Type, Message, Item?.Attributes, Reasons);
}
