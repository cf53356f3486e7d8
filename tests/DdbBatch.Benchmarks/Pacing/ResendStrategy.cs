using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Transport;

namespace DdbBatch.Benchmarks.Pacing;

/// <summary>
/// The method of other tools: each worker sends a batch of 25, and its unprocessed operations again and again until none are
/// left, before it takes the next batch. They differ in the delays before retries and in the number of workers.
/// </summary>
/// <param name="name">Its name in the table.</param>
/// <param name="workers">How many batches are under way at once.</param>
/// <param name="delay">The wait before the n-th resend of a batch, from 0.</param>
internal sealed class ResendStrategy(string name, int workers, Func<int, TimeSpan> delay) : IStrategy
{
    private const int BatchSize = 25;

    public string Name => name;

    /// <summary>Capped exponential backoff without jitter: 50 ms, 100 ms, … 20 s.</summary>
    public static TimeSpan Backoff(int resend) =>
        TimeSpan.FromMilliseconds(Math.Min(20_000, 50 * Math.Pow(2, resend)));

    public void Write(DynamoDBClient client, int count, double? maxWriteCapacity, CancellationToken cancellation)
    {
        int next = 0;
        Task[] tasks = [.. Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync))];
        Task.WaitAll(tasks, CancellationToken.None);

        async Task WorkAsync()
        {
            while (!cancellation.IsCancellationRequested && Interlocked.Add(ref next, BatchSize) is var end && end - BatchSize < count)
                await WriteBatchAsync(client, Batch(end - BatchSize, Math.Min(end, count)), cancellation);
        }
    }

    private static List<WriteRequest> Batch(int from, int to) => [.. Enumerable.Range(from, to - from).Select(
        number => new WriteRequest(new PutRequest(new Dictionary<string, AttributeValue>
        {
            ["Id"] = new(Items.Id(number)),
            ["Title"] = new(new string('t', 60)),
            ["Year"] = new() { N = "2026" },
        })))];

    private async Task WriteBatchAsync(DynamoDBClient client, List<WriteRequest> left, CancellationToken cancellation)
    {
        for (int resend = 0; !cancellation.IsCancellationRequested; resend++)
        {
            left = await SendAsync(client, left);
            if (left.Count == 0)
                return;
            if (delay(resend) is { Ticks: > 0 } wait)
                await Task.WhenAny(Task.Delay(wait, cancellation));
        }
    }

    private static async Task<List<WriteRequest>> SendAsync(DynamoDBClient client, List<WriteRequest> batch)
    {
        try
        {
            BatchWriteItemResponse answer = await client.BatchWriteItemAsync(
                new BatchWriteItemRequest(new Dictionary<string, List<WriteRequest>> { [ServeCommand.Table] = batch }));
            return answer.UnprocessedItems?.GetValueOrDefault(ServeCommand.Table) ?? [];
        }
        catch (ProvisionedThroughputExceededException)
        {
            return batch;
        }
    }
}
