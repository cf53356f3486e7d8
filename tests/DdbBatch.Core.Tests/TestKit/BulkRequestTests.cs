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

public sealed class BulkRequestTests(DynamoDbLocalFixture dynamoDb, S3ServerFixture s3)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_stands_for_one_operation_until_it_expires()
    {
        ManualClock clock = new();
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(
            dynamoDb, s3, new BulkServerOptions { Clock = clock, MaxOperationsPerTable = 2 });

        string first = await load.StartAsync(request => request.ClientToken = "token");
        Assert.Equal(first, await load.StartAsync(request => request.ClientToken = "token"));
        await Assert.ThrowsAsync<IdempotentParameterMismatchException>(() => load.StartAsync(request =>
        {
            request.ClientToken = "token";
            request.MaxWriteRequestUnits = 2000;
        }));
        clock.Now += TimeSpan.FromHours(8);
        Assert.NotEqual(first, await load.StartAsync(request => request.ClientToken = "token"));
    }

    [Fact]
    public async Task An_operation_whose_start_is_not_answered_is_found_by_its_token()
    {
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(
            dynamoDb,
            s3,
            new BulkServerOptions
            {
                Rule = request => request is { Operation: "StartBulkPutItems", OperationNumber: 1 } ? new Fault.ResetAfter() : Fault.None,
            });

        await Assert.ThrowsAnyAsync<Exception>(() => load.StartAsync(request => request.ClientToken = "token"));
        string arn = await load.StartAsync(request => request.ClientToken = "token");

        Assert.Equal(arn, Assert.Single(load.Server.Operations).Arn);
    }

    public static TheoryData<string, Action<StartBulkPutItemsRequest>> InvalidRequests => new()
    {
        { "maxWriteRequestUnits", request => request.MaxWriteRequestUnits = Unchecked(1023) },
        { "outputType", request => request.OutputS3Configuration.OutputType = ["EVERYTHING"] },
        { "outputType", request => request.OutputS3Configuration.OutputType = null },
        { "s3Bucket", request => request.InputS3Configuration.S3Bucket = Unchecked("no_bucket-") },
        { "s3Bucket", request => request.OutputS3Configuration.S3Bucket = null },
        { "inputFormat", request => request.InputS3Configuration.InputFormat = null },
        { "s3BucketOwner", request => request.InputS3Configuration.S3BucketOwner = Unchecked("12") },
        { "clientToken", request => request.ClientToken = Unchecked("$") },
        { "performanceTier", request => request.PerformanceTier = "FAST" },
        { "S3SseKmsKeyId", request => request.OutputS3Configuration.S3SseKmsKeyId = "key" },
    };

    [Theory]
    [MemberData(nameof(InvalidRequests), DisableDiscoveryEnumeration = true)]
    public async Task A_parameter_that_breaks_a_rule_is_refused(string parameter, Action<StartBulkPutItemsRequest> spoil)
    {
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(dynamoDb, s3);

        AmazonDynamoDBException refusal = await Assert.ThrowsAsync<AmazonDynamoDBException>(() => load.StartAsync(spoil));

        Assert.Equal("ValidationException", refusal.ErrorCode);
        Assert.Contains(parameter, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(load.Server.Operations);
    }

    [Fact]
    public async Task A_table_that_is_missing_global_or_busy_is_refused()
    {
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(dynamoDb, s3, new BulkServerOptions { GlobalTables = ["Global"] });
        await load.StartAsync();

        await Assert.ThrowsAsync<ResourceNotFoundException>(() => load.StartAsync(request => request.TableName = "Missing"));
        await Assert.ThrowsAsync<AmazonDynamoDBException>(() => load.StartAsync(request => request.TableName = "Global"));
        await Assert.ThrowsAsync<LimitExceededException>(() => load.StartAsync());
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => load.DescribeAsync("arn:aws:dynamodb:us-east-1:000000000000:table/T/bulk-operation/0"));
    }

    [Fact]
    public async Task A_global_table_shows_its_replica()
    {
        string table = DynamoDbLocalFixture.UniqueTableName();
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(dynamoDb, s3, new BulkServerOptions { GlobalTables = [table] });
        await load.DynamoDb.CreateTableAsync(table, "Id:S");

        Assert.Equal("eu-west-1", Assert.Single((await load.Client.DescribeTableAsync(table, Cancellation)).Table.Replicas).RegionName);
        Assert.Null((await load.Client.DescribeTableAsync(load.Table, Cancellation)).Table.Replicas);
    }

    [Fact]
    public async Task An_action_that_is_not_allowed_is_denied()
    {
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(
            dynamoDb,
            s3,
            new BulkServerOptions
            {
                Rule = request => request.Operation == "StartBulkPutItems"
                    ? new Fault.Error(400, "AccessDeniedException", "User: test is not authorized to perform: dynamodb:StartBulkPutItems")
                    : Fault.None,
            });

        AmazonDynamoDBException refusal = await Assert.ThrowsAsync<AmazonDynamoDBException>(() => load.StartAsync());

        Assert.Equal("AccessDeniedException", refusal.ErrorCode);
    }

    [Fact]
    public async Task Operations_are_listed_in_pages_with_the_newest_first()
    {
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(dynamoDb, s3, new BulkServerOptions { MaxOperationsPerTable = 50 });
        List<string> started = [];
        for (int number = 0; number < 12; number++)
            started.Add(await load.StartAsync());

        ListBulkOperationsResponse first = await load.Client.ListBulkOperationsAsync(new ListBulkOperationsRequest(), Cancellation);
        ListBulkOperationsResponse second = await load.Client.ListBulkOperationsAsync(
            new ListBulkOperationsRequest { NextToken = first.NextToken }, Cancellation);

        Assert.Equal(
            started.AsEnumerable().Reverse(),
            first.BulkOperationsSummaryList.Concat(second.BulkOperationsSummaryList).Select(found => found.BulkOperationArn));
        Assert.Equal((10, null), (first.BulkOperationsSummaryList.Count, second.NextToken));
    }

    /// <summary>A value that the SDK's analyzer doesn't see.</summary>
    private static T Unchecked<T>(T value) => value;

    private sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 26, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
