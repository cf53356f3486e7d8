using System;
using System.Collections;
using System.Collections.Generic;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>The SDK's BatchWriteItemAsync in a loop.</summary>
internal sealed class SdkContender : LoopContender
{
    private readonly AmazonDynamoDBClient _client;
    private readonly Func<int, Dictionary<string, AttributeValue>> _item;

    /// <param name="options">The task.</param>
    /// <param name="buildsValues">True to create the AttributeValue objects of each item; false to create them once in
    /// advance.</param>
    public SdkContender(ContenderOptions options, bool buildsValues)
        : base(options)
    {
        _client = Clients.Sdk(options);
        Hashtable[] items = Music.Hashtables(options.Shape);
        Dictionary<string, AttributeValue>[] maps = buildsValues ? [] : Music.AttributeMaps(options.Shape);
        _item = buildsValues ? index => Music.AttributeMap(items[index]) : index => maps[index];
    }

    public override void Dispose() => _client.Dispose();

    protected override async Task SendAsync(int first)
    {
        List<WriteRequest> writes = new(BatchSize);
        for (int i = 0; i < BatchSize; i++)
            writes.Add(new WriteRequest(new PutRequest(_item(first + i))));
        BatchWriteItemResponse answer = await _client.BatchWriteItemAsync(new BatchWriteItemRequest
        {
            RequestItems = new() { [Music.Table] = writes },
        });
        if (answer.UnprocessedItems?.Count > 0)
            throw new InvalidOperationException("Not all was written.");
    }
}
