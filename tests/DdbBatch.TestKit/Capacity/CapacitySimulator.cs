using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// A server that answers as DynamoDB does for tables of limited capacity: of a batch, what fits is done, and the rest comes back as
/// unprocessed; when nothing fits, ProvisionedThroughputExceededException says why.
/// </summary>
public sealed class CapacitySimulator : IAsyncDisposable
{
    private readonly Latency _latency;
    private readonly Dictionary<string, ISimulatedCall> _calls;
    private readonly SocketHttpServer _server;

    /// <summary>Starts a server.</summary>
    /// <param name="latency">How long an answer takes.</param>
    /// <param name="tables">The tables that there are. Their time starts with the first read or write.</param>
    public CapacitySimulator(TimeSpan latency, params IEnumerable<SimulatedTable> tables)
    {
        Stopwatch clock = new();
        SimulatedTable[] all = [.. tables];
        foreach (SimulatedTable table in all)
            table.Use(clock);
        SimulatedTables byName = new(all);
        ISimulatedCall[] calls =
        [
            new DescribeTableCall(byName, clock),
            new BatchWriteItemCall(byName),
            new PutItemCall(byName),
            new DeleteItemCall(byName),
            new UpdateItemCall(byName),
            new BatchExecuteStatementCall(byName),
            new ScanCall(byName),
            new QueryCall(byName),
            new BatchGetItemCall(byName),
        ];
        _calls = calls.ToDictionary(call => call.Operation);
        _latency = new Latency(latency);
        _server = new SocketHttpServer(HandleAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint => _server.Endpoint;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _latency.Dispose();
    }

    private async Task HandleAsync(HttpConnection connection, HttpRequest request, CancellationToken cancellation)
    {
        DynamoDbAnswer answer = Answer(request);
        await _latency.WaitAsync(cancellation);
        await connection.SendAsync(answer.ToBytes(), cancellation);
    }

    private DynamoDbAnswer Answer(HttpRequest request)
    {
        try
        {
            return _calls.TryGetValue(request.Operation, out ISimulatedCall? call)
                ? call.Answer(request.Body)
                : throw new SimulatedErrorException("UnknownOperationException", request.Operation);
        }
        catch (SimulatedErrorException error)
        {
            return error.ToAnswer(request.Operation);
        }
    }
}
