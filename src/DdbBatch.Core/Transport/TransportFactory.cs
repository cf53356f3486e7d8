using System;

namespace DdbBatch.Transport;

/// <summary>Creates transports.</summary>
internal static class TransportFactory
{
    /// <summary>The content type of all calls (Developer Guide, "DynamoDB low-level API").</summary>
    public const string ContentType = "application/x-amz-json-1.0";

    /// <summary>The fastest kind that this .NET has.</summary>
#if NET
    public const TransportKind Default = TransportKind.Direct;
#else
    public const TransportKind Default = TransportKind.Sdk;
#endif

    /// <summary>True if this .NET has the kind.</summary>
    public static bool IsAvailable(TransportKind kind) => kind <= Default;

    /// <summary>The x-amz-target header of a call.</summary>
    /// <param name="operation">The API operation, for example <c>BatchWriteItem</c>.</param>
    public static string Target(string operation) => $"DynamoDB_20120810.{operation}";

    /// <summary>Creates a transport, which can send any call.</summary>
    /// <param name="kind">The kind of transport.</param>
    /// <param name="client">The client, whose endpoint, credentials and connections the transport uses; disposed of with the
    /// transport.</param>
    /// <exception cref="NotSupportedException">This .NET does not have the kind.</exception>
    public static ITransport Create(TransportKind kind, DynamoDBClient client) => kind switch
    {
        TransportKind.Sdk => new SdkTransport(client),
#if NET
        TransportKind.Direct => new Direct.DirectTransport(client),
#endif
        _ => throw new NotSupportedException($"There is no transport {kind} on this .NET."),
    };
}
