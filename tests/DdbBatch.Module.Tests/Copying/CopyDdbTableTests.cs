using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Copying;

public sealed class CopyDdbTableTests(DynamoDbLocalFixture fixture, TemporaryFolder folder) : CopyTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private readonly string _folder = folder.Inner().Path;

    [Theory]
    [InlineData("Direct")]
    [InlineData("Sdk")]
    public void Every_item_is_copied_byte_by_byte_whatever_it_holds(string transport)
    {
        PutItems(1500);

        dynamic summary = Single(Run($"Copy-DdbTable $table $destination -Summary -Transport {transport}").ThrowIfFailed(), "CopySummary");

        AssertCopied();
        Assert.Equal((true, 1500L, 1500L, 0L), ((bool)summary.Succeeded, (long)summary.Items, (long)summary.Written, (long)summary.Invalid));
        Assert.Equal((Table, Destination), (summary.Table, summary.Destination));
        Assert.True(summary.ReadCapacityUnits > 0 && summary.WriteCapacityUnits >= 1500);
    }

    [Fact]
    public void Faults_of_both_tables_neither_lose_nor_change_an_item()
    {
        PutItems(1500);
        FaultProxy proxy = UseProxy(request => request.Operation is "Scan" or "BatchWriteItem" && request.Random.NextDouble() < 0.4
            ? request.IsBatchWrite && request.Random.Next(2) == 0 ? new Fault.SubsetUnprocessed(0.5) : Faults[request.Random.Next(Faults.Count)]
            : Fault.None);

        Run($"Copy-DdbTable $table $destination -EndpointUrl '{proxy.Endpoint}' -CheckpointPath '{_folder}/faults.mark'").ThrowIfFailed();

        AssertCopied();
    }

    [Fact]
    public void The_two_tables_can_be_at_two_endpoints()
    {
        PutItems(100);
        FaultProxy source = UseProxy(request => request.IsBatchWrite ? throw new InvalidOperationException() : Fault.None);
        FaultProxy target = UseProxy(request => request.Operation == "Scan" ? throw new InvalidOperationException() : Fault.None);

        Run($"Copy-DdbTable $table -Destination $destination -EndpointUrl '{source.Endpoint}' -DestinationEndpointUrl '{target.Endpoint}'").ThrowIfFailed();

        AssertCopied();
        Assert.NotEmpty(target.BatchWrites);
    }

    [Fact]
    public void The_destination_uses_its_own_credentials_and_region_or_those_of_the_source()
    {
        PutItems(1);
        FaultProxy proxy = UseProxy(_ => Fault.None);
        const string Source = "-AccessKey AKIASOURCE -SecretKey s -Region eu-central-1";

        Run($"Copy-DdbTable $table $destination {Source} -EndpointUrl '{proxy.Endpoint}' -DestinationAccessKey AKIAOTHER -DestinationSecretKey d -DestinationRegion us-west-2 -DestinationEndpointUrl '{proxy.Endpoint}' -WhatIf");
        Run($"Copy-DdbTable $table $destination {Source} -EndpointUrl '{proxy.Endpoint}' -WhatIf");

        string[] scopes = [.. proxy.Requests.Select(request => request.Http.Header("Authorization")!.Split("Credential=")[1].Split('/') is var parts
            ? $"{parts[0]} {parts[2]}" : "")];
        Assert.Equal(["AKIASOURCE eu-central-1", "AKIAOTHER us-west-2", "AKIASOURCE eu-central-1", "AKIASOURCE eu-central-1"], scopes);
        ErrorRecord error = RunToFailure("Copy-DdbTable $table $destination -DestinationAccessKey a").Error;
        Assert.Contains("-DestinationSecretKey", error.Exception.Message, StringComparison.Ordinal);
    }

    // An endpoint belongs to its region. The profile has one, so that no test depends on the network.
    [Theory]
    [InlineData("Copy-DdbTable $table -Destination $destination -WhatIf", "Destination")]
    [InlineData("Compare-DdbTable $table -ReferenceTable $destination", "Reference")]
    public void A_second_table_in_another_region_does_not_use_the_endpoint_of_the_first(string command, string prefix)
    {
        FaultProxy first = UseProxy(_ => Fault.None);
        FaultProxy second = UseProxy(_ => Fault.None);
        string profiles = Path.Combine(_folder, "profiles");
        File.WriteAllText(profiles, $"[other]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = s\nendpoint_url = {second.Endpoint}\n");

        Run($"{command} -EndpointUrl '{first.Endpoint}' -ProfileLocation '{profiles}' -AccessKey AKIAFIRST -SecretKey s -{prefix}ProfileName other -{prefix}Region eu-west-3")
            .ThrowIfFailed();

        Assert.NotEmpty(second.Requests);
        Assert.All(second.Requests, request => Assert.Contains("/eu-west-3/", request.Http.Header("Authorization")!));
        Assert.All(first.Requests, request => Assert.DoesNotContain(Destination, Encoding.UTF8.GetString(request.Body.Span)));
    }

    [Fact]
    public void A_filter_and_a_projection_select_what_is_copied_and_the_key_is_added()
    {
        PutItems(50);

        Run("Copy-DdbTable $table $destination -Filter '#Id <= :n' -FilterValue @{ ':n' = 20 } -Property Name, Deep.List[0]").ThrowIfFailed();

        string[] copied = Json(Destination);
        Assert.Equal(20, copied.Length);
        Assert.All(copied, item => Assert.Matches("\"Id\".*\"Name\"|\"Name\".*\"Id\"", item));
        Assert.All(copied, item => Assert.DoesNotContain("Pad", item, StringComparison.Ordinal));
    }

    [Fact]
    public void Tables_with_other_keys_are_refused_with_both_keys_before_anything_is_read()
    {
        PutItems(1);
        string other = DynamoDbLocalFixture.UniqueTableName();
        Run($"New-DdbEmptyTable {other} -KeyName Artist, 'Year:N' -EndpointUrl $endpoint").ThrowIfFailed();

        ErrorRecord error = RunToFailure($"Copy-DdbTable $table {other}").Error;

        Assert.StartsWith("KeySchemaMismatch", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Id (N)", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Artist (S), Year (N)", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_not_copied_onto_itself() =>
        Assert.StartsWith("SameTable", RunToFailure("Copy-DdbTable $table $table").Error.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void A_missing_destination_is_an_error_unless_it_is_to_be_created()
    {
        PutItems(10);
        string fresh = DynamoDbLocalFixture.UniqueTableName();
        ErrorRecord error = RunToFailure($"Copy-DdbTable $table {fresh}").Error;
        Assert.StartsWith("TableNotFound", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-CreateDestination", error.Exception.Message, StringComparison.Ordinal);

        Run($"Copy-DdbTable $table {fresh} -CreateDestination -WhatIf").ThrowIfFailed();
        Assert.StartsWith("TableNotFound", RunToFailure($"Copy-DdbTable $table {fresh}").Error.FullyQualifiedErrorId, StringComparison.Ordinal);

        Run($"Copy-DdbTable $table {fresh} -CreateDestination; Copy-DdbTable $table {fresh} -CreateDestination").ThrowIfFailed();
        Assert.Equal(Json(Table), Json(fresh));
    }

    [Fact]
    public void A_filter_that_DynamoDB_cannot_read_creates_no_table()
    {
        PutItems(10);
        string fresh = DynamoDbLocalFixture.UniqueTableName();

        ErrorRecord error = RunToFailure($"Copy-DdbTable $table {fresh} -CreateDestination -Filter 'Qty -ge 7'").Error;

        Assert.StartsWith("InvalidFilter,", error.FullyQualifiedErrorId);
        Assert.StartsWith("TableNotFound,", RunToFailure($"Read-DdbTable {fresh}").Error.FullyQualifiedErrorId);
        Assert.StartsWith("InvalidFilter,", RunToFailure("Copy-DdbTable $table $destination -Filter 'Qty -ge 7'").Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void WhatIf_outputs_estimates_and_neither_reads_nor_writes_an_item()
    {
        PutItems(200);
        FaultProxy proxy = UseProxy(_ => Fault.None);

        dynamic preflight = Single(
            Run($"Copy-DdbTable $table $destination -EndpointUrl '{proxy.Endpoint}' -MaxWriteCapacity 10 -CheckpointPath '{_folder}/no.mark' -WhatIf -SummaryVariable s"),
            "TransferPreflight");

        Assert.Equal((200L, Destination), ((long)preflight.Items, (string)preflight.Destination));
        Assert.True(preflight.SizeBytes > 200 * 900);
        Assert.True(preflight.WriteCapacityUnits >= 200 && preflight.EstimatedTime >= TimeSpan.FromSeconds(20));
        Assert.All(proxy.Requests, request => Assert.Equal("DescribeTable", request.Operation));
        Assert.False(File.Exists($"{_folder}/no.mark"));
        Assert.Null(Session.GetVariable("s"));
    }

    [Fact]
    public void Items_that_are_refused_are_errors_and_are_kept_and_can_be_written_later()
    {
        PutItems(500);
        string failed = $"{_folder}/left.jsonl";
        string mark = $"{_folder}/left.mark";
        bool refuses = true;
        FaultProxy proxy = UseProxy(request => refuses && request.Writes.Any(write => write.Request.ToString().Contains("\"t77\""))
            ? new Fault.Error(400, "ValidationException", "One or more parameter values were invalid")
            : Fault.None);
        string copy = $"Copy-DdbTable $table $destination -EndpointUrl '{proxy.Endpoint}' -CheckpointPath '{mark}' -FailedPath '{failed}' -UnprocessedVariable left -SummaryVariable s";

        PowerShellResult result = Run(copy);

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("UnprocessedItem", error.TargetObject.GetType().Name);
        dynamic summary = PSObject.AsPSObject(Session.GetVariable("s")).BaseObject;
        Assert.Equal((false, 499L, 1L, 1L), ((bool)summary.Succeeded, (long)summary.Written, (long)summary.Invalid, (long)summary.FailedLines));
        Assert.Single(File.ReadAllLines(failed));
        Assert.Single((System.Collections.IEnumerable)PSObject.AsPSObject(Session.GetVariable("left")).BaseObject);
        Assert.Equal(499, Json(Destination).Length);

        refuses = false;
        int requests = proxy.BatchWrites.Count;
        PowerShellResult again = Run(copy);
        Assert.Equal(requests, proxy.BatchWrites.Count);
        Assert.Contains(again.Warnings, warning => warning.ToString().Contains("complete", StringComparison.Ordinal));
        Run($"Resume-DdbBatch -FailedPath '{failed}' -EndpointUrl '{proxy.Endpoint}'").ThrowIfFailed();
        AssertCopied();
    }

    [Fact]
    public async Task A_copy_does_not_continue_into_a_destination_that_was_deleted()
    {
        PutItems(50);
        string copy = $"Copy-DdbTable $table -Destination '{Destination}x' -CreateDestination -CheckpointPath '{_folder}/gone.mark'";
        Run(copy).ThrowIfFailed();
        using (AmazonDynamoDBClient client = DynamoDbLocal.CreateClient(Server.Endpoint))
            await client.DeleteTableAsync($"{Destination}x", TestContext.Current.CancellationToken);

        Assert.StartsWith("CheckpointOfOtherTable,", RunToFailure(copy).Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void The_checkpoint_of_a_copy_to_another_destination_names_both()
    {
        PutItems(50);
        string copy = $"Copy-DdbTable $table -CreateDestination -CheckpointPath '{_folder}/two.mark' -Destination ";
        Run($"{copy} '{Destination}b'").ThrowIfFailed();

        ErrorRecord error = RunToFailure($"{copy} '{Destination}c'").Error;

        Assert.StartsWith("CheckpointMismatch,", error.FullyQualifiedErrorId);
        Assert.Contains("its destination is '", error.Exception.Message);
        Assert.Contains($"/{Destination}b'", error.Exception.Message);
        Assert.Contains($"/{Destination}c'", error.Exception.Message);
        Run($"{copy} '{Destination}b'").ThrowIfFailed();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_does_not_continue_with_a_table_that_was_created_again(bool isSource)
    {
        PutItems(50);
        string copy = $"Copy-DdbTable $table $destination -CheckpointPath '{_folder}/again.mark'";
        Run(copy).ThrowIfFailed();
        string again = isSource ? Table : Destination;
        await Server.Client.DeleteTableAsync(again, TestContext.Current.CancellationToken);
        await Server.CreateTableAsync(again, "Id:N");

        ErrorRecord refused = RunToFailure(copy).Error;
        Assert.StartsWith("CheckpointMismatch,", refused.FullyQualifiedErrorId);
        Assert.Contains($"/{again}' was deleted and created again", refused.Exception.Message);
    }

    [Fact]
    public void The_checkpoint_of_another_copy_is_refused_and_has_no_secret()
    {
        PutItems(10);
        string mark = $"{_folder}/other.mark";
        string copy = $"Copy-DdbTable $table $destination -CheckpointPath '{mark}' -AccessKey AKIDSECRET -SecretKey verysecret";
        Run(copy).ThrowIfFailed();

        string content = File.ReadAllText(mark);
        Assert.DoesNotContain("AKIDSECRET", content, StringComparison.Ordinal);
        Assert.DoesNotContain("verysecret", content, StringComparison.Ordinal);
        foreach (string other in new[] { "-Filter '#Id > :n' -FilterValue @{ ':n' = 5 }", "-Property Name", $"-DestinationEndpointUrl '{UseProxy(_ => Fault.None).Endpoint}'" })
        {
            ErrorRecord error = RunToFailure($"{copy} {other} -EndpointUrl '{Server.Endpoint}'").Error;
            Assert.StartsWith("CheckpointMismatch", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        }

        Assert.Equal(content, File.ReadAllText(mark));
        File.WriteAllText(mark, """{"DdbBatch":"checkpoint/1"}""");
        Assert.StartsWith("CheckpointUnusable", RunToFailure(copy).Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Scan")]
    [InlineData("BatchWriteItem")]
    public void A_table_that_is_denied_ends_the_copy_with_an_error_that_has_the_counts(string operation)
    {
        PutItems(10);
        FaultProxy proxy = UseProxy(request => request.Operation == operation ? new Fault.Error(400, "AccessDeniedException", "No.") : Fault.None);

        ErrorRecord error = RunToFailure($"Copy-DdbTable $table $destination -EndpointUrl '{proxy.Endpoint}' -SummaryVariable s").Error;

        Assert.StartsWith("AccessDenied", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
        dynamic summary = error.TargetObject;
        Assert.Equal((false, 0L), ((bool)summary.Succeeded, (long)summary.Written));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_copy_within_a_second_and_another_run_continues_it()
    {
        PutItems(1500);
        string copy = $"Copy-DdbTable $table $destination -MaxWriteCapacity 200 -CheckpointPath '{_folder}/stop.mark' -SummaryVariable s -EndpointUrl ";
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FaultProxy proxy = UseProxy(request =>
        {
            if (request.IsBatchWrite && request.OperationNumber > 3)
                begun.TrySetResult();
            return Fault.None;
        });
        using PowerShell shell = Session.CreatePowerShell();
        IAsyncResult running = shell.AddScript(copy + $"'{proxy.Endpoint}'").BeginInvoke();
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Stopwatch stopping = Stopwatch.StartNew();
        shell.Stop();

        Assert.True(running.IsCompleted);
        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        dynamic summary = PSObject.AsPSObject(Session.GetVariable("s")).BaseObject;
        Assert.False(summary.Succeeded);
        Assert.InRange((long)summary.Written, 1, 1499);

        Run(copy.Replace("-MaxWriteCapacity 200", "", StringComparison.Ordinal) + $"'{proxy.Endpoint}'").ThrowIfFailed();
        AssertCopied();
    }

    // The last warning of a stopped run goes to the host, because the streams are closed.
    [Fact]
    public async Task A_stopped_copy_sets_its_variable_and_closes_its_files_even_if_the_host_fails()
    {
        PutItems(1500);
        string copy = $"Copy-DdbTable '{Table}' '{Destination}' -CheckpointPath '{_folder}/host.mark' -FailedPath '{_folder}/host.jsonl' -SummaryVariable s -EndpointUrl ";
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FaultProxy proxy = UseProxy(request =>
        {
            if (request.IsBatchWrite && request.OperationNumber > 3)
                begun.TrySetResult();
            return Fault.None;
        });
        using ClosedConsole console = new();
        using PowerShellSession session = new(host: new ConsoleHost(TextWriter.Null, console));
        using PowerShell shell = session.CreatePowerShell();
        IAsyncResult running = shell.AddScript($"$ProgressPreference = 'SilentlyContinue'; {copy}'{proxy.Endpoint}' -MaxWriteCapacity 200").BeginInvoke();
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        shell.Stop();

        Assert.True(running.IsCompleted);
        Assert.Contains("The run was stopped.", console.Refused);
        dynamic summary = PSObject.AsPSObject(session.GetVariable("s")).BaseObject;
        Assert.InRange((long)summary.Written, 1, 1499);
        Run($"{copy}'{proxy.Endpoint}'").ThrowIfFailed();
        AssertCopied();
    }

    private sealed class ClosedConsole : StringWriter
    {
        public string Refused { get; private set; } = "";

        public override void WriteLine(string? value)
        {
            Refused += value;
            throw new InvalidOperationException("The console is closed.");
        }
    }
}
