using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit;
using Xunit;
using ZstdSharp;

namespace DdbBatch.Tests.TestKit;

public sealed class BulkOperationServerTests(DynamoDbLocalFixture dynamoDb, S3ServerFixture s3)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("NONE")]
    [InlineData("GZIP")]
    [InlineData("ZSTD")]
    public async Task The_items_of_all_objects_are_put(string compression)
    {
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(dynamoDb, s3);
        await load.PutAsync("in/data/0.json", Compress(Lines(0, 60), compression));
        await load.PutAsync("in/data/1.json", Compress(Lines(60, 40), compression));
        // Not under the prefix.
        await load.PutAsync("in/manifest.json", "{}"u8.ToArray());

        BulkOperationDescription ended = await load.RunAsync(request => request.InputS3Configuration.InputCompressionType = compression);

        Assert.Equal(BulkOperationStatus.COMPLETED, ended.BulkOperationStatus);
        Assert.Equal((100, 0), (ended.ProcessedItemCount, ended.FailedItemCount));
        Assert.Equal(ended.TotalInputBytes, ended.ProcessedInputBytes);
        // "Id" and its digits, "Text" and two bytes.
        Assert.Equal((100 * 8) + 190, Assert.Single(ended.BulkOperationUsage).BulkPutBytes);
        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"{number}").Order(), await load.IdsAsync());
        Assert.Equal(["manifest-files.json", "manifest-summary.json"], (await load.ReportKeysAsync()).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Each_description_lets_the_operation_take_a_step()
    {
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(dynamoDb, s3);
        await load.PutAsync("in/data/0.json", Lines(0, 3));
        await load.PutAsync("in/data/1.json", Lines(3, 2));

        string arn = await load.StartAsync();
        List<BulkOperationDescription> steps = [];
        do
            steps.Add(await load.DescribeAsync(arn));
        while (steps[^1].EndTime is null);

        Assert.Equal([null, 220, 220, 220, 220], steps.Select(step => step.TotalInputBytes));
        Assert.Equal([0, 0, 3, 5, 5], steps.Select(step => step.ProcessedItemCount!.Value));
        Assert.Equal(
            [.. Enumerable.Repeat(BulkOperationStatus.IN_PROGRESS, 4), BulkOperationStatus.COMPLETED],
            steps.Select(step => step.BulkOperationStatus));
        Assert.All(steps, step => Assert.Equal(arn, step.BulkOperationArn));
    }

    [Fact]
    public async Task Records_that_cannot_be_processed_are_reported_once_and_the_rest_is_put()
    {
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(
            dynamoDb, s3, new BulkServerOptions { Refuse = item => item.GetProperty("Id").GetProperty("S").GetString() == "7" ? "Seven" : null });
        string[] lines = [.. Encoding.UTF8.GetString(Lines(0, 30)).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        lines[11] = """{"Item":{"Id":{"S":""},"Text":{"S":"empty key"}}}""";
        lines[12] = """{"Id":{"S":"bare"}}""";
        lines[13] = "{";
        await load.PutAsync("in/data/0.json", Encoding.UTF8.GetBytes(string.Join('\n', lines)));

        BulkOperationDescription ended = await load.RunAsync();

        Assert.Equal(BulkOperationStatus.COMPLETED_WITH_ERRORS, ended.BulkOperationStatus);
        Assert.Equal((30, 4), (ended.ProcessedItemCount, ended.FailedItemCount));
        Assert.Equal(26, (await load.IdsAsync()).Count);
        JsonElement[] records = [.. (await load.ReportAsync()).OrderBy(record => record.GetProperty("LineNumber").GetInt32())];
        Assert.Equal([8, 12, 13, 14], records.Select(record => record.GetProperty("LineNumber").GetInt32()));
        Assert.Equal("Seven", records[0].GetProperty("ErrorMessage").GetString());
        Assert.Equal("7", records[0].GetProperty("Item").GetProperty("Id").GetProperty("S").GetString());
        Assert.Equal("ValidationException", records[1].GetProperty("ErrorCode").GetString());
        Assert.Equal(["""{"Id":{"S":"bare"}}""", "{"], records[2..].Select(record => record.GetProperty("RawRecord").GetString()));
        Assert.All(records, record => Assert.Equal("in/data/0.json", record.GetProperty("S3Key").GetString()));
    }

    [Fact]
    public async Task The_last_of_an_object_s_items_with_one_key_stays()
    {
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(dynamoDb, s3);
        IEnumerable<string> lines = Enumerable.Range(0, 30).Select(number => Line("same", $"{number:00}"));
        await load.PutAsync("in/data/0.json", Encoding.UTF8.GetBytes(string.Concat(lines)));

        await load.RunAsync();

        Assert.Equal("29", Assert.Single(await load.DynamoDb.ScanAsync(load.Table))["Text"].S);
    }

    [Fact]
    public async Task The_report_has_the_style_that_a_test_asks_for()
    {
        BulkReportStyle plain = new()
        {
            IsCompressed = false,
            HasManifest = false,
            ItemField = null,
            RecordsPerFile = 2,
        };
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(dynamoDb, s3, new BulkServerOptions { Refuse = _ => "No", Report = plain });
        await load.PutAsync("in/data/0.json", Lines(0, 3));

        await load.RunAsync();

        Assert.Equal(["error-00000.json", "error-00001.json"], (await load.ReportKeysAsync()).Select(Path.GetFileName));
        Assert.Equal("""{"Id":{"S":"0"},"Text":{"S":"ab"}}""", (await load.ReportAsync())[0].GetRawText());
    }

    [Fact]
    public async Task A_cancelled_operation_loads_nothing_more()
    {
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(dynamoDb, s3);
        await load.PutAsync("in/data/0.json", Lines(0, 3));
        await load.PutAsync("in/data/1.json", Lines(3, 3));
        string arn = await load.StartAsync();
        await load.DescribeAsync(arn);
        await load.DescribeAsync(arn);

        CancelBulkOperationResponse answer = await load.Client.CancelBulkOperationAsync(
            new CancelBulkOperationRequest { BulkOperationArn = arn }, Cancellation);
        BulkOperationDescription stopping = await load.DescribeAsync(arn);
        BulkOperationDescription stopped = await load.DescribeAsync(arn);

        Assert.Equal(BulkOperationStatus.CANCELLING, answer.BulkOperationStatus);
        Assert.Equal(BulkOperationStatus.CANCELLING, stopping.BulkOperationStatus);
        Assert.Equal(BulkOperationStatus.CANCELLED, stopped.BulkOperationStatus);
        Assert.Equal((3, 3), (stopped.ProcessedItemCount, (await load.IdsAsync()).Count));
        await Assert.ThrowsAsync<AmazonDynamoDBException>(() => load.Client.CancelBulkOperationAsync(
            new CancelBulkOperationRequest { BulkOperationArn = arn }, Cancellation));
    }

    [Fact]
    public async Task An_operation_that_fails_half_way_leaves_what_it_has_put()
    {
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(
            dynamoDb, s3, new BulkServerOptions { FailAfterItems = 40, FailureCode = "TableDeleted" });
        await load.PutAsync("in/data/0.json", Lines(0, 60));

        BulkOperationDescription ended = await load.RunAsync();

        Assert.Equal((BulkOperationStatus.FAILED, "TableDeleted"), (ended.BulkOperationStatus, ended.FailureCode));
        Assert.Equal((40, 40), (ended.ProcessedItemCount, (await load.IdsAsync()).Count));
    }

    [Fact]
    public async Task An_input_that_is_missing_or_modified_or_too_large_fails_the_operation()
    {
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(
            dynamoDb, s3, new BulkServerOptions { Pace = BulkPace.Manual, MaxOperationsPerTable = 9, MaxObjects = 2, MaxObjectBytes = 1000 });
        Assert.Equal("S3NoSuchKey", await FailureAsync());
        await load.PutAsync("in/data/0.json", Lines(0, 100));
        Assert.Equal("LimitExceeded", await FailureAsync());
        await load.PutAsync("in/data/0.json", Lines(0, 1));
        BulkOperation modified = await StartedAsync();
        await modified.StepAsync(Cancellation);
        await load.PutAsync("in/data/0.json", Lines(1, 1));
        await modified.RunAsync(Cancellation);
        Assert.Equal("S3ObjectModified", modified.Failure?.Code);
        Assert.Equal("S3NoSuchBucket", await FailureAsync(request => request.InputS3Configuration.S3Bucket = "no-such-bucket"));
        await load.PutAsync("in/data/1.json", Lines(0, 1));
        await load.PutAsync("in/data/2.json", Lines(0, 1));
        Assert.Equal("LimitExceeded", await FailureAsync());

        async Task<BulkOperation> StartedAsync(Action<StartBulkPutItemsRequest>? change = null)
        {
            string arn = await load.StartAsync(change);
            return load.Server.Operations.Single(operation => operation.Arn == arn);
        }

        async Task<string?> FailureAsync(Action<StartBulkPutItemsRequest>? change = null)
        {
            BulkOperation operation = await StartedAsync(change);
            await operation.RunAsync(Cancellation);
            return operation.Failure?.Code;
        }
    }

    [Theory]
    [InlineData("GZIP")]
    [InlineData("ZSTD")]
    public async Task An_object_that_cannot_be_decompressed_is_reported_as_a_whole(string compression)
    {
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(dynamoDb, s3);
        await load.PutAsync("in/data/0.json", "This is plain text, not compressed."u8.ToArray());
        await load.PutAsync("in/data/1.json", Compress(Lines(0, 2), compression));

        BulkOperationDescription ended = await load.RunAsync(request => request.InputS3Configuration.InputCompressionType = compression);

        Assert.Equal(BulkOperationStatus.COMPLETED_WITH_ERRORS, ended.BulkOperationStatus);
        Assert.Equal(2, (await load.IdsAsync()).Count);
        JsonElement record = Assert.Single(await load.ReportAsync());
        Assert.Equal("in/data/0.json", record.GetProperty("S3Key").GetString());
        Assert.False(record.TryGetProperty("Item", out _) || record.TryGetProperty("LineNumber", out _));
    }

    [Fact]
    public async Task A_digest_can_stand_for_the_table()
    {
        ItemDigest items = new("Id"), expected = new("Id");
        await using BulkTestLoad load = await BulkTestLoad.CreateAsync(
            dynamoDb, s3, new BulkServerOptions { Pace = BulkPace.Background, Items = items });
        foreach (int shard in Enumerable.Range(0, 4))
            await load.PutAsync($"in/data/{shard}.json", Compress(Lines(shard * 1000, 1000), "GZIP"));
        for (int number = 3999; number >= 0; number--)
            expected.Put(JsonElement.Parse($$$"""{"Text":{"S":"ab"},"Id":{"S":"{{{number}}}"}}"""));

        string arn = await load.StartAsync(request => request.InputS3Configuration.InputCompressionType = "GZIP");
        await load.Server.Operations.Single(operation => operation.Arn == arn).RunAsync(Cancellation);

        Assert.Equal((expected.Count, expected.Value), (items.Count, items.Value));
        expected.Put(JsonElement.Parse("""{"Text":{"S":"abc"},"Id":{"S":"0"}}"""));
        Assert.NotEqual(expected.Value, items.Value);
    }

    private static string Line(string id, string text) => $$$$"""{"Item":{"Id":{"S":"{{{{id}}}}"},"Text":{"S":"{{{{text}}}}"}}}""" + "\n";

    private static byte[] Lines(int first, int count) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(first, count).Select(number => Line($"{number}", "ab"))));

    private static byte[] Compress(byte[] content, string compression)
    {
        using MemoryStream bytes = new();
        using (Stream stream = compression switch
        {
            "GZIP" => new GZipStream(bytes, CompressionMode.Compress),
            "ZSTD" => new CompressionStream(bytes),
            _ => bytes,
        })
            stream.Write(content);
        return bytes.ToArray();
    }
}
