using System;

namespace DdbBatch.TestKit.Capacity;

/// <summary>An error that DynamoDB would answer with.</summary>
internal sealed class SimulatedErrorException(string type, string message) : Exception(message)
{
    /// <summary>The exception's name in the API.</summary>
    public string Type { get; } = type;
}
