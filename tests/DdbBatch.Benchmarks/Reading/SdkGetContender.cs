using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Benchmarks.Contenders;

namespace DdbBatch.Benchmarks.Reading;

/// <summary>The SDK's BatchGetItemAsync of 100 keys in a loop.</summary>
internal sealed class SdkGetContender(ContenderOptions options) : IContender
{
    private const int BatchSize = 100;

    private readonly AmazonDynamoDBClient _client = Clients.Sdk(options);

    /// <inheritdoc/>
    public long Write(Func<long, bool> goesOn) => ReadAsync(goesOn).GetAwaiter().GetResult();

    public void Dispose() => _client.Dispose();

    private async Task<long> ReadAsync(Func<long, bool> goesOn)
    {
        long next = 0;
        await Task.WhenAll(Enumerable.Range(0, options.InFlight).Select(_ => Task.Run(async () =>
        {
            while (goesOn(Volatile.Read(ref next)))
                await ReadBatchAsync(Interlocked.Add(ref next, BatchSize) - BatchSize);
        })));
        return next;
    }

    private async Task ReadBatchAsync(long first)
    {
        BatchGetItemResponse answer = await _client.BatchGetItemAsync(new BatchGetItemRequest(new()
        {
            [Numbered.Table] = new KeysAndAttributes
            {
                Keys = [.. Enumerable.Range(0, BatchSize).Select(number => new Dictionary<string, AttributeValue>
                {
                    ["Id"] = new AttributeValue { N = ((first + number) * 10 % Numbered.Count).ToString(CultureInfo.InvariantCulture) },
                })],
            },
        }));
        if (answer.Responses[Numbered.Table].Count != BatchSize)
            throw new InvalidOperationException("Not all was read.");
    }
}
