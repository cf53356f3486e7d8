using System;

namespace DdbBatch.Transport;

/// <summary>The ways to send that there are.</summary>
internal static class TransportFactory
{
    /// <summary>The content type of all calls (Developer Guide, "DynamoDB low-level API").</summary>
    public const string ContentType = "application/x-amz-json-1.0";

    /// <summary>The one that costs least of those that this .NET has.</summary>
#if NET
    public const TransportKind Default = TransportKind.Direct;
#else
    public const TransportKind Default = TransportKind.Sdk;
#endif

    /// <summary>True where this .NET has it.</summary>
    public static bool IsAvailable(TransportKind kind) => kind <= Default;

    /// <summary>The x-amz-target header of a call.</summary>
    /// <param name="operation">The API operation, as <c>BatchWriteItem</c>.</param>
    public static string Target(string operation) => $"DynamoDB_20120810.{operation}";

    /// <summary>Makes a transport, which sends any call.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="client">Whose endpoint, credentials and connections it uses; it is disposed of with the transport.</param>
    /// <exception cref="NotSupportedException">This .NET doesn't have that kind.</exception>
    public static ITransport Create(TransportKind kind, DynamoDBClient client) => kind switch
    {
        TransportKind.Sdk => new SdkTransport(client),
#if NET
        TransportKind.Direct => new Direct.DirectTransport(client),
#endif
        _ => throw new NotSupportedException($"There is no transport {kind} on this .NET."),
    };
}
