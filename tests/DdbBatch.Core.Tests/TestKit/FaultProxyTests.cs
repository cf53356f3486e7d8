using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit;
using Xunit;
using Reason = DdbBatch.TestKit.Http.ThrottlingReason;

namespace DdbBatch.Tests.TestKit;

public sealed class FaultProxyTests(DynamoDbLocalFixture fixture)
{
    private const string Arn = "arn:aws:dynamodb:us-east-1:123456789012:table/Music";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Items_that_come_back_as_unprocessed_are_those_not_written()
    {
        string table = await CreateTableAsync();
        await using FaultProxy proxy = await StartAsync(FaultProxy.Unprocessed(0.3));
        using AmazonDynamoDBClient client = CreateClient(proxy);

        BatchWriteItemResponse answer = await client.BatchWriteItemAsync(Puts(table, 25), Cancellation);

        string[] unprocessed = [.. answer.UnprocessedItems[table].Select(write => write.PutRequest.Item["Id"].S)];
        Assert.InRange(unprocessed.Length, 7, 8);
        Assert.Equal(Puts(table, 25).RequestItems[table].Select(write => write.PutRequest.Item["Id"].S).Order(),
            (await WrittenAsync(table)).Concat(unprocessed).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_batch_can_stay_unprocessed_wholly_or_not_at_all(double share)
    {
        string table = await CreateTableAsync();
        await using FaultProxy proxy = await StartAsync(FaultProxy.Unprocessed(share));
        using AmazonDynamoDBClient client = CreateClient(proxy);

        BatchWriteItemResponse answer = await client.BatchWriteItemAsync(Puts(table, 3), Cancellation);

        Assert.Equal(3 * share, answer.UnprocessedItems.GetValueOrDefault(table)?.Count ?? 0);
        Assert.Equal(3 - (3 * share), (await WrittenAsync(table)).Count);
    }

    public static TheoryData<Fault, bool, bool> Faults => new()
    {
        { Fault.None, true, true },
        { new Fault.Error(500, "InternalServerError", "Internal server error"), false, false },
        { new Fault.NotFromDynamoDb(503, "<html>Service Unavailable</html>"), false, false },
        { new Fault.NotFromDynamoDb(413, ""), false, false },
        { new Fault.ResetBefore(), false, false },
        { new Fault.ResetAfter(), false, true },
        { new Fault.HalfAnswer(), false, true },
        { new Fault.WrongCrc(), false, true },
        { new Fault.SlowDrip(TimeSpan.FromMilliseconds(1), PieceBytes: 50), true, true },
        { new Fault.RefuseConnections(TimeSpan.Zero), false, false },
        { new Fault.Hold(Task.CompletedTask, Fault.None), true, true },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task A_fault_is_seen_by_the_client_and_takes_effect_or_not(Fault fault, bool succeeds, bool isWritten)
    {
        string table = await CreateTableAsync();
        await using FaultProxy proxy = await StartAsync(request => request.Number == 1 ? fault : Fault.None);
        using AmazonDynamoDBClient client = CreateClient(proxy);

        Exception? failure = await Record.ExceptionAsync(() => client.BatchWriteItemAsync(Puts(table, 1), Cancellation));

        Assert.Single(proxy.BatchWrites);
        Assert.Equal(succeeds, failure is null);
        Assert.Equal(isWritten, (await WrittenAsync(table)).Count == 1);
        Assert.Equal(fault, Assert.Single(proxy.BatchWrites).Fault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stalled_request_ends_when_the_client_gives_up(bool takesEffect)
    {
        string table = await CreateTableAsync();
        await using FaultProxy proxy = await StartAsync(_ => new Fault.Stall(takesEffect));
        using AmazonDynamoDBClient client = CreateClient(proxy);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        Task<BatchWriteItemResponse> request = client.BatchWriteItemAsync(Puts(table, 1), patience.Token);
        while (takesEffect && (await WrittenAsync(table)).Count == 0)
            await Task.Yield();
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Equal(takesEffect, (await WrittenAsync(table)).Count == 1);
    }

    [Fact]
    public async Task Connections_are_refused_for_a_while()
    {
        await using FaultProxy proxy = await StartAsync(_ => new Fault.RefuseConnections(TimeSpan.FromHours(1)));
        using HttpClient client = new();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(proxy.Endpoint, Cancellation));
        HttpRequestException refusal = await Assert.ThrowsAsync<HttpRequestException>(
            () => client.GetAsync(proxy.Endpoint, Cancellation));

        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(refusal.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task Connections_are_taken_again_afterwards()
    {
        await using FaultProxy proxy = await StartAsync(
            request => request.Number == 1 ? new Fault.RefuseConnections(TimeSpan.Zero) : Fault.None);
        using HttpClient client = new();

        HttpResponseMessage? answer = null;
        while (answer is null)
        {
            await Task.Yield();
            await Record.ExceptionAsync(async () => answer = await client.GetAsync(proxy.Endpoint, Cancellation));
        }

        Assert.True(proxy.Requests.Count > 1);
    }

    [Fact]
    public async Task The_sdk_reads_why_it_was_throttled()
    {
        Reason reason = new("TableWriteProvisionedThroughputExceeded", Arn);
        Fault[] faults =
        [
            new Fault.Error(400, "ProvisionedThroughputExceededException", "The level was exceeded.", reason),
            new Fault.Error(400, "ThrottlingException", "Rate exceeded.", reason),
        ];
        await using FaultProxy proxy = await StartAsync(request => faults[request.OperationNumber - 1]);
        using AmazonDynamoDBClient client = CreateClient(proxy);

        ProvisionedThroughputExceededException exceeded =
            await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(
                () => client.BatchWriteItemAsync(Puts("Music", 1), Cancellation));
        ThrottlingException throttled = await Assert.ThrowsAsync<ThrottlingException>(
            () => client.BatchWriteItemAsync(Puts("Music", 1), Cancellation));

        Assert.Equal("The level was exceeded.", exceeded.Message);
        Assert.Equal(Arn, Assert.Single(exceeded.ThrottlingReasons).Resource);
        Assert.Equal(reason.Reason, Assert.Single(throttled.ThrottlingReasons).Reason);
    }

    [Fact]
    public async Task The_same_seed_leaves_the_same_items_unprocessed()
    {
        string[][] runs = await Task.WhenAll(RunAsync(7), RunAsync(7), RunAsync(8));

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);

        async Task<string[]> RunAsync(int seed)
        {
            string table = await CreateTableAsync();
            DynamoDbLocal server = await fixture.ServerAsync();
            await using FaultProxy proxy = new(server.Endpoint, FaultProxy.Unprocessed(0.5), seed);
            using AmazonDynamoDBClient client = CreateClient(proxy);
            await client.BatchWriteItemAsync(Puts(table, 25), Cancellation);
            return [.. (await WrittenAsync(table)).Order()];
        }
    }

    [Fact]
    public async Task One_connection_carries_one_request_after_the_other()
    {
        await using FaultProxy proxy = await StartAsync(_ => new Fault.NotFromDynamoDb(404, "none"));
        using TcpClient client = new();
        await client.ConnectAsync(proxy.Endpoint.Host, proxy.Endpoint.Port, Cancellation);
        NetworkStream stream = client.GetStream();
        const string Request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";

        await stream.WriteAsync(Encoding.ASCII.GetBytes(Request + Request), Cancellation);

        byte[] answers = new byte[4096];
        for (int count = 0; Encoding.ASCII.GetString(answers, 0, count).Split("none").Length < 3;)
            count += await stream.ReadAsync(answers.AsMemory(count), Cancellation);
        Assert.Equal(2, proxy.Requests.Count);
    }

    [Fact]
    public async Task A_rule_that_throws_fails_the_test()
    {
        FaultProxy proxy = await StartAsync(_ => throw new FormatException());
        using HttpClient client = new();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(proxy.Endpoint, Cancellation));

        InvalidOperationException failure =
            await Assert.ThrowsAsync<InvalidOperationException>(() => proxy.DisposeAsync().AsTask());
        Assert.IsType<FormatException>(failure.InnerException);
    }

    private async Task<FaultProxy> StartAsync(FaultRule rule) => new((await fixture.ServerAsync()).Endpoint, rule);

    private async Task<string> CreateTableAsync()
    {
        string table = DynamoDbLocalFixture.UniqueTableName();
        await (await fixture.ServerAsync()).CreateTableAsync(table, "Id:S");
        return table;
    }

    private async Task<IReadOnlyList<string>> WrittenAsync(string table) =>
        [.. (await (await fixture.ServerAsync()).ScanAsync(table)).Select(item => item["Id"].S)];

    private static AmazonDynamoDBClient CreateClient(FaultProxy proxy) =>
        DynamoDbLocal.CreateClient(proxy.Endpoint, maxRetry: 0);

    private static BatchWriteItemRequest Puts(string table, int count) => new()
    {
        RequestItems = new()
        {
            [table] = [.. Enumerable.Range(0, count).Select(number => new WriteRequest(new PutRequest
            {
                Item = new()
                {
                    ["Id"] = new AttributeValue(number.ToString(CultureInfo.InvariantCulture)),
                    ["Title"] = new AttributeValue("Ærlig & \"tålmodig\""),
                },
            }))],
        },
    };
}
