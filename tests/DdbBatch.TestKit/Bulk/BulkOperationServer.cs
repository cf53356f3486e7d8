using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using DdbBatch.TestKit.Bulk;

namespace DdbBatch.TestKit;

/// <summary>
/// A DynamoDB endpoint with the bulk operations that DynamoDB Local lacks: it passes everything else on, and reads the
/// input of a StartBulkPutItems from S3, puts the items, and writes the report to S3.
/// </summary>
/// <remarks>
/// It is a double. Requests, answers, statuses and counts follow the API Reference ("StartBulkPutItems",
/// "BulkOperationDescription") and the Developer Guide ("BulkPutItems"); failure codes, the layout of the report and the
/// order in which one object's records are put (as they stand there) are assumptions.
/// </remarks>
public sealed class BulkOperationServer : IAsyncDisposable
{
    private readonly BulkOperations _operations;
    private readonly FaultProxy _proxy;

    /// <summary>Starts a server.</summary>
    /// <param name="dynamoDb">The endpoint of DynamoDB Local.</param>
    /// <param name="s3">The endpoint of the S3 server, or of a proxy in front of it.</param>
    /// <param name="options">How it behaves.</param>
    public BulkOperationServer(Uri dynamoDb, Uri s3, BulkServerOptions? options = null)
    {
        options ??= new BulkServerOptions();
        _operations = new BulkOperations(dynamoDb, s3, options);
        _proxy = new FaultProxy(new BulkUpstream(dynamoDb, _operations, options), options.Rule, seed: 1, keepsBodies: true);
    }

    /// <summary>The URL for clients.</summary>
    public Uri Endpoint => _proxy.Endpoint;

    /// <summary>All requests that came, in order.</summary>
    public IReadOnlyList<ProxiedRequest> Requests => _proxy.Requests;

    /// <summary>All operations, the oldest first.</summary>
    public IReadOnlyList<BulkOperation> Operations => _operations.All;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _operations.DisposeAsync();
    }
}
