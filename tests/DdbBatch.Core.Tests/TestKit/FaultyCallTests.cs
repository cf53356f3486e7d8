using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Tests.TestKit;

/// <summary>The fault proxy with calls other than BatchWriteItem.</summary>
public sealed class FaultyCallTests(DynamoDbLocalFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(1)]
    public async Task Statements_fail_in_their_places_and_the_others_are_executed(double share)
    {
        string table = await CreateTableAsync();
        await using FaultProxy proxy = await StartAsync(FaultProxy.Unprocessed(share));
        using AmazonDynamoDBClient client = CreateClient(proxy);
        string[] ids = [.. Enumerable.Range(10, 20).Select(number => $"{number}")];

        BatchExecuteStatementResponse answer = await client.BatchExecuteStatementAsync(Inserts(table, ids), Cancellation);

        Assert.Equal(20, answer.Responses.Count);
        string[] failed = [.. ids.Where((_, index) => answer.Responses[index].Error is not null)];
        Assert.Equal(20 * share, failed.Length);
        Assert.All(answer.Responses.Where(response => response.Error is not null),
            response => Assert.Equal("ProvisionedThroughputExceeded", response.Error.Code.Value));
        Assert.Equal(ids.Except(failed), (await ItemsAsync(table)).Select(item => item["Id"].S).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public async Task Keys_come_back_and_the_others_are_read(double share)
    {
        string table = await CreateTableAsync();
        await using FaultProxy proxy = await StartAsync(FaultProxy.Unprocessed(share));
        using AmazonDynamoDBClient client = CreateClient(proxy);
        string[] ids = [.. Enumerable.Range(10, 20).Select(number => $"{number}")];
        await (await fixture.ServerAsync()).Client.BatchExecuteStatementAsync(Inserts(table, ids), Cancellation);

        BatchGetItemResponse answer = await client.BatchGetItemAsync(new BatchGetItemRequest(new()
        {
            [table] = new KeysAndAttributes { ConsistentRead = true, Keys = [.. ids.Select(Key)] },
        }), Cancellation);

        List<Dictionary<string, AttributeValue>> unprocessed = answer.UnprocessedKeys.GetValueOrDefault(table)?.Keys ?? [];
        Assert.Equal(20 * share, unprocessed.Count);
        Assert.Equal(ids, answer.Responses[table].Concat(unprocessed).Select(item => item["Id"].S).Order());
        Assert.All(answer.UnprocessedKeys.Values, keys => Assert.True(keys.ConsistentRead));
    }

    public static TheoryData<Fault, bool> Faults => new()
    {
        { new Fault.ResetBefore(), false },
        { new Fault.ResetAfter(), true },
        { new Fault.HalfAnswer(), true },
        { new Fault.WrongCrc(), true },
        { new Fault.Error(500, "InternalServerError", "Internal server error"), false },
        { new Fault.Error(400, "ProvisionedThroughputExceededException", "The level was exceeded."), false },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task An_update_fails_for_the_client_and_takes_effect_or_not(Fault fault, bool takesEffect)
    {
        string table = await CreateTableAsync();
        await using FaultProxy proxy = await StartAsync(_ => fault);
        using AmazonDynamoDBClient client = CreateClient(proxy);

        Exception? failure = await Record.ExceptionAsync(() => client.UpdateItemAsync(
            new UpdateItemRequest { TableName = table, Key = Key("1") }, Cancellation));

        Assert.NotNull(failure);
        Assert.Equal(takesEffect, (await ItemsAsync(table)).Count == 1);
        Assert.All(proxy.Requests, request => Assert.Equal("UpdateItem", request.Operation));
    }

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task A_page_whose_answer_is_broken_can_be_read_again(Fault fault, bool _)
    {
        string table = await CreateTableAsync();
        await (await fixture.ServerAsync()).Client.BatchExecuteStatementAsync(Inserts(table, "1", "2", "3"), Cancellation);
        await using FaultProxy proxy = await StartAsync(request => request.OperationNumber % 2 == 1 ? fault : Fault.None);
        using AmazonDynamoDBClient client = CreateClient(proxy);

        await Assert.ThrowsAnyAsync<Exception>(() => client.ScanAsync(new ScanRequest(table), Cancellation));
        ScanResponse page = await client.ScanAsync(new ScanRequest(table), Cancellation);

        Assert.Equal(3, page.Count);
    }

    private async Task<FaultProxy> StartAsync(FaultRule rule) => new((await fixture.ServerAsync()).Endpoint, rule);

    private async Task<string> CreateTableAsync()
    {
        string table = DynamoDbLocalFixture.UniqueTableName();
        await (await fixture.ServerAsync()).CreateTableAsync(table, "Id:S");
        return table;
    }

    private async Task<IReadOnlyList<Dictionary<string, AttributeValue>>> ItemsAsync(string table) =>
        [.. await (await fixture.ServerAsync()).ScanAsync(table)];

    private static AmazonDynamoDBClient CreateClient(FaultProxy proxy) => DynamoDbLocal.CreateClient(proxy.Endpoint, maxRetry: 0);

    private static BatchExecuteStatementRequest Inserts(string table, params IEnumerable<string> ids) => new()
    {
        Statements = [.. ids.Select(id => new BatchStatementRequest
        {
            Statement = $"INSERT INTO \"{table}\" VALUE {{'Id': ?}}",
            Parameters = [new AttributeValue(id)],
        })],
    };

    private static Dictionary<string, AttributeValue> Key(string id) => new() { ["Id"] = new AttributeValue(id) };
}
