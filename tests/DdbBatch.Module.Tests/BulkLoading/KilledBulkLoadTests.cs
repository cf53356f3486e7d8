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
            Start-DdbBulkLoad -Table $args[2] -EndpointUrl $args[3] -S3EndpointUrl $args[4] -S3Uri $args[5] -ClientToken killed -Wait
        "$($load.Succeeded) $($load.TotalItems) $($load.WrittenItems) $($load.Arn)"
        """;

    private readonly TemporaryFolder _folder = folder.Inner();
    private readonly TaskCompletionSource _dueToDie = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // What the request at which it dies is for, and on which, and whether it is still carried out.
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
        int left = number;
        FaultRule rule = request => request.Operation == operation && request.Http.Target.Contains(target, StringComparison.Ordinal)
            && Interlocked.Decrement(ref left) == 0 ? Die(takesEffect) : Fault.None;
        Use(new BulkServerOptions { Pace = BulkPace.Background, Rule = rule });
        FaultProxy proxy = UseS3Proxy(rule);
        string input = _folder.Add($"{Table}.csv", "Id,Text\n" + string.Concat(Enumerable.Range(1, Rows).Select(i => $"{i},row {i}\n")));
        string[] arguments = [Checkout.Manifest, input, Table, Engine.Endpoint.AbsoluteUri, proxy.Endpoint.AbsoluteUri, $"s3://{Bucket}/"];

        Assert.Null(await DotnetProcess.RunScriptUntilAsync(_dueToDie.Task, Script, arguments));
        string[] finished = await DotnetProcess.RunScriptAsync(Script, arguments);
        string[] again = await DotnetProcess.RunScriptAsync(Script, arguments);

        BulkOperation only = Assert.Single(Engine.Operations);
        Assert.Equal([$"True {Rows} {Rows} {only.Arn}"], finished);
        Assert.Equal(finished, again);
        Dictionary<int, string> items = (await ItemsAsync()).ToDictionary(item => item.Key, item => item.Value["Text"].S);
        Assert.Equal(Enumerable.Range(1, Rows).Select(i => (i, $"row {i}")), items.OrderBy(item => item.Key).Select(item => (item.Key, item.Value)));
        Assert.DoesNotContain(await S3.KeysAsync(Bucket), key => key.Contains("/data/", StringComparison.Ordinal));
        Assert.Empty(await S3.PendingUploadsAsync(Bucket));
    }

    private Fault Die(bool takesEffect)
    {
        _dueToDie.TrySetResult();
        return new Fault.Stall(takesEffect);
    }
}
