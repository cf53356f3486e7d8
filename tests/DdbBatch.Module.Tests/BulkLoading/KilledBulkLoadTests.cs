using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.BulkLoading;

/// <summary>
/// A process is killed at one moment of its load, and started again with the same token: it finishes the job, and nothing is
/// loaded twice.
/// </summary>
public sealed class KilledBulkLoadTests(DynamoDbLocalFixture dynamoDb, S3ServerFixture s3, TemporaryFolder folder)
    : BulkTestBase(dynamoDb, s3), IClassFixture<TemporaryFolder>
{
    private const int Rows = 3000;

    private const string Script =
        """
        Import-Module $args[0]
        $load = Import-DdbItem $args[1] |
            Start-DdbBulkLoad -Table $args[2] -EndpointUrl $args[3] -S3EndpointUrl $args[4] -S3Uri $args[5] -ClientToken killed -Compression None -Wait
        "$($load.Succeeded) $($load.TotalItems) $($load.WrittenItems) $($load.Arn)"
        """;

    private readonly TemporaryFolder _folder = folder.Inner();
    private readonly TaskCompletionSource _dueToDie = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The kind and the number of the request at which the process is killed, and whether the request is still carried out.
    [Theory]
    [InlineData("CreateMultipartUpload", "/data/", 1, false)]
    [InlineData("PutObject", "/data/", 1, false)]
    [InlineData("PutObject", "/data/", 7, true)]
    [InlineData("PutObject", "/manifest.json", 1, false)]
    [InlineData("PutObject", "/manifest.json", 1, true)]
    [InlineData("StartBulkPutItems", "/", 1, false)]
    [InlineData("StartBulkPutItems", "/", 1, true)]
    [InlineData("PutObject", "/manifest.json", 2, false)]
    [InlineData("DescribeBulkOperation", "/", 1, true)]
    [InlineData("PutObject", "/manifest.json", 3, true)]
    [InlineData("DeleteObjects", "/", 1, false)]
    [InlineData("DeleteObjects", "/", 1, true)]
    public async Task A_load_that_was_killed_is_finished_by_a_rerun_with_its_token(
        string operation, string target, int number, bool takesEffect)
    {
        string rows = "Id,Text\n" + string.Concat(Enumerable.Range(1, Rows).Select(i => $"{i},row {i}\n"));

        await KillAndRerunAsync(Table, rows, Rows, operation, target, number, takesEffect);

        Dictionary<int, string> items = (await ItemsAsync()).ToDictionary(item => item.Key, item => item.Value["Text"].S);
        Assert.Equal(Enumerable.Range(1, Rows).Select(i => (i, $"row {i}")), items.OrderBy(item => item.Key).Select(item => (item.Key, item.Value)));
    }

    [Theory]
    [InlineData("CreateMultipartUpload", 2, true)]
    [InlineData("UploadPart", 1, false)]
    [InlineData("UploadPart", 2, true)]
    [InlineData("CompleteMultipartUpload", 1, false)]
    [InlineData("CompleteMultipartUpload", 1, true)]
    public async Task A_load_that_was_killed_within_a_large_object_is_finished_too(string operation, int number, bool takesEffect)
    {
        // One partition is one object, and this one has three parts.
        const int LargeRows = 40;
        string table = DynamoDbLocalFixture.UniqueTableName();
        await DynamoDb.CreateTableAsync(table, "Artist:S", "Song:N");
        string rows = "Artist,Song,Text\n" + string.Concat(Enumerable.Range(1, LargeRows).Select(i => $"Ana,{i},{Text(i)}\n"));

        await KillAndRerunAsync(table, rows, LargeRows, operation, "/data/", number, takesEffect);

        IEnumerable<(int, string)> items = (await DynamoDb.ScanAsync(table)).Select(item => (int.Parse(item["Song"].N), item["Text"].S));
        Assert.Equal(Enumerable.Range(1, LargeRows).Select(i => (i, Text(i))), items.Order());

        static string Text(int row) => new((char)('a' + (row % 26)), 300_000);
    }

    private async Task KillAndRerunAsync(
        string table, string rows, int count, string operation, string target, int number, bool takesEffect)
    {
        int left = number;
        FaultRule rule = request => request.Operation == operation && request.Http.Target.Contains(target, StringComparison.Ordinal)
            && Interlocked.Decrement(ref left) == 0 ? Die(takesEffect) : Fault.None;
        Use(new BulkServerOptions { Pace = BulkPace.Background, Rule = rule });
        FaultProxy proxy = UseS3Proxy(rule);
        string input = _folder.Add($"{table}.csv", rows);
        string[] arguments = [Checkout.Manifest, input, table, Engine.Endpoint.AbsoluteUri, proxy.Endpoint.AbsoluteUri, $"s3://{Bucket}/"];

        Assert.Null(await DotnetProcess.RunScriptUntilAsync(_dueToDie.Task, Script, arguments));
        string[] finished = await DotnetProcess.RunScriptAsync(Script, arguments);
        string[] again = await DotnetProcess.RunScriptAsync(Script, arguments);

        BulkOperation only = Assert.Single(Engine.Operations);
        Assert.Equal([$"True {count} {count} {only.Arn}"], finished);
        Assert.Equal(finished, again);
        Assert.DoesNotContain(await S3.KeysAsync(Bucket), key => key.Contains("/data/", StringComparison.Ordinal));
        Assert.Empty(await S3.PendingUploadsAsync(Bucket));
    }

    private Fault Die(bool takesEffect)
    {
        _dueToDie.TrySetResult();
        return new Fault.Stall(takesEffect);
    }
}
