using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Benchmarks.Contenders;

namespace DdbBatch.Benchmarks.Reading;

/// <summary>The SDK's ScanAsync into AttributeValues, with a loop for each of as many segments as requests in flight.</summary>
internal sealed class SdkScanContender(ContenderOptions options) : IContender
{
    private readonly AmazonDynamoDBClient _client = Clients.Sdk(options);

    /// <inheritdoc/>
    public long Write(Func<long, bool> goesOn)
    {
        long items = 0;
        while (goesOn(items))
            items += ScanAsync().GetAwaiter().GetResult();
        return items;
    }

    public void Dispose() => _client.Dispose();

    private async Task<long> ScanAsync()
    {
        long items = 0;
        await Task.WhenAll(Enumerable.Range(0, options.InFlight).Select(segment => Task.Run(async () =>
        {
            ScanRequest request = new(Music.Table) { Segment = segment, TotalSegments = options.InFlight };
            do
            {
                ScanResponse page = await _client.ScanAsync(request);
                Interlocked.Add(ref items, page.Items.Count);
                request.ExclusiveStartKey = page.LastEvaluatedKey;
            }
            while (request.ExclusiveStartKey?.Count > 0);
        })));
        return items;
    }
}
