using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.BulkLoading;

public sealed class StartDdbBulkLoadTests(DynamoDbLocalFixture dynamoDb, S3ServerFixture s3, TemporaryFolder folder)
    : BulkTestBase(dynamoDb, s3), IClassFixture<TemporaryFolder>
{
    private readonly TemporaryFolder _folder = folder.Inner();

    [Theory]
    [InlineData("")]
    [InlineData("-Compression Zstd")]
    [InlineData("-Compression None -ShardBytes 300000 -DuplicateKey Error")]
    public async Task The_table_equals_the_input_and_the_upload_is_gone(string parameters)
    {
        PowerShellResult result = Run($$"""1..500 | % { @{ Id = $_; Text = "row $_" } } | Start-DdbBulkLoad -Wait {{parameters}}""").ThrowIfFailed();

        dynamic load = Load(result);
        Assert.Equal(("Completed", true, 500L, 500L), ((string)load.Status.ToString(), (bool)load.Succeeded, (long)load.TotalItems, (long)load.WrittenItems));
        Dictionary<int, Dictionary<string, AttributeValue>> items = await ItemsAsync();
        Assert.Equal(500, items.Count);
        Assert.All(items, item => Assert.Equal($"row {item.Key}", item.Value["Text"].S));
        Assert.Equal([$"loads/{load.ClientToken}/manifest.json"], await UploadAsync());
    }

    [Fact]
    public async Task Rows_of_a_file_are_converted_as_Write_DdbBatch_converts_them()
    {
        Session.SetVariable("csv", _folder.Add("rows.csv", "Id,Year,Genre\n1,1999,\n2,2003,Jazz\n"));

        Run("Import-Csv $csv | Start-DdbBulkLoad -Wait -AttributeType @{ Year = 'N' } -EmptyString Omit").ThrowIfFailed();

        Dictionary<int, Dictionary<string, AttributeValue>> items = await ItemsAsync();
        Assert.Equal(["1999", "2003"], items.OrderBy(item => item.Key).Select(item => item.Value["Year"].N));
        Assert.Equal([2], items.Where(item => item.Value.ContainsKey("Genre")).Select(item => item.Key));
    }

    [Fact]
    public void A_load_of_rows_that_could_not_all_be_read_has_not_succeeded()
    {
        Session.SetVariable("csv", _folder.Add("ragged.csv", "Id,A\n1,x\n2\n3,x\n"));

        dynamic load = Load(Run("Import-DdbItem $csv | Start-DdbBulkLoad -Wait"));

        Assert.Equal(("Completed", 2L, 1L, false), ((string)load.Status.ToString(), (long)load.WrittenItems, (long)load.ReadErrors, (bool)load.Succeeded));
    }

    [Fact]
    public async Task Invalid_and_refused_items_are_returned_once_each()
    {
        Use(new BulkServerOptions { Pace = BulkPace.Background, Refuse = item => item.GetProperty("Id").GetProperty("N").GetString()!.EndsWith("77", StringComparison.Ordinal) ? "Not this one." : null });
        string failed = Path.Combine(_folder.Path, "failed.jsonl");
        Session.SetVariable("failed", failed);

        // Every 50th of 5,000 rows has no number for a key: 100. Every 100th, from the 77th on, is refused: 50.
        PowerShellResult result = Run("""
            1..5000 | % { if ($_ % 50 -eq 25) { @{ Id = "bad $_" } } else { @{ Id = $_; Text = 'x' } } } |
                Start-DdbBulkLoad -Wait -UnprocessedVariable left -FailedPath $failed
            """);

        // Of those that break one rule here the first 10 have an error each; of those that DynamoDB refused, all.
        Assert.Equal(60, result.Errors.Count);
        string[] planted = [.. ((object[])Session.GetVariable("left")!).Select(item => (object?)((dynamic)item).InputObject).OfType<object>().Select(Base)
            .OfType<System.Collections.Hashtable>().Select(row => (string)row["Id"]!)];
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"bad {(i * 50) + 25}"), planted);
        dynamic[] refused = [.. result.Errors.Select(error => Base(error.TargetObject)).Where(target => target.GetType().Name == "UnprocessedItem")];
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (i * 100) + 77), refused.Select(item => Id((string)item.DynamoDBJson)).Order());
        Assert.All(refused, item => Assert.Contains("Not this one.", (string)item.Reason));
        dynamic load = Load(result);
        Assert.Equal((4900L, 50L, 100L, false), ((long)load.ProcessedItems, (long)load.FailedItems, (long)load.InvalidItems, (bool)load.Succeeded));
        Assert.Equal(4850, (await ItemsAsync()).Count);
        Assert.Equal(150, ((object[])Session.GetVariable("left")!).Length);
        Assert.Equal(150, File.ReadLines(failed).Count());
    }

    [Fact]
    public async Task Refused_items_are_written_by_Write_DdbBatch_once_they_may_be()
    {
        Use(new BulkServerOptions { Pace = BulkPace.Background, Refuse = item => item.GetProperty("Id").GetProperty("N").GetString() is "3" or "4" ? "Not this one." : null });
        Run("1..10 | % { @{ Id = $_; Tags = [string[]] ('a', 'b') } } | Start-DdbBulkLoad -Wait -UnprocessedVariable left -ErrorAction SilentlyContinue");

        Run("$left | Write-DdbBatch").ThrowIfFailed();

        Dictionary<int, Dictionary<string, AttributeValue>> items = await ItemsAsync();
        Assert.Equal(Enumerable.Range(1, 10), items.Keys.Order());
        Assert.Equal(["a", "b"], items[3]["Tags"].L.Select(tag => tag.S));
    }

    [Fact]
    public async Task Without_Wait_it_ends_once_the_load_has_begun()
    {
        Use(new BulkServerOptions { Pace = BulkPace.Manual });

        dynamic load = Load(Run("1..10 | % { @{ Id = $_ } } | Start-DdbBulkLoad").ThrowIfFailed());

        Assert.Equal(("InProgress", Table), ((string)load.Status.ToString(), TableName((string)load.Table)));
        Assert.Empty(await ItemsAsync());
        Assert.Equal(Engine.Operations.Single().Arn, (string)load.Arn);
    }

    [Fact]
    public async Task The_upload_is_kept_on_request()
    {
        dynamic load = Load(Run("1..10 | % { @{ Id = $_ } } | Start-DdbBulkLoad -Wait -KeepUpload").ThrowIfFailed());

        Assert.Contains(await UploadAsync(), key => key.StartsWith($"loads/{load.ClientToken}/data/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_parameters_become_those_of_the_request()
    {
        string reports = await S3.CreateBucketAsync();

        Run($$"""
            @{ Id = 1 } | Start-DdbBulkLoad -MaxWriteRequestUnit 2048 -PerformanceTier Accelerated -ClientToken Load-7 -Compression Zstd `
                -S3BucketOwner 123456789012 -OutputS3Uri s3://{{reports}}/here/ -OutputS3BucketOwner 210987654321 -KmsKeyId a-key
            """).ThrowIfFailed();

        JsonElement request = JsonElement.Parse(Requests("StartBulkPutItems").Single().Body.Span);
        JsonElement input = request.GetProperty("InputS3Configuration");
        JsonElement output = request.GetProperty("OutputS3Configuration");
        Assert.Equal(("Load-7", 2048, "ACCELERATED"), (Text(request, "ClientToken"), request.GetProperty("MaxWriteRequestUnits").GetInt32(), Text(request, "PerformanceTier")));
        Assert.Equal((Bucket, "loads/Load-7/data/", "123456789012", "ZSTD", "DYNAMODB_JSON"), (Text(input, "S3Bucket"), Text(input, "S3KeyPrefix"), Text(input, "S3BucketOwner"), Text(input, "InputCompressionType"), Text(input, "InputFormat")));
        Assert.Equal((reports, "210987654321", "KMS", "a-key"), (Text(output, "S3Bucket"), Text(output, "S3BucketOwner"), Text(output, "S3SseAlgorithm"), Text(output, "S3SseKmsKeyId")));
        Assert.StartsWith("here/", Text(output, "S3KeyPrefix"));
    }

    [Fact]
    public async Task WhatIf_uploads_and_starts_nothing_and_says_what_would_be()
    {
        FaultProxy proxy = UseS3Proxy(_ => Fault.None);
        const string rows = "1..100 | % { if ($_ -eq 50) { @{ Id = 'x' } } else { @{ Id = $_ % 90; Text = 'x' * $_ } } }";

        PowerShellResult result = Run($"{rows} | Start-DdbBulkLoad -WhatIf -Wait -ClientToken t");

        dynamic preflight = Assert.Single(result.Output).BaseObject;
        Assert.Equal("DdbBatch.BulkPreflight", preflight.GetType().FullName);
        Assert.Equal((99L, 1L, 10L), ((long)preflight.Items, (long)preflight.InvalidItems, (long)preflight.DuplicateKeys));
        Assert.True((long)preflight.UploadBytes > (long)preflight.SizeBytes);
        Assert.InRange((int)preflight.Shards, 1, 99);
        Assert.Equal($"s3://{Bucket}/loads/t/", (string)preflight.S3Uri);
        Assert.Contains(((IEnumerable<string>)preflight.Calls), call => call.StartsWith("dynamodb: StartBulkPutItems", StringComparison.Ordinal));
        Assert.Single(result.Errors);
        Assert.Empty(await UploadAsync());
        Assert.All(proxy.Requests, request => Assert.Contains(request.Http.Method, (string[])["GET", "HEAD"]));
        Assert.Equal(["DescribeTable"], Engine.Requests.Select(request => request.Operation).Distinct());
    }

    [Fact]
    public void Nothing_comes_of_no_input_and_of_input_that_makes_no_item()
    {
        Assert.Empty(Run("@() | Start-DdbBulkLoad -Wait").ThrowIfFailed().Output);

        PowerShellResult result = Run("@{ Id = 'x' } | Start-DdbBulkLoad -Wait");

        Assert.Empty(result.Output);
        Assert.Single(result.Errors);
        Assert.Contains("no load was started", Assert.Single(result.Warnings));
        Assert.Empty(Requests("StartBulkPutItems"));
    }

    [Theory]
    [InlineData("Update-DdbBatch")]
    [InlineData("Write-DdbBatch -Condition 'attribute_not_exists(#Id)'")]
    public async Task Leftovers_of_changes_are_refused_because_a_bulk_load_would_put_them(string command)
    {
        Run($"try {{ @{{ Id = 7 }} | {command} -Table T -KeyName 'Id:N' -EndpointUrl http://127.0.0.1:1 -UnprocessedVariable left }} catch {{ }}");

        ErrorRecord error = Assert.Single(Run("$left[0], @{ Id = 1 } | Start-DdbBulkLoad -Wait").Errors);

        Assert.StartsWith("ChangeRefused", error.FullyQualifiedErrorId);
        Assert.Equal([1], (await ItemsAsync()).Keys);
    }

    [Fact]
    public async Task Deletes_are_refused_one_by_one()
    {
        Session.SetVariable("gone", new WriteRequest(new DeleteRequest(new() { ["Id"] = new AttributeValue { N = "7" } })));

        PowerShellResult result = Run("$gone, @{ Id = 1 } | Start-DdbBulkLoad -Wait");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("DeleteRefused", error.FullyQualifiedErrorId);
        Assert.Contains("Remove-DdbBatch", error.ToString());
        Assert.Equal([1], (await ItemsAsync()).Keys);
    }

    [Fact]
    public void Invalid_objects_stay_in_the_loads_manifest()
    {
        dynamic started = Load(Run("& { 1..3 | % { @{ Wrong = $_ } }; @{ Id = 1 } } | Start-DdbBulkLoad -Wait -ErrorAction SilentlyContinue"));
        Session.SetVariable("arn", (string)started.Arn);

        dynamic later = Load(Run("Get-DdbBulkLoad -Arn $arn"));
        dynamic listed = Load(Run("Get-DdbBulkLoad -Table $table"));

        Assert.All([started, later, listed], load => Assert.Equal((3L, false), ((long)load.InvalidItems, (bool)load.Succeeded)));
    }

    [Fact]
    public void While_the_table_has_a_load_another_ones_upload_stays_and_both_messages_say_so()
    {
        Use(new BulkServerOptions { Pace = BulkPace.Manual });
        Run("@{ Id = 1 } | Start-DdbBulkLoad").ThrowIfFailed();
        using StringWriter shown = new();
        using PowerShellSession session = new(host: new ConsoleHost(shown, shown));
        foreach (string name in new[] { "PSDefaultParameterValues", "endpoint", "table", "bucket", "s3" })
            session.SetVariable(name, Session.GetVariable(name));

        session.Show("@{ Id = 2 } | Start-DdbBulkLoad -ClientToken second");

        string text = string.Join(" ", shown.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("The upload stays", text);
        Assert.Contains("Run it again with -ClientToken second to continue.", text);
        Assert.DoesNotContain("its upload deleted", text);
    }

    [Fact]
    public void MaxInvalid_ends_it_before_anything_is_loaded()
    {
        ErrorRecord error = RunToFailure("1..500 | % { @{ Wrong = $_ } } | Start-DdbBulkLoad -MaxInvalid 20");

        Assert.StartsWith("MaxInvalidReached,", error.FullyQualifiedErrorId);
        Assert.Empty(Requests("StartBulkPutItems"));
    }

    [Fact]
    public void Many_objects_that_break_one_rule_are_reported_by_ten_errors_and_one_warning()
    {
        PowerShellResult result = Run("& { 1..500 | % { @{ Wrong = $_ } }; @{ Id = 1 } } | Start-DdbBulkLoad -UnprocessedVariable left");

        Assert.Equal(10, result.Errors.Count);
        Assert.Contains("500 objects are invalid", Assert.Single(result.Warnings));
        Assert.Equal(500, ((object[])Session.GetVariable("left")!).Length);
        Assert.Single(Requests("StartBulkPutItems"));
    }

    [Theory]
    [InlineData("InOrder", "third")]
    [InlineData("KeepLast", "third")]
    [InlineData("Error", "first")]
    public async Task Of_items_with_one_key_the_last_stays_or_all_but_the_first_are_refused(string mode, string expected)
    {
        PowerShellResult result = Run($$"""'first', 'second', 'third' | % { @{ Id = 1; Text = $_ } } | Start-DdbBulkLoad -Wait -DuplicateKey {{mode}}""");

        Assert.Equal(expected, (await ItemsAsync())[1]["Text"].S);
        Assert.Equal(mode == "Error" ? 2 : 0, result.Errors.Count(error => error.FullyQualifiedErrorId.StartsWith("DuplicateKey", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_bars_show_items_bytes_and_percent()
    {
        Use(new BulkServerOptions { Pace = BulkPace.OnDescribe });
        using PowerShell shell = Session.CreatePowerShell();
        shell.AddScript("$ProgressPreference = 'Continue'; 1..2000 | % { @{ Id = $_; Text = 'x' * 100 } } | Start-DdbBulkLoad -Wait", useLocalScope: false);
        shell.Invoke();

        Assert.Empty(shell.Streams.Error);
        ProgressRecord[] waiting = [.. shell.Streams.Progress.Where(record => record.Activity.StartsWith("Start-DdbBulkLoad: loading", StringComparison.Ordinal))];
        Assert.Contains(waiting, record => record.PercentComplete is > 0 and < 100);
        Assert.Matches(@"^InProgress: \d+ of 2000 items processed, 0 failed, [\d.]+ \w+ of [\d.]+ \w+ read$", waiting.First(record => record.PercentComplete > 0).StatusDescription);
        Assert.Equal(ProgressRecordType.Completed, waiting[^1].RecordType);
    }

    [Fact]
    public void A_load_that_fails_half_way_is_an_error_with_the_load()
    {
        Use(new BulkServerOptions { Pace = BulkPace.Background, FailAfterItems = 100, FailureCode = "InternalServerError" });

        PowerShellResult result = Run("1..500 | % { @{ Id = $_ } } | Start-DdbBulkLoad -Wait");

        ErrorRecord error = Assert.Single(result.Errors, error => error.FullyQualifiedErrorId.StartsWith("BulkLoadFailed", StringComparison.Ordinal));
        Assert.Contains("InternalServerError", error.ToString());
        Assert.False((bool)Load(result).Succeeded);
    }

    private async Task<IReadOnlyList<string>> UploadAsync() =>
        [.. (await S3.KeysAsync(Bucket, "loads/")).Where(key => !key.Contains("AWSDynamoDB", StringComparison.Ordinal))];

    private static object Base(object target) => PSObject.AsPSObject(target).BaseObject;

    private static int Id(string json) => int.Parse(JsonElement.Parse(json).GetProperty("Id").GetProperty("N").GetString()!);

    private static string? Text(JsonElement parent, string name) => parent.GetProperty(name).GetString();

    private static string TableName(string table) => table.Split('/')[^1];
}
