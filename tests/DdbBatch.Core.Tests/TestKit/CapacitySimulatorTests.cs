using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Capacity;
using Xunit;

namespace DdbBatch.Tests.TestKit;

public sealed class CapacitySimulatorTests
{
    // So little that none comes in during a test: what a test can use is the bucket's depth of 25.
    private const double NextToNothing = 1e-6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_operations_that_fit_are_written_and_the_rest_is_returned()
    {
        SimulatedTable table = new("Music", "Artist:S") { Capacity = NextToNothing };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator.Endpoint);

        BatchWriteItemResponse first = await client.BatchWriteItemAsync(Puts(0, 20), Cancellation);
        BatchWriteItemResponse second = await client.BatchWriteItemAsync(Puts(20, 10), Cancellation);
        ProvisionedThroughputExceededException third =
            await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(
                () => client.BatchWriteItemAsync(Puts(25, 5), Cancellation));

        Assert.Empty(first.UnprocessedItems);
        Assert.Equal(["25", "26", "27", "28", "29"],
            second.UnprocessedItems["Music"].Select(write => write.PutRequest.Item["Artist"].S));
        Assert.Equal("TableWriteProvisionedThroughputExceeded", Assert.Single(third.ThrottlingReasons).Reason);
        Assert.Equal(25, table.ItemCount);
        Assert.Equal((25, 25, 10), (
            table.Slices.Sum(slice => slice.Accepted),
            table.Slices.Sum(slice => slice.AcceptedUnits),
            table.Slices.Sum(slice => slice.Throttled)));
    }

    [Fact]
    public async Task Capacity_comes_back_with_time()
    {
        SimulatedTable table = new("Music", "Artist:S") { Capacity = 1000 };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator.Endpoint);

        for (int start = 0; table.ItemCount < 300; start += 25)
            await Record.ExceptionAsync(() => client.BatchWriteItemAsync(Puts(start, 25), Cancellation));

        Assert.InRange(table.Slices.Sum(slice => slice.AcceptedUnits), 300, 100 + (table.Slices.Count * 100));
    }

    [Fact]
    public async Task A_write_costs_by_the_larger_of_the_old_and_the_new_item()
    {
        SimulatedTable table = new("Music", "Artist:S") { Capacity = 1000 };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator.Endpoint);

        Assert.Equal(3, await CostAsync(Puts(0, 1, titleLength: 3000)));
        Assert.Equal(3, await CostAsync(Puts(0, 1)));
        Assert.Equal(1, await CostAsync(Puts(0, 1)));
        Assert.Equal(2, await CostAsync(Puts(0, 1, titleLength: 2000)));
        Assert.Equal(2, await CostAsync(Delete(0)));
        Assert.Equal(1, await CostAsync(Delete(0)));
        Assert.Equal(0, table.ItemCount);

        async Task<double?> CostAsync(BatchWriteItemRequest request)
        {
            request.ReturnConsumedCapacity = Amazon.DynamoDBv2.ReturnConsumedCapacity.TOTAL;
            BatchWriteItemResponse answer = await client.BatchWriteItemAsync(request, Cancellation);
            return Assert.Single(answer.ConsumedCapacity).CapacityUnits;
        }
    }

    [Fact]
    public async Task Indexes_cost_too_and_run_out_on_their_own()
    {
        SimulatedTable table = new("Music", "Artist:S")
        {
            Capacity = 1000,
            Indexes = new Dictionary<string, CapacitySchedule> { ["ByGenre"] = NextToNothing },
        };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator.Endpoint);
        BatchWriteItemRequest request = Puts(0, 25);
        request.ReturnConsumedCapacity = Amazon.DynamoDBv2.ReturnConsumedCapacity.INDEXES;

        ConsumedCapacity consumed =
            Assert.Single((await client.BatchWriteItemAsync(request, Cancellation)).ConsumedCapacity);
        ProvisionedThroughputExceededException exceeded =
            await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(
                () => client.BatchWriteItemAsync(Puts(25, 1), Cancellation));

        Assert.Equal((50, 25, 25), (
            consumed.CapacityUnits, consumed.Table.CapacityUnits, consumed.GlobalSecondaryIndexes["ByGenre"].CapacityUnits));
        Assert.EndsWith("/index/ByGenre", Assert.Single(exceeded.ThrottlingReasons).Resource);
    }

    [Fact]
    public async Task An_index_costs_by_the_change_of_the_items_that_it_holds()
    {
        SimulatedTable table = new("Music", "Artist:S")
        {
            Capacity = 1000,
            Indexes = new Dictionary<string, CapacitySchedule> { ["ByGenre"] = 1000 },
        };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator.Endpoint);

        Assert.Equal((3, 3), await CostAsync(Puts(0, 1, titleLength: 3000)));
        Assert.Equal((3, null), await CostAsync(Puts(0, 1, titleLength: 3000)));
        Assert.Equal((3, 3), await CostAsync(Puts(0, 1)));
        Assert.Equal((1, 1), await CostAsync(Delete(0)));
        Assert.Equal((1, null), await CostAsync(Delete(0)));

        async Task<(double?, double?)> CostAsync(BatchWriteItemRequest request)
        {
            request.ReturnConsumedCapacity = Amazon.DynamoDBv2.ReturnConsumedCapacity.INDEXES;
            ConsumedCapacity consumed = Assert.Single((await client.BatchWriteItemAsync(request, Cancellation)).ConsumedCapacity);
            double? index = consumed.GlobalSecondaryIndexes?["ByGenre"].CapacityUnits;
            Assert.Equal(consumed.Table.CapacityUnits + (index ?? 0), consumed.CapacityUnits);
            return (consumed.Table.CapacityUnits, index);
        }
    }

    [Fact]
    public async Task A_hot_partition_is_throttled_while_the_others_are_not()
    {
        SimulatedTable table = new("Music", "Artist:S")
        {
            Capacity = 1000,
            Partitions = 100,
            PartitionCapacity = NextToNothing,
        };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator.Endpoint);
        for (int count = 0; count < 25; count++)
            await client.BatchWriteItemAsync(Puts(0, 1), Cancellation);

        BatchWriteItemResponse answer = await client.BatchWriteItemAsync(Puts(0, 2), Cancellation);

        Assert.Equal("0", Assert.Single(answer.UnprocessedItems["Music"]).PutRequest.Item["Artist"].S);
    }

    [Fact]
    public async Task A_share_of_what_would_fit_can_be_left_unprocessed()
    {
        SimulatedTable table = new("Music", "Artist:S") { Capacity = 1e9, UnprocessedShare = 0.4, KeepsItems = false };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator.Endpoint);

        for (int start = 0; start < 1000; start += 25)
            await client.BatchWriteItemAsync(Puts(start, 25), Cancellation);

        Assert.InRange(table.Slices.Sum(slice => slice.Throttled), 350, 450);
        Assert.Equal(1000, table.Slices.Sum(slice => slice.Throttled + slice.Accepted));
    }

    [Fact]
    public async Task Tables_are_described_and_others_are_not_found()
    {
        await using CapacitySimulator simulator = new(
            TimeSpan.Zero, new SimulatedTable("Music", "Artist:S", "Year:N") { Capacity = 7 });
        using AmazonDynamoDBClient client = CreateClient(simulator.Endpoint);

        TableDescription table = (await client.DescribeTableAsync("Music", Cancellation)).Table;

        Assert.Equal(TableStatus.ACTIVE, table.TableStatus);
        Assert.Equal(["Artist HASH", "Year RANGE"], table.KeySchema.Select(key => $"{key.AttributeName} {key.KeyType}"));
        Assert.Equal(["S", "N"], table.AttributeDefinitions.Select(attribute => attribute.AttributeType.Value));
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => client.DescribeTableAsync("Other", Cancellation));
        BatchWriteItemRequest request = Puts(0, 1);
        request.RequestItems.Remove("Music", out List<WriteRequest>? writes);
        request.RequestItems["Other"] = writes!;
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => client.BatchWriteItemAsync(request, Cancellation));
    }

    [Fact]
    public async Task A_sink_counts()
    {
        await using Sink sink = new(TimeSpan.Zero, "Artist:S", "SongTitle:S");
        using AmazonDynamoDBClient client = CreateClient(sink.Endpoint);

        await client.BatchWriteItemAsync(Puts(0, 25), Cancellation);
        await client.BatchWriteItemAsync(Delete(0), Cancellation);

        Assert.Equal((2, 26), (sink.Requests, sink.Operations));
        Assert.Equal(2, (await client.DescribeTableAsync("Any", Cancellation)).Table.KeySchema.Count);
    }

    private static AmazonDynamoDBClient CreateClient(Uri endpoint) => DynamoDbLocal.CreateClient(endpoint, maxRetry: 0);

    private static BatchWriteItemRequest Delete(int number) => Request([new WriteRequest(new DeleteRequest(Key(number)))]);

    private static BatchWriteItemRequest Puts(int start, int count, int titleLength = 1) =>
        Request([.. Enumerable.Range(start, count).Select(number => new WriteRequest(new PutRequest(new(Key(number))
        {
            ["Title"] = new AttributeValue(new string('\u00e9', titleLength / 2)),
        })))]);

    private static Dictionary<string, AttributeValue> Key(int number) =>
        new() { ["Artist"] = new AttributeValue(number.ToString(CultureInfo.InvariantCulture)) };

    private static BatchWriteItemRequest Request(List<WriteRequest> writes) => new(new() { ["Music"] = writes });
}
