using System;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>One of DynamoDB's operations.</summary>
internal interface ISimulatedCall
{
    /// <summary>The operation's name, as <c>BatchWriteItem</c>.</summary>
    string Operation { get; }

    /// <summary>Carries out a request and answers it.</summary>
    /// <param name="body">The request's body.</param>
    /// <exception cref="SimulatedErrorException">DynamoDB would answer with an error.</exception>
    DynamoDbAnswer Answer(ReadOnlyMemory<byte> body);
}
