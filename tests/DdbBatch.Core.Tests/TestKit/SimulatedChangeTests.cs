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
using Consumed = Amazon.DynamoDBv2.ReturnConsumedCapacity;

namespace DdbBatch.Tests.TestKit;

public sealed class SimulatedChangeTests
{
    private const double NextToNothing = 1e-6;
    private const string Table = "Music";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_merge_costs_by_the_whole_item_the_larger_of_before_and_after()
    {
        await using CapacitySimulator simulator = Start();
        using AmazonDynamoDBClient client = CreateClient(simulator);

        Assert.Equal(1, await CostAsync("SET Price = :v", new AttributeValue { N = "1" }));
        Assert.Equal(4, await CostAsync("SET Title = :v", new AttributeValue(new string('x', 4_000))));
        Assert.Equal(4, await CostAsync("SET Price = :v", new AttributeValue { N = "2" }));
        Assert.Equal(4, await CostAsync("REMOVE Title SET Price = if_not_exists(Price, :v)", new AttributeValue { N = "3" }));
        Assert.Equal(1, await CostAsync("SET Price = :v", new AttributeValue { N = "4" }));
        Assert.Equal(["Id", "Price"], (await ScanAsync(client)).Single().Keys.Order());

        async Task<double?> CostAsync(string expression, AttributeValue value) => (await client.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = Table,
                Key = Id("1"),
                UpdateExpression = expression,
                ExpressionAttributeValues = new() { [":v"] = value },
                ReturnConsumedCapacity = Consumed.TOTAL,
            }, Cancellation)).ConsumedCapacity.CapacityUnits;
    }

    [Fact]
    public async Task A_condition_that_does_not_hold_changes_nothing_costs_and_returns_the_item()
    {
        SimulatedTable table = new(Table, "Id:S") { Capacity = 1000 };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator);
        PutItemRequest put = new(Table, Item("1", "2", new string('x', 2_000))) { ConditionExpression = "attribute_not_exists(Id)" };
        await client.PutItemAsync(put, Cancellation);
        put.Item["Version"].N = "5";

        ConditionalCheckFailedException without = await Assert.ThrowsAsync<ConditionalCheckFailedException>(
            () => client.PutItemAsync(put, Cancellation));
        put.ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD;
        ConditionalCheckFailedException with = await Assert.ThrowsAsync<ConditionalCheckFailedException>(
            () => client.PutItemAsync(put, Cancellation));

        Assert.Null(without.Item);
        Assert.Equal(("The conditional request failed", "2"), (with.Message, with.Item["Version"].N));
        Assert.Equal("2", (await ScanAsync(client)).Single()["Version"].N);
        Assert.Equal(6, table.Slices.Sum(slice => slice.AcceptedUnits));
    }

    [Fact]
    public async Task Single_writes_are_throttled_as_a_whole()
    {
        SimulatedTable table = new(Table, "Id:S") { Capacity = NextToNothing };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator);
        await client.PutItemAsync(Table, Item("1", "1", new string('x', 25_000)), Cancellation);

        ProvisionedThroughputExceededException error = await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(
            () => client.DeleteItemAsync(Table, Id("1"), Cancellation));

        Assert.Equal("TableWriteProvisionedThroughputExceeded", Assert.Single(error.ThrottlingReasons).Reason);
        Assert.Equal(1, table.ItemCount);
    }

    [Fact]
    public async Task A_statement_fails_in_its_place_of_a_success()
    {
        SimulatedTable table = new(Table, "Id:S") { Capacity = NextToNothing };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator);
        await client.PutItemAsync(Table, Item("2", "1", "old"), Cancellation);

        BatchExecuteStatementResponse answer = await client.BatchExecuteStatementAsync(Inserts(
            (Table, Item("1", "1")), (Table, Item("2", "1")), ("Other", Item("1", "1")),
            (Table, new() { ["Id"] = new AttributeValue { N = "1" } }), (Table, Item("3", "1", new string('x', 30_000))), (Table, Item("4", "1", new string('x', 450_000)))), Cancellation);

        Assert.Equal(
            [
                null,
                "DuplicateItem: Duplicate primary key exists in table",
                "ResourceNotFound: Requested resource not found",
                "ValidationError: One or more parameter values were invalid: Type mismatch for key Id expected: S actual: N",
                "ProvisionedThroughputExceeded: The level of configured provisioned throughput for the table was exceeded. " +
                "Consider increasing your provisioning level with the UpdateTable API.",
                "ValidationError: Item size has exceeded the maximum allowed size",
            ],
            answer.Responses.Select(response => response.Error is { } error ? $"{error.Code}: {error.Message}" : null));
        Assert.Equal([Table, Table, "Other", null, Table, null], answer.Responses.Select(response => response.TableName));
        // Of the failed ones, the three whose table is there and that were not throttled cost too.
        Assert.Equal(4, Assert.Single(answer.ConsumedCapacity).CapacityUnits);
        Assert.Equal(["1", "2"], (await ScanAsync(client)).Select(item => item["Id"].S).Order());
        Assert.Equal("old", (await ScanAsync(client)).Single(item => item["Id"].S == "2")["Title"].S);
    }

    [Fact]
    public async Task A_failed_statement_costs_the_larger_item_unless_all_of_its_table_failed()
    {
        await using CapacitySimulator simulator = Start();
        using AmazonDynamoDBClient client = CreateClient(simulator);
        await client.PutItemAsync(Table, Item("1", "1", new string('x', 3_000)), Cancellation);
        await client.PutItemAsync(Table, Item("2", "1"), Cancellation);

        BatchExecuteStatementResponse some = await client.BatchExecuteStatementAsync(
            Inserts((Table, Item("1", "2")), (Table, Item("2", "2", new string('x', 2_000))), (Table, Item("3", "2"))), Cancellation);
        BatchExecuteStatementResponse none = await client.BatchExecuteStatementAsync(
            Inserts((Table, Item("1", "3")), (Table, Item("3", "3"))), Cancellation);

        Assert.Equal(3 + 2 + 1, Assert.Single(some.ConsumedCapacity).CapacityUnits);
        Assert.Null(none.ConsumedCapacity);
        Assert.Equal(2, none.Responses.Count(response => response.Error.Code == "DuplicateItem"));
    }

    [Theory]
    [InlineData(1, 1, 0, 409_581)]
    [InlineData(1, 2, 0, 409_562)]
    [InlineData(1, 1, 1, 409_579)]
    [InlineData(20, 1, 0, 409_600)]
    [InlineData(1_000, 1, 0, 409_600)]
    public async Task An_update_is_measured_with_its_actions_in_place_of_its_key(int keyLength, int sets, int removes, int most)
    {
        await using CapacitySimulator simulator = Start();
        using AmazonDynamoDBClient client = CreateClient(simulator);
        string key = new('k', keyLength);
        string expression = string.Join(", ", new[] { "SET B = :b", "C = :c" }.Take(sets)) + (removes > 0 ? " REMOVE D" : "");
        int others = "Id".Length + keyLength + "B".Length + (sets > 1 ? "Cc".Length : 0);

        await SendAsync(most - others);
        AmazonDynamoDBException error = await Assert.ThrowsAsync<AmazonDynamoDBException>(() => SendAsync(most - others + 1));

        Assert.Equal("Item size to update has exceeded the maximum allowed size", error.Message);

        Task SendAsync(int length)
        {
            Dictionary<string, AttributeValue> values = new() { [":b"] = new AttributeValue(new string('x', length)) };
            if (sets > 1)
                values[":c"] = new AttributeValue("c");
            return client.UpdateItemAsync(
                new UpdateItemRequest { TableName = Table, Key = Id(key), UpdateExpression = expression, ExpressionAttributeValues = values },
                Cancellation);
        }
    }

    [Fact]
    public async Task An_item_is_inserted_whole_or_attribute_by_attribute()
    {
        await using CapacitySimulator simulator = Start();
        using AmazonDynamoDBClient client = CreateClient(simulator);
        BatchExecuteStatementRequest request = Inserts((Table, Item("1", "1")));
        request.Statements.Add(new BatchStatementRequest
        {
            Statement = $"INSERT INTO \"{Table}\" VALUE {{'Id': ?, 'It''s, {{a}} ? name': ?}}",
            Parameters = [new AttributeValue("2"), new AttributeValue { N = "7" }],
        });

        await client.BatchExecuteStatementAsync(request, Cancellation);

        List<Dictionary<string, AttributeValue>> items = await ScanAsync(client);
        Assert.Equal(["1", "2"], items.Select(item => item["Id"].S).Order());
        Assert.Equal("7", items.Single(item => item["Id"].S == "2")["It's, {a} ? name"].N);
    }

    [Theory]
    [InlineData(2, true, "Provided list of item keys contains duplicates")]
    [InlineData(26, false, "1 validation error detected: Value at 'statements' failed to satisfy constraint: Member must have length less than or equal to 25")]
    public async Task A_batch_with_a_key_twice_or_of_too_many_statements_is_refused_as_a_whole(int count, bool isSame, string message)
    {
        SimulatedTable table = new(Table, "Id:S") { Capacity = 1000 };
        await using CapacitySimulator simulator = new(TimeSpan.Zero, table);
        using AmazonDynamoDBClient client = CreateClient(simulator);

        AmazonDynamoDBException error = await Assert.ThrowsAsync<AmazonDynamoDBException>(() => client.BatchExecuteStatementAsync(
            Inserts([.. Enumerable.Range(0, count).Select(number =>
                (Table, Item(isSame ? "same" : number.ToString(CultureInfo.InvariantCulture), "1")))]),
            Cancellation));

        Assert.Equal(("ValidationException", message), (error.ErrorCode, error.Message));
        Assert.Equal(0, table.ItemCount);
    }

    [Theory]
    [InlineData("SET Id = :v", "One or more parameter values were invalid: Cannot update attribute Id. This attribute is part of the key")]
    [InlineData("SET Price = :w", "1 validation error detected: Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :w")]
    [InlineData("REMOVE Price", "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}")]
    [InlineData("SET Price = :v, ", "1 validation error detected: Invalid UpdateExpression: Syntax error; token: \"<EOF>\"")]
    [InlineData("SET Price = Cost, Title = :v", "The provided expression refers to an attribute that does not exist in the item")]
    public async Task A_wrong_update_is_refused(string expression, string message)
    {
        await using CapacitySimulator simulator = Start();
        using AmazonDynamoDBClient client = CreateClient(simulator);

        AmazonDynamoDBException error = await Assert.ThrowsAsync<AmazonDynamoDBException>(() => client.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = Table,
                Key = Id("1"),
                UpdateExpression = expression,
                ExpressionAttributeValues = new() { [":v"] = new AttributeValue("x") },
            }, Cancellation));

        Assert.Equal(("ValidationException", message), (error.ErrorCode, error.Message));
    }

    private static CapacitySimulator Start() => new(TimeSpan.Zero, new SimulatedTable(Table, "Id:S") { Capacity = 1000 });

    private static AmazonDynamoDBClient CreateClient(CapacitySimulator simulator) =>
        DynamoDbLocal.CreateClient(simulator.Endpoint, maxRetry: 0);

    private static async Task<List<Dictionary<string, AttributeValue>>> ScanAsync(AmazonDynamoDBClient client) =>
        (await client.ScanAsync(new ScanRequest(Table), Cancellation)).Items;

    private static BatchExecuteStatementRequest Inserts(
        params IEnumerable<(string Table, Dictionary<string, AttributeValue> Item)> inserts) => new()
        {
            ReturnConsumedCapacity = Consumed.TOTAL,
            Statements = [.. inserts.Select(insert => new BatchStatementRequest
        {
            Statement = $"INSERT INTO \"{insert.Table}\" VALUE ?",
            Parameters = [new AttributeValue { M = insert.Item }],
        })],
        };

    private static Dictionary<string, AttributeValue> Id(string id) => new() { ["Id"] = new AttributeValue(id) };

    private static Dictionary<string, AttributeValue> Item(string id, string version, string title = "t") => new(Id(id))
    {
        ["Version"] = new AttributeValue { N = version },
        ["Title"] = new AttributeValue(title),
    };
}
