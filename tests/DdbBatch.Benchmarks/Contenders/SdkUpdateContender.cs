using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>The SDK's UpdateItemAsync in a loop, with keys and values built in advance.</summary>
internal sealed class SdkUpdateContender : LoopContender
{
    private static readonly string[] Key = ["Artist", "SongTitle"];
    private static readonly string[] Changed = ["Year", "Price", "Genre"];
    private static readonly Dictionary<string, string> Names = Changed.ToDictionary(name => $"#{name}");
    private static readonly string Expression = $"SET {string.Join(",", Changed.Select(name => $"#{name}=:{name}"))}";

    private readonly AmazonDynamoDBClient _client;
    private readonly (Dictionary<string, AttributeValue> Key, Dictionary<string, AttributeValue> Values)[] _updates;

    public SdkUpdateContender(ContenderOptions options)
        : base(options)
    {
        _client = Clients.Sdk(options);
        _updates = [.. Music.Merges().Select(Music.AttributeMap).Select(item => (
            Key.ToDictionary(name => name, name => item[name]),
            Changed.ToDictionary(name => $":{name}", name => item[name])))];
    }

    public override void Dispose() => _client.Dispose();

    protected override async Task SendAsync(int first)
    {
        for (int i = first; i < first + BatchSize; i++)
        {
            await _client.UpdateItemAsync(new UpdateItemRequest
            {
                TableName = Music.Table,
                Key = _updates[i].Key,
                UpdateExpression = Expression,
                ExpressionAttributeNames = Names,
                ExpressionAttributeValues = _updates[i].Values,
            });
        }
    }
}
