using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Protocol;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Benchmarks.Pacing;

/// <summary>
/// Items per second if nothing is throttled, at 5 ms latency: this module against a bare loop over the same client.
/// </summary>
/// <param name="InFlight">Requests in flight.</param>
/// <param name="OursPerSecond">The engine's, medians of the rounds.</param>
/// <param name="BarePerSecond">The loop's.</param>
internal sealed record FreeRun(int InFlight, double OursPerSecond, double BarePerSecond)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);

    public static FreeRun Take(int inFlight, int rounds)
    {
        double[] ours = new double[rounds], bare = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            ours[round] = Measure((client, end) => new OurStrategy(inFlight).Write(client, int.MaxValue, null, end));
            bare[round] = Measure((client, end) => LoopAsync(client, inFlight, end).GetAwaiter().GetResult());
        }

        return new FreeRun(inFlight, ours.Order().ElementAt(rounds / 2), bare.Order().ElementAt(rounds / 2));
    }

    // The server's counts from the end of the second second on.
    private static double Measure(Action<DynamoDBClient, CancellationToken> write)
    {
        using ServerProcess server = new("free");
        using DynamoDBClient client = server.CreateClient();
        using CancellationTokenSource end = new();
        Task writing = Task.Factory.StartNew(() => write(client, end.Token), TaskCreationOptions.LongRunning);
        Thread.Sleep(WarmUp);
        int before = server.ReadCounts()[0].Sent;
        Thread.Sleep(Span);
        double perSecond = (server.ReadCounts()[0].Sent - before) / Span.TotalSeconds;
        end.Cancel();
        writing.Wait();
        return perSecond;
    }

    // Always the same request: nothing but the client, the connections and the server take time.
    private static Task LoopAsync(DynamoDBClient client, int inFlight, CancellationToken end)
    {
        Lane lane = new WriteEngine(new WriteOptions(), new Random(1)).OpenLane(Items.Schema, ServeCommand.Table, null, TimeSpan.Zero);
        BatchRequest request = new(lane, [.. Items.Encode(BatchLimits.Operations)
            .Select((item, index) => new WriteOperation(index, OperationKind.Put, item, null))]);
        IWriteCalls transport = WriteCalls.Create(TransportKind.Sdk, client);
        return Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
                await transport.SendAsync(request, CancellationToken.None);
        })));
    }
}
