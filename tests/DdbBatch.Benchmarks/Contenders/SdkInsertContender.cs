using System.Collections.Generic;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>The SDK's PutItemAsync in a loop, only if no item has the key, with items built in advance.</summary>
internal sealed class SdkInsertContender : LoopContender
{
    private readonly AmazonDynamoDBClient _client;
    private readonly Dictionary<string, AttributeValue>[] _items;

    public SdkInsertContender(ContenderOptions options)
        : base(options)
    {
        _client = Clients.Sdk(options);
        _items = Music.AttributeMaps(options.Shape);
    }

    public override void Dispose() => _client.Dispose();

    protected override async Task SendAsync(int first)
    {
        for (int i = first; i < first + BatchSize; i++)
            await _client.PutItemAsync(new PutItemRequest(Music.Table, _items[i]) { ConditionExpression = "attribute_not_exists(Artist)" });
    }
}
