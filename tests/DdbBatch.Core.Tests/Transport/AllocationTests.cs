using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DdbBatch.Protocol;
using DdbBatch.Tests.Writing;
using DdbBatch.Transport;
using DdbBatch.Transport.Direct;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Transport;

/// <summary>
/// The module's own allocations for an item in wire format: a guard against large mistakes, not a measurement.
/// </summary>
public sealed class AllocationTests
{
    private const int Items = 25 * 200;

    [Fact]
    public void The_engine_allocates_little_for_an_item()
    {
        WriteOperation[] operations = [.. Enumerable.Range(1, Items).Select(i => SampleOperations.Put(i, jsonBytes: 200))];

        long bytes = MeasureTwice(() =>
        {
            WriteEngine engine = new(new WriteOptions(), new Random(1));
            Lane lane = engine.OpenLane(SampleOperations.Schema, "Music", 1e9, TimeSpan.Zero);
            CallAnswer.Success success = new([]);
            TimeSpan now = TimeSpan.Zero;
            foreach (WriteOperation operation in operations)
            {
                engine.Submit(lane, new WriteOperation(operation.Position, OperationKind.Put, operation.Item, null), now);
                now += TimeSpan.FromMilliseconds(1);
                while (engine.TryTake(now) is { } request)
                    engine.Complete(request, success, now);
            }

            engine.CompleteInput();
            while (engine.TryTake(now += TimeSpan.FromSeconds(1)) is { } request)
                engine.Complete(request, success, now);
            Assert.Equal(Items, engine.Lanes[0].Tally[OperationOutcome.Written]);
        });

        Assert.InRange(bytes / Items, 50, 500);
    }

    [Fact]
    public void The_direct_transport_allocates_little_for_an_item()
    {
        using DynamoDBClient client = new(
            new BasicAWSCredentials("key", "secret"),
            new AmazonDynamoDBConfig { AuthenticationRegion = "us-east-1", ServiceURL = "http://localhost" },
            connections: 1);
        using WriteCalls transport = new(new DirectTransport(client, new InstantHandler()));
        Lane lane = SampleOperations.OpenLane();
        BatchRequest[] requests = [.. Enumerable.Range(1, Items).Select(i => SampleOperations.Put(i, jsonBytes: 200))
            .Chunk(25).Select(batch => new BatchRequest(lane, batch))];

        long bytes = MeasureTwice(() =>
        {
            foreach (BatchRequest request in requests)
            {
                Task<CallAnswer> sending = transport.SendAsync(request, CancellationToken.None);
                // Or else other threads have done a part of it.
                Assert.True(sending.IsCompletedSuccessfully);
                Assert.IsType<CallAnswer.Success>(sending.Result);
            }
        });

        Assert.InRange(bytes / Items, 10, 300);
    }

    // One-time allocations are not counted.
    private static long MeasureTwice(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Takes the body and answers at once, on the same thread.</summary>
    private sealed class InstantHandler : HttpMessageHandler
    {
        private static readonly byte[] Answer =
            """{"UnprocessedItems":{},"ConsumedCapacity":[{"TableName":"Music","CapacityUnits":25}]}"""u8.ToArray();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Content!.CopyToAsync(System.IO.Stream.Null, cancellationToken).GetAwaiter().GetResult();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Answer) });
        }
    }
}
