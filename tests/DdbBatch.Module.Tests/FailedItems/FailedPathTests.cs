using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.Module.Tests.Conversion;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.FailedItems;

public sealed class FailedPathTests(DynamoDbLocalFixture fixture, TemporaryFolder folder)
    : WriteTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private string FailedFile { get; } = Path.Combine(folder.Inner().Path, "failed.jsonl");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Session.SetVariable("failed", FailedFile);
    }

    [Fact]
    public async Task Operations_that_were_left_are_kept_with_their_reason_and_written_by_a_replay()
    {
        UseProxy(FaultProxy.Unprocessed(0.4));
        PowerShellResult result = Run("1..60 | % { @{ Id = $_; Text = \"ü$_\" } } | Write-DdbBatch -NoRetry -FailedPath $failed");
        JsonElement[] records = Records();

        Assert.NotEmpty(records);
        Assert.Equal(result.Output.Count, records.Length);
        Assert.All(records, record => Assert.Equal(
            ("failed/1", Table, "Put", "Unprocessed", "UnprocessedItems", 1),
            (Text(record, "DdbBatch"), Text(record, "Table"), Text(record, "Operation"), Text(record, "Outcome"), Text(record, "ErrorCode"),
                record.GetProperty("Attempts").GetInt32())));
        Assert.All(records, record => Assert.Equal("DdbBatch", record.EnumerateObject().First().Name));

        UseEndpoint(Server.Endpoint);
        Session.Invoke("$PSDefaultParameterValues.Remove('*-DdbBatch:Table')").ThrowIfFailed();
        Run("Import-DdbItem $failed | Write-DdbBatch").ThrowIfFailed();
        Assert.Equal(Enumerable.Range(1, 60), (await ItemsAsync()).Keys.Order());
        Assert.All((await ItemsAsync()).Values, item => Assert.Equal($"ü{item["Id"].N}", item["Text"].S));
    }

    [Fact]
    public async Task A_refused_input_is_kept_as_it_was_given_and_converted_again_by_a_replay()
    {
        Run("""
            $rows = [pscustomobject]@{ Id = 1; N = 'x' }, @{ id = 2 }, @{ Id = 3; Bad = { 1 } }, @{ Id = 4; Nested = @(1, @{ a = 'b' }, $null, $true) ; Date = [datetime]::new(2026, 1, 2) }
            $rows | Write-DdbBatch -AttributeType @{ N = 'N'; Nested = 'SS' } -FailedPath $failed -ErrorAction SilentlyContinue
            """);
        JsonElement[] records = Records();
        Assert.Equal(["NotANumber", "KeyMissing", "UnsupportedType", "SetMemberInvalid"], records.Select(record => Text(record, "ErrorCode").Split(',')[0]));
        Assert.All(records, record => Assert.Equal("Invalid", Text(record, "Outcome")));
        Assert.Equal("""{"Id":1,"N":"x"}""", records[0].GetProperty("Input").GetRawText());

        PowerShellResult result = Run("Import-DdbItem $failed | Write-DdbBatch");
        Assert.Equal(["KeyMissing", "InputNotKept"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Contains($"{FailedFile}, line 2", result.Errors[0].ToString());
        Assert.Equal([1, 4], (await ItemsAsync()).Keys.Order());
        Assert.Equal("2026-01-02T00:00:00.0000000", (await ItemsAsync())[4]["Date"].S);
        Assert.Equal("b", (await ItemsAsync())[4]["Nested"].L[1].M["a"].S);
    }

    [Fact]
    public void Typed_items_keep_their_types_when_they_are_refused()
    {
        string path = folder.Add("typed.jsonl", """{"id":{"N":"1"},"Set":{"NS":["1","2"]},"Bin":{"B":"AQI="}}""");
        Run($"Import-DdbItem '{path}' -DynamoDBJson | Write-DdbBatch -FailedPath $failed -ErrorAction SilentlyContinue");
        Assert.Equal("""{"id":{"N":"1"},"Set":{"NS":["1","2"]},"Bin":{"B":"AQI="}}""", Assert.Single(Records()).GetProperty("Item").GetRawText());
        Assert.Equal(
            """{"id":{"N":"1"},"Set":{"NS":["1","2"]},"Bin":{"B":"AQI="}}""",
            Assert.Single(Run("Import-DdbItem $failed | % InputObject | ConvertTo-DdbJson").ThrowIfFailed().Output).ToString());
    }

    [Fact]
    public async Task Deletes_and_unknown_outcomes_are_replayed_as_what_they_were()
    {
        Run("1..3 | % { @{ Id = $_ } } | Write-DdbBatch").ThrowIfFailed();
        UseProxy(request => request.IsBatchWrite ? new Fault.ResetBefore() : Fault.None);
        Run("@{ Id = 2 } | Remove-DdbBatch -NoRetry -FailedPath $failed");
        JsonElement record = Assert.Single(Records());
        Assert.Equal(("Delete", "Unknown"), (Text(record, "Operation"), Text(record, "Outcome")));
        Assert.Equal("""{"Id":{"N":"2"}}""", record.GetProperty("Key").GetRawText());
        Assert.True(record.TryGetProperty("SettlesAt", out _));

        UseEndpoint(Server.Endpoint);
        Run("$item = Import-DdbItem $failed; @{ Id = 1; x = 1 } | Write-DdbBatch").ThrowIfFailed();
        Assert.Equal(["UnprocessedItem Unknown"], Run("\"$($item.GetType().Name) $($item.Outcome)\"").Output.Select(line => line.ToString()));
        // It waits until the earlier attempt has settled; that it says when is what this test is about.
        Assert.NotNull(Run("$item.SettlesAt").Output.Single());
        Assert.Equal(3, (await ItemsAsync()).Count);
    }

    [Fact]
    public async Task A_record_is_recognized_by_its_marker_and_not_by_the_names_of_attributes()
    {
        string path = folder.Add("data.jsonl", """
            {"Id":1,"DdbBatch":"failed/1","Table":"x","Operation":"Put","Outcome":"Invalid"}
            {"DdbBatch":"data","Id":2,"Table":"x"}
            {"DdbBatch":{"S":"failed/1"},"Id":3}
            """);
        Run($"Import-DdbItem '{path}' | Write-DdbBatch").ThrowIfFailed();
        Assert.Equal([1, 2, 3], (await ItemsAsync()).Keys.Order());

        string other = folder.Add("other.jsonl", """{"DdbBatch":"failed/2","Id":1}""");
        Assert.StartsWith("InvalidJson,", Assert.Single(Run($"Import-DdbItem '{other}'").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_file_is_not_replayed_into_itself()
    {
        Run("@{ a = 1 } | Write-DdbBatch -FailedPath $failed -ErrorAction SilentlyContinue");
        string before = File.ReadAllText(FailedFile);
        Failure failure = RunToFailure("Import-DdbItem $failed | Write-DdbBatch -FailedPath $failed");
        Assert.StartsWith("InputIsOutput,", failure.Error.FullyQualifiedErrorId);
        Assert.Equal(before, File.ReadAllText(FailedFile));
    }

    [Fact]
    public void Records_are_appended_and_a_line_that_was_cut_is_left_to_itself()
    {
        File.WriteAllText(FailedFile, "{\"DdbBatch\":\"failed/1\",\"Tab");
        Run("@{ a = 1 } | Write-DdbBatch -FailedPath $failed -ErrorAction SilentlyContinue; @{ a = 2 } | Write-DdbBatch -FailedPath $failed -ErrorAction SilentlyContinue");
        PowerShellResult result = Run("Import-DdbItem $failed");
        Assert.Equal(2, Records(skip: 1).Length);
        Assert.Equal(2, result.Output.Count);
        Assert.StartsWith("InvalidJson,", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void The_file_is_readable_by_its_owner_only_and_is_not_created_if_nothing_failed()
    {
        Run("@{ Id = 1 } | Write-DdbBatch -FailedPath $failed").ThrowIfFailed();
        Assert.False(File.Exists(FailedFile));
        Run("@{ a = 1 } | Write-DdbBatch -FailedPath $failed -ErrorAction SilentlyContinue");
        Assert.True(File.Exists(FailedFile));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FailedFile));
    }

    [Theory]
    [InlineData("/dev/full")]
    [InlineData("/nowhere/failed.jsonl")]
    [InlineData("/")]
    public void A_path_that_takes_nothing_is_an_error_before_anything_is_written(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The paths are those of Linux.");
        FaultProxy proxy = UseProxy(_ => Fault.None);
        Failure failure = RunToFailure($"@{{ Id = 1 }} | Write-DdbBatch -FailedPath '{path}'");
        Assert.StartsWith("FailedPathNotWritten,", failure.Error.FullyQualifiedErrorId);
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public void Whatever_ends_the_run_all_that_was_taken_is_in_the_table_or_in_the_file()
    {
        UseProxy(request => request.IsBatchWrite && request.OperationNumber > 4
            ? new Fault.Error(400, "ResourceNotFoundException", "Gone")
            : Fault.None);
        Failure failure = RunToFailure("1..2000 | % { @{ Id = $_ } } | Write-DdbBatch -FailedPath $failed -ThrottleLimit 1 -UnprocessedVariable left");
        Assert.StartsWith("TableNotFound,", failure.Error.FullyQualifiedErrorId);
        dynamic summary = failure.Error.TargetObject;
        Assert.Equal((long)summary.Total - (long)summary.Written, Records().Length);
        Assert.Equal(((object[])Session.GetVariable("left")!).Length, Records().Length);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_kept_as_it_is_and_refused_again()
    {
        Run("@{ Id = 1; ('na' + [char] 0xd83d) = 1 }, @{ Id = 2; v = 'x' + [char] 0xd83d }, @{ Id = 3 } | Write-DdbBatch -FailedPath $failed -ErrorAction SilentlyContinue");
        string[] lines = File.ReadAllLines(FailedFile);
        Assert.Contains("\"na\\ud83d\":1", lines[0]);
        Assert.Contains("\"v\":\"x\\ud83d\"", lines[1]);

        PowerShellResult result = Run("Import-DdbItem $failed | Write-DdbBatch");
        Assert.All(result.Errors, error => Assert.StartsWith("InvalidSurrogate,", error.FullyQualifiedErrorId));
        Assert.Equal(2, result.Errors.Count);
        Assert.Contains("v: ", result.Errors[1].ToString());
        Assert.Equal([3], (await ItemsAsync()).Keys);
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_is_its_own_error_with_both_files()
    {
        Session.SetVariable("checkpoint", FailedFile + ".checkpoint");
        Session.SetVariable("rows", OddObjects.All.Select(object (odd, i) => new Hashtable { ["Id"] = i, ["a"] = odd() }).ToArray());
        Run("$rows | Write-DdbBatch -FailedPath $failed -CheckpointPath $checkpoint -ErrorAction SilentlyContinue");
        JsonElement[] records = Records();
        Assert.All(records, record => Assert.Equal("Invalid", Text(record, "Outcome")));
        Assert.Equal(
            Enumerable.Range(0, OddObjects.All.Count),
            (await ItemsAsync()).Keys.Concat(records.Select(record => record.GetProperty("Position").GetInt32() - 1)).Order());
    }

    private static string Text(JsonElement record, string name) => record.GetProperty(name).GetString()!;

    private JsonElement[] Records(int skip = 0) => [.. File.ReadAllLines(FailedFile).Skip(skip).Select(line => JsonElement.Parse(line, new JsonDocumentOptions { MaxDepth = 1000 }))];
}
