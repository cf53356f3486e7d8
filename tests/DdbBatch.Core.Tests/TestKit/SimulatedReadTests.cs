using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Capacity;
using Xunit;
using Consumed = Amazon.DynamoDBv2.ReturnConsumedCapacity;

namespace DdbBatch.Tests.TestKit;

public sealed class SimulatedReadTests
{
    private const double NextToNothing = 1e-6;
    private const string Table = "Music";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_000)]
    public async Task Segments_have_each_item_once_and_those_of_a_partition_together(int segments)
    {
        SimulatedTable table = new(Table, "Artist:S", "Year:N") { Capacity = 1e9, PageBytes = 200 };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator);
        await PutAsync(client, Enumerable.Range(0, 250).Select(number => Song($"a{number % 50}", number)));

        List<List<Dictionary<string, AttributeValue>>> found = [];
        for (int segment = 0; segment < segments; segment++)
            found.Add(await ScanAsync(client, new ScanRequest(Table) { Segment = segment, TotalSegments = segments }));

        Assert.Equal(Enumerable.Range(0, 250), found.SelectMany(items => items).Select(Year).Order());
        Assert.Equal(50, found.Sum(items => items.Select(item => item["Artist"].S).Distinct().Count()));
        Assert.All(found, items => Assert.Equal(items.GroupBy(item => item["Artist"].S).SelectMany(g => g).Select(Year), items.Select(Year)));
    }

    [Fact]
    public async Task A_page_ends_at_its_bytes_or_its_limit_before_the_filter()
    {
        SimulatedTable table = new(Table, "Artist:S") { Capacity = 1e9 };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator);
        await PutAsync(client, Enumerable.Range(0, 30).Select(number => Song($"a{number}", number, titleBytes: 100_000)));
        ScanRequest none = new(Table)
        {
            FilterExpression = "#y < :zero AND attribute_exists(Artist)",
            ExpressionAttributeNames = new() { ["#y"] = "Year" },
            ExpressionAttributeValues = new() { [":zero"] = new AttributeValue { N = "0" } },
            ReturnConsumedCapacity = Consumed.TOTAL,
        };

        ScanResponse page = await client.ScanAsync(none, Cancellation);
        ScanResponse limited = await client.ScanAsync(
            new ScanRequest(Table) { Limit = 30, ConsistentRead = true, ReturnConsumedCapacity = Consumed.TOTAL }, Cancellation);
        ScanResponse few = await client.ScanAsync(new ScanRequest(Table) { Limit = 3 }, Cancellation);

        Assert.Equal((0, 10), (page.Count, page.ScannedCount));
        Assert.Equal(Math.Ceiling(10 * 100_014 / 4096.0) / 2, page.ConsumedCapacity.CapacityUnits!.Value, 0.51);
        Assert.NotEmpty(page.LastEvaluatedKey);
        Assert.Equal(10, limited.Count);
        Assert.Equal(page.ConsumedCapacity.CapacityUnits * 2, limited.ConsumedCapacity.CapacityUnits);
        Assert.Equal(3, few.Items.Count);
        Assert.Equal(few.Items[2]["Artist"].S, Assert.Single(few.LastEvaluatedKey).Value.S);
    }

    [Fact]
    public async Task A_scan_whose_limit_is_the_last_item_goes_on_to_an_empty_page()
    {
        await using CapacitySimulator simulator = new(TimeSpan.Zero, new SimulatedTable(Table, "Artist:S") { Capacity = 1e9 });
        using AmazonDynamoDBClient client = CreateClient(simulator);
        await PutAsync(client, [Song("a", 1), Song("b", 2)]);

        ScanResponse first = await client.ScanAsync(new ScanRequest(Table) { Limit = 2 }, Cancellation);
        ScanResponse second = await client.ScanAsync(
            new ScanRequest(Table) { Limit = 2, ExclusiveStartKey = first.LastEvaluatedKey }, Cancellation);

        Assert.Equal((2, 0), (first.Count, second.Count));
        Assert.Null(second.LastEvaluatedKey);
    }

    [Fact]
    public async Task A_partition_is_queried_in_the_order_of_its_sort_key()
    {
        await using CapacitySimulator simulator = new(
            TimeSpan.Zero, new SimulatedTable(Table, "Artist:S", "Year:N") { Capacity = 1e9, PageBytes = 60 });
        using AmazonDynamoDBClient client = CreateClient(simulator);
        string[] years = ["-20", "-3", "-0.5", "0", "0.05", "3", "20", "1e30"];
        await PutAsync(client, years.Reverse().Append("7").Select((year, index) => new Dictionary<string, AttributeValue>
        {
            ["Artist"] = new AttributeValue(index == years.Length ? "b" : "a"),
            ["Year"] = new AttributeValue { N = year },
        }));

        Assert.Equal(years, await QueryAsync("#a = :a", isForward: true));
        Assert.Equal(years.Reverse(), await QueryAsync(":a = :a AND #a = :a", isForward: false));
        Assert.Equal(["-3", "-0.5", "0"], await QueryAsync("#a = :a AND (#y BETWEEN :low AND :high)", isForward: true));

        async Task<List<string>> QueryAsync(string condition, bool isForward)
        {
            bool isRange = condition.Contains("#y", StringComparison.Ordinal);
            QueryRequest request = new(Table)
            {
                KeyConditionExpression = condition,
                ScanIndexForward = isForward,
                ExpressionAttributeNames = new() { ["#a"] = "Artist" },
                ExpressionAttributeValues = new() { [":a"] = new AttributeValue("a") },
            };
            if (isRange)
            {
                request.ExpressionAttributeNames["#y"] = "Year";
                request.ExpressionAttributeValues[":low"] = new AttributeValue { N = "-3.0" };
                request.ExpressionAttributeValues[":high"] = new AttributeValue { N = "0.01" };
            }

            List<string> found = [];
            await foreach (QueryResponse page in client.Paginators.Query(request).Responses.WithCancellation(Cancellation))
                found.AddRange(page.Items.Select(item => item["Year"].N));
            return found;
        }
    }

    [Fact]
    public async Task Keys_that_do_not_fit_come_back_and_missing_ones_cost_too()
    {
        SimulatedTable table = new(Table, "Artist:S") { Capacity = 1e9, ReadCapacity = NextToNothing };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator);
        await PutAsync(client, Enumerable.Range(0, 10).Select(number => Song($"a{number}", number)));

        BatchGetItemResponse first = await client.BatchGetItemAsync(Keys(0, 20, isConsistent: true), Cancellation);
        BatchGetItemResponse second = await client.BatchGetItemAsync(Keys(0, 20, isConsistent: false), Cancellation);
        ProvisionedThroughputExceededException third =
            await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(
                () => client.BatchGetItemAsync(Keys(0, 20, isConsistent: true), Cancellation));

        Assert.Equal((10, 20.0), (first.Responses[Table].Count, Assert.Single(first.ConsumedCapacity).CapacityUnits));
        Assert.Empty(first.UnprocessedKeys);
        Assert.Equal((10, 5.0), (second.UnprocessedKeys[Table].Keys.Count, Assert.Single(second.ConsumedCapacity).CapacityUnits));
        Assert.Equal("#y", second.UnprocessedKeys[Table].ProjectionExpression);
        Assert.Equal("Year", second.UnprocessedKeys[Table].ExpressionAttributeNames["#y"]);
        Assert.Equal("TableReadProvisionedThroughputExceeded", Assert.Single(third.ThrottlingReasons).Reason);
        Assert.Equal((30, 25.0), (table.ReadSlices.Sum(slice => slice.Accepted), table.ReadSlices.Sum(slice => slice.AcceptedUnits)));
    }

    [Fact]
    public async Task An_answer_of_more_than_16_MB_leaves_keys_unprocessed()
    {
        await using CapacitySimulator simulator = new(TimeSpan.Zero, new SimulatedTable(Table, "Artist:S") { Capacity = 1e9 });
        using AmazonDynamoDBClient client = CreateClient(simulator);
        await PutAsync(client, Enumerable.Range(0, 60).Select(number => Song($"a{number}", number, titleBytes: 350_000)));

        BatchGetItemResponse answer = await client.BatchGetItemAsync(Keys(0, 60, isConsistent: false, projection: null), Cancellation);

        Assert.Equal((47, 13), (answer.Responses[Table].Count, answer.UnprocessedKeys[Table].Keys.Count));
    }

    [Theory]
    [InlineData(0, "1 validation error detected: Value at 'RequestItems.Music.member.Keys' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData(101, "1 validation error detected: Value at 'RequestItems.Music.member.Keys' failed to satisfy constraint: Member must have length less than or equal to 100")]
    public async Task A_batch_of_no_keys_or_too_many_is_refused(int count, string message)
    {
        await using CapacitySimulator simulator = new(TimeSpan.Zero, new SimulatedTable(Table, "Artist:S") { Capacity = 1 });
        using AmazonDynamoDBClient client = CreateClient(simulator);

        AmazonDynamoDBException error = await Assert.ThrowsAsync<AmazonDynamoDBException>(
            () => client.BatchGetItemAsync(Keys(0, count, isConsistent: false), Cancellation));

        Assert.Equal(("ValidationException", message), (error.ErrorCode, error.Message));
    }

    [Fact]
    public async Task A_table_of_50_million_items_is_read_without_holding_them()
    {
        SimulatedTable table = new("Large", "Id:N") { Capacity = 1, Generated = Generated(50_000_000) };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator);
        ScanRequest last = new("Large") { Segment = 9_999, TotalSegments = 10_000, Limit = 4_999 };

        ScanResponse first = await client.ScanAsync(last, Cancellation);
        last.ExclusiveStartKey = first.LastEvaluatedKey;
        ScanResponse second = await client.ScanAsync(last, Cancellation);
        KeysAndAttributes keys = new() { Keys = [Id("0"), Id("1.20e6"), Id("49999999"), Id("50000000"), Id("0.5")] };
        BatchGetItemResponse some = await client.BatchGetItemAsync(
            new BatchGetItemRequest(new() { ["Large"] = keys }), Cancellation);
        TableDescription description = (await client.DescribeTableAsync("Large", Cancellation)).Table;

        Assert.Equal(Enumerable.Range(49_995_000, 4_999), first.Items.Select(item => Number(item["Id"])));
        Assert.Equal("49999999", Assert.Single(second.Items)["Id"].N);
        Assert.Null(second.LastEvaluatedKey);
        Assert.Equal([0, 1_200_000, 49_999_999], some.Responses["Large"].Select(item => Number(item["Id"])).Order());
        Assert.Equal(50_000_000, description.ItemCount);
        Assert.InRange(description.TableSizeBytes!.Value, 50_000_000L * 10, 50_000_000L * 20);

        static Dictionary<string, AttributeValue> Id(string number) => new() { ["Id"] = new AttributeValue { N = number } };
    }

    [Fact]
    public async Task Segments_of_generated_items_have_each_once()
    {
        SimulatedTable table = new("Large", "Id:N") { Capacity = 1, Generated = Generated(1_000), PageBytes = 300 };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator);

        List<int> found = [];
        for (int segment = 0; segment < 7; segment++)
        {
            ScanRequest request = new("Large") { Segment = segment, TotalSegments = 7 };
            found.AddRange((await ScanAsync(client, request)).Select(item => Number(item["Id"])));
        }

        Assert.Equal(Enumerable.Range(0, 1_000), found);
    }

    [Fact]
    public async Task A_scan_is_throttled_as_a_whole()
    {
        SimulatedTable table = new("Large", "Id:N") { Capacity = 1, Generated = Generated(100_000), ReadCapacity = NextToNothing };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator);

        await client.ScanAsync(new ScanRequest("Large"), Cancellation);
        await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(
            () => client.ScanAsync(new ScanRequest("Large") { Limit = 1 }, Cancellation));

        Assert.Equal([1, 1], new[] { table.ReadSlices.Sum(slice => slice.Accepted), table.ReadSlices.Sum(slice => slice.Throttled) });
    }

    private static GeneratedItems Generated(long count) => new(count, position => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $$$"""{"Id":{"N":"{{{position}}}"},"Name":{"S":"n{{{position % 100}}}"}}""")));

    private static AmazonDynamoDBClient CreateClient(CapacitySimulator simulator) =>
        DynamoDbLocal.CreateClient(simulator.Endpoint, maxRetry: 0);

    private static async Task PutAsync(AmazonDynamoDBClient client, IEnumerable<Dictionary<string, AttributeValue>> items)
    {
        foreach (Dictionary<string, AttributeValue>[] batch in items.Chunk(25))
        {
            await client.BatchWriteItemAsync(new BatchWriteItemRequest(new()
            {
                [Table] = [.. batch.Select(item => new WriteRequest(new PutRequest(item)))],
            }), Cancellation);
        }
    }

    private static async Task<List<Dictionary<string, AttributeValue>>> ScanAsync(AmazonDynamoDBClient client, ScanRequest request)
    {
        List<Dictionary<string, AttributeValue>> items = [];
        await foreach (ScanResponse page in client.Paginators.Scan(request).Responses.WithCancellation(Cancellation))
            items.AddRange(page.Items);
        return items;
    }

    private static BatchGetItemRequest Keys(int start, int count, bool isConsistent, string? projection = "#y") => new(new()
    {
        [Table] = new KeysAndAttributes
        {
            ConsistentRead = isConsistent,
            ProjectionExpression = projection,
            ExpressionAttributeNames = projection is null ? null : new() { ["#y"] = "Year" },
            Keys = [.. Enumerable.Range(start, count).Select(number => new Dictionary<string, AttributeValue>
            {
                ["Artist"] = new AttributeValue($"a{number}"),
            })],
        },
    })
    {
        ReturnConsumedCapacity = Consumed.TOTAL,
    };

    private static Dictionary<string, AttributeValue> Song(string artist, int year, int titleBytes = 1) => new()
    {
        ["Artist"] = new AttributeValue(artist),
        ["Year"] = new AttributeValue { N = year.ToString(CultureInfo.InvariantCulture) },
        ["Title"] = new AttributeValue(new string('t', titleBytes)),
    };

    private static int Year(Dictionary<string, AttributeValue> item) => Number(item["Year"]);

    private static int Number(AttributeValue value) => int.Parse(value.N, CultureInfo.InvariantCulture);
}
