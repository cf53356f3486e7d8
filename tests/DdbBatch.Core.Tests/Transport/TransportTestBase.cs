using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DdbBatch.Pacing;
using DdbBatch.TestKit;
using DdbBatch.Tests.Writing;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Transport;

/// <summary>A table of its own, proxies in front of it, and transports to these.</summary>
public abstract class TransportTestBase(DynamoDbLocalFixture fixture) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly List<IWriteCalls> _transports = [];

    public static TheoryData<TransportKind> Transports => [TransportKind.Sdk, TransportKind.Direct];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected string Table { get; } = DynamoDbLocalFixture.UniqueTableName();

    protected DynamoDbLocal Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await fixture.ServerAsync();
        await Server.CreateTableAsync(Table, "id:N");
    }

    public async ValueTask DisposeAsync()
    {
        _transports.ForEach(transport => transport.Dispose());
        foreach (IAsyncDisposable server in _servers)
            await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected FaultProxy StartProxy(FaultRule rule) => Own(new FaultProxy(Server.Endpoint, rule));

    protected T Own<T>(T server)
        where T : IAsyncDisposable
    {
        _servers.Add(server);
        return server;
    }

    internal IWriteCalls Connect(TransportKind kind, Uri endpoint, AWSCredentials? credentials = null) =>
        Connect(kind, Client(endpoint, credentials));

    internal IWriteCalls Connect(TransportKind kind, DynamoDBClient client)
    {
        IWriteCalls transport = WriteCalls.Create(kind, client);
        _transports.Add(transport);
        return transport;
    }

    internal static DynamoDBClient Client(Uri endpoint, AWSCredentials? credentials = null) => new(
        credentials ?? new BasicAWSCredentials("test", "test"),
        new AmazonDynamoDBConfig { AuthenticationRegion = "us-east-1", ServiceURL = endpoint.AbsoluteUri },
        connections: 4);

    /// <summary>A request that puts so many items.</summary>
    internal BatchRequest Puts(int count, int jsonBytes = 0, WriteOptions? options = null)
    {
        Pacer pacer = new(maxWriteCapacity: null, writeCapacity: null, TimeSpan.Zero);
        Lane lane = new(SampleOperations.Schema, Table, options ?? new WriteOptions(), new Ledger(reportWritten: true), pacer);
        return new BatchRequest(lane, [.. Enumerable.Range(1, count).Select(i => SampleOperations.Put(i, jsonBytes: jsonBytes))]);
    }

    /// <summary>Has the engine put items.</summary>
    internal WriteEngine Write(IWriteCalls transport, int count)
    {
        using WritePump pump = new(new WriteOptions(), transport);
        Lane lane = pump.OpenLane(SampleOperations.Schema, Table, description: null);
        for (int i = 1; i <= count; i++)
            pump.TrySubmit(lane, SampleOperations.Put(i), out _);
        pump.CompleteInput();
        while (!pump.Wait(TimeSpan.FromSeconds(1)))
            Cancellation.ThrowIfCancellationRequested();
        return pump.Read(engine => engine);
    }

    protected async Task<int> CountAsync() => (await Server.ScanAsync(Table)).Count;
}
