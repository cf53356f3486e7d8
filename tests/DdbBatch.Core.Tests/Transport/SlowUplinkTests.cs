using System;
using System.Linq;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DdbBatch.Protocol;
using DdbBatch.Tests.Writing;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Transport;

/// <summary>An attempt ends when nothing moves, not after a total time.</summary>
public sealed class SlowUplinkTests
{
    [Fact]
    public async Task A_request_that_takes_longer_than_its_time_out_is_not_cut_off_while_its_bytes_move()
    {
        await using SlowServer server = new(TimeSpan.FromMilliseconds(50));
        using IWriteCalls transport = Connect(server);
        BatchRequest request = new(SampleOperations.OpenLane(), [.. Enumerable.Range(1, 20).Select(i => SampleOperations.Put(i, jsonBytes: 380 * 1024))]);
        // About 120 steps of 50 ms and more.
        request.Send(TimeSpan.Zero, timeout: TimeSpan.FromSeconds(4));

        CallAnswer answer = await transport.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Empty(Assert.IsType<CallAnswer.Success>(answer).Unprocessed);
        Assert.Equal((1, request.WireBytes), (server.Requests, server.ReceivedBytes));
    }

    [Fact]
    public async Task A_load_over_a_slow_line_sends_nothing_twice()
    {
        const int Items = 30;
        await using SlowServer server = new(TimeSpan.FromMilliseconds(20));
        using WritePump pump = new(new WriteOptions { ReportWritten = true }, Connect(server));
        Lane lane = pump.OpenLane(SampleOperations.Schema, "Music", null);
        long bytes = 0;
        for (int i = 1; i <= Items; i++)
        {
            WriteOperation operation = SampleOperations.Put(i, jsonBytes: 380 * 1024);
            bytes += operation.Item.Json.Length;
            Assert.True(pump.TrySubmit(lane, operation, out _));
        }

        pump.CompleteInput();
        while (!pump.Wait(TimeSpan.FromSeconds(1)))
            Assert.False(TestContext.Current.CancellationToken.IsCancellationRequested);

        Assert.Equal(Items, pump.Read(_ => lane.Tally[OperationOutcome.Written]));
        // The envelopes are a few hundred bytes each.
        Assert.InRange(server.ReceivedBytes, bytes, bytes + (Items * 1024));
    }

    private static IWriteCalls Connect(SlowServer server) => WriteCalls.Create(TransportKind.Direct, new DynamoDBClient(
        new BasicAWSCredentials("key", "secret"),
        new AmazonDynamoDBConfig { AuthenticationRegion = "us-east-1", ServiceURL = server.Endpoint.AbsoluteUri }));
}
