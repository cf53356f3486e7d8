using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Running;

public sealed class CheckpointPathTests(DynamoDbLocalFixture fixture, TemporaryFolder folder)
    : WriteTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private readonly TemporaryFolder _folder = folder.Inner();

    private const string OfAnother = "{\"DdbBatch\":\"failed/1\",\"Load\":\"another\"}";

    private string Mark => Path.Combine(_folder.Path, "load.mark");

    private string FailedFile => Path.Combine(_folder.Path, "failed.jsonl");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Session.SetVariable("mark", Mark);
        Session.SetVariable("failed", FailedFile);
    }

    [Fact]
    public void A_load_that_is_done_is_not_done_again()
    {
        FaultProxy proxy = UseProxy(_ => Fault.None);
        const string load = "1..100 | % { @{ Id = $_; a = 1; b = 2; c = 3 } } | Write-DdbBatch -CheckpointPath $mark -Summary";
        Assert.Equal((100L, 0L, true), Counts(load));
        Assert.Contains("\"Complete\":true", File.ReadAllText(Mark));
        long length = new FileInfo(Mark).Length;
        int requests = proxy.BatchWrites.Count;

        Assert.Equal((0L, 100L, true), Counts(load));
        Assert.Equal(requests, proxy.BatchWrites.Count);
        Assert.Equal(length, new FileInfo(Mark).Length);
    }

    [Fact]
    public void Rows_whose_condition_was_false_are_not_sent_again()
    {
        Run("1..10 | % { @{ Id = $_ } } | Write-DdbBatch").ThrowIfFailed();
        FaultProxy proxy = UseProxy(_ => Fault.None);
        const string load = "1..20 | % { @{ Id = $_; A = 1 } } | Update-DdbBatch -MustExist -CheckpointPath $mark -FailedPath $failed -Summary";

        Assert.Equal((10L, 0L, true), Counts(load));
        Assert.Equal((0L, 20L, true), Counts(load));
        Assert.Equal(20, proxy.Requests.Count(request => request.Operation == "UpdateItem"));
        Assert.False(File.Exists(FailedFile));
    }

    [Fact]
    public async Task A_row_that_a_kill_would_have_repeated_does_not_meet_a_later_one_of_its_key()
    {
        Run("@{ Id = 1 } | Write-DdbBatch").ThrowIfFailed();
        List<long> marked = [];
        UseProxy(request =>
        {
            if (request.Operation == "UpdateItem")
                marked.Add(MarkedRow());
            return Fault.None;
        });

        Assert.Equal((10L, 0L, true), Counts(
            "1..10 | % { @{ Id = 1; N = $_ } } | Update-DdbBatch -MustExist -CheckpointPath $mark -FailedPath $failed -Summary"));

        // Each row was sent once the checkpoint on the disk had all of those before it.
        Assert.Equal(Enumerable.Range(0, 10).Select(row => (long)row), marked);
        Assert.Equal("10", (await ItemsAsync())[1]["N"].N);
    }

    [Fact]
    public async Task Nothing_waits_for_a_checkpoint_that_stays_before_a_row_whatever_table_comes_later()
    {
        string later = DynamoDbLocalFixture.UniqueTableName();
        await Server.CreateTableAsync(later, "Id:N");
        Session.Invoke("$PSDefaultParameterValues.Remove('*-DdbBatch:Table')");

        PowerShellResult result = Run(
            $$"""
            & {
                @{ Id = 1; T = 'NoTableOfThisName' }
                1..200 | % { @{ Id = $_; N = 0; T = '{{Table}}' } }
                1..5 | % { @{ Id = 1; N = $_; T = '{{later}}' } }
            } | Update-DdbBatch -Table { $_.T } -Condition 'attribute_not_exists(#N) OR #N < :N' -CheckpointPath $mark -FailedPath $failed `
                -Summary -ErrorAction SilentlyContinue
            """);

        Assert.Equal((205L, 1L), ((long)Single(result, "WriteSummary").Written, (long)Single(result, "WriteSummary").Unprocessed));
        Assert.Equal("5", Assert.Single(await Server.ScanAsync(later))["N"].N);
    }

    [Fact]
    public async Task A_load_that_was_ended_continues_at_its_checkpoint()
    {
        FaultProxy proxy = UseProxy(_ => Fault.None);
        Session.Invoke("$broken = $true");
        const string load = """
            1..500 | % { if ($broken -and $_ -eq 301) { throw 'at 3 a.m.' }; @{ Id = $_ } } |
                Write-DdbBatch -CheckpointPath $mark -FailedPath $failed -Summary
            """;
        RunToFailure(load);
        int sent = proxy.BatchWrites.Sum(request => request.Writes.Count);
        Session.Invoke("$broken = $false");

        // A row that was only stopped was not given up: the next run sends it.
        Assert.False(File.Exists(FailedFile));
        long marked = MarkedRow();
        Assert.Equal((500 - marked, marked, true), Counts(load));
        Assert.Equal(sent + 500 - marked, proxy.BatchWrites.Sum(request => request.Writes.Count));
        Assert.False(File.Exists(FailedFile));
        Assert.Equal(Enumerable.Range(1, 500), (await ItemsAsync()).Keys.Order());
    }

    [Theory]
    [InlineData("1..100 | % { @{ Id = if ($_ -eq 50) { 999 } else { $_ } } }", "at least one was changed")]
    [InlineData("1..49 + 51..100 + 101 | % { @{ Id = $_ } }", "at least one was changed")]
    [InlineData("1..90 | % { @{ Id = $_ } }", "this one has 90")]
    [InlineData("1..101 | % { @{ Id = $_ } }", "there are more now")]
    [InlineData("100..1 | % { @{ Id = $_ } }", "at least one was changed")]
    [InlineData("@()", "this one has 0")]
    public async Task An_input_that_was_changed_is_refused_before_anything_is_written(string input, string reason)
    {
        Run("1..100 | % { @{ Id = $_ } } | Write-DdbBatch -CheckpointPath $mark").ThrowIfFailed();
        string mark = WithoutTime();
        Failure failure = RunToFailure($"{input} | Write-DdbBatch -CheckpointPath $mark");
        Assert.StartsWith("CheckpointMismatch,", failure.Error.FullyQualifiedErrorId);
        Assert.Contains(reason, failure.Error.ToString());
        Assert.Equal(Enumerable.Range(1, 100), (await ItemsAsync()).Keys.Order());
        Assert.Equal(mark, WithoutTime());
    }

    [Theory]
    [InlineData("@()", 0)]
    [InlineData("1..299 | % { @{ Id = $_ } }", 299)]
    public async Task An_input_that_is_shorter_than_the_ended_one_was_is_refused(string input, int rows)
    {
        FaultProxy proxy = UseProxy(_ => Fault.None);
        RunToFailure("1..301 | % { if ($_ -eq 301) { throw 'at 3 a.m.' }; @{ Id = $_ } } | Write-DdbBatch -CheckpointPath $mark -FailedPath $failed");
        long marked = MarkedRow();
        int[] written = [.. (await ItemsAsync()).Keys];
        int requests = proxy.BatchWrites.Count;
        Failure failure = RunToFailure($"{input} | Write-DdbBatch -CheckpointPath $mark -FailedPath $failed");

        // That the input is shorter shows at its end: by then the rows after the checkpoint are written, each once.
        int[] again = [.. Enumerable.Range(1, rows).Where(row => row > marked)];
        string told = again.Length == 0 ? "Nothing new was written." : $"Rows {marked + 1} to {rows} were sent again.";
        Assert.StartsWith("CheckpointMismatch,", failure.Error.FullyQualifiedErrorId);
        Assert.Contains($"it had 300 rows at least, and this one has {rows}. {told}", failure.Error.ToString());
        Assert.Equal(again, proxy.BatchWrites.Skip(requests).SelectMany(request => request.Writes).Select(Id).Order());
        Assert.Equal(written.Union(again).Order(), (await ItemsAsync()).Keys.Order());
        Assert.Equal(marked, MarkedRow());
        Assert.Contains("\"Complete\":false", File.ReadAllText(Mark));
    }

    [Theory]
    [InlineData(299)]
    [InlineData(300)]
    public async Task Nothing_is_written_of_an_input_that_ends_before_the_checkpoint_or_at_it(int rows)
    {
        // Row 301 isn't written, so the checkpoint stays before it.
        Run("1..301 | % { if ($_ -eq 301) { @{ x = 1 } } else { @{ Id = $_ } } } | Write-DdbBatch -CheckpointPath $mark -ErrorAction SilentlyContinue");
        Assert.Equal(300, MarkedRow());
        string mark = WithoutTime();
        Failure failure = RunToFailure($"1..{rows} | % {{ @{{ Id = $_ }} }} | Write-DdbBatch -CheckpointPath $mark");

        Assert.Contains($"it had 301 rows at least, and this one has {rows}. Nothing new was written.", failure.Error.ToString());
        Assert.Equal(Enumerable.Range(1, 300), (await ItemsAsync()).Keys.Order());
        Assert.Equal(mark, WithoutTime());
    }

    [Fact]
    public void Rows_that_the_ended_run_had_taken_have_to_come_again_too()
    {
        // Row 5 isn't written, so the mark stays before it.
        Run("1..9 | % { if ($_ -eq 5) { @{ x = 1 } } else { @{ Id = $_ } } } | Write-DdbBatch -CheckpointPath $mark -ErrorAction SilentlyContinue");
        Failure failure = RunToFailure("1..7 | % { @{ Id = $_ } } | Write-DdbBatch -CheckpointPath $mark");
        Assert.Contains("it had 9 rows at least, and this one has 7. Rows 5 to 7 were sent again.", failure.Error.ToString());
    }

    [Fact]
    public void An_input_that_was_empty_at_first_may_come_later()
    {
        Run("@() | Write-DdbBatch -CheckpointPath $mark -Summary").ThrowIfFailed();
        Assert.Equal((3L, 0L, true), Counts("1..3 | % { @{ Id = $_ } } | Write-DdbBatch -CheckpointPath $mark -Summary"));
    }

    [Fact]
    public void One_load_at_a_time_has_the_files()
    {
        Run("""
            1..3 | % {
                if ($_ -eq 2) {
                    try { @{ Id = 9 } | Write-DdbBatch -CheckpointPath $mark } catch { $marking = $_ }
                    try { @{ Id = 9 } | Write-DdbBatch -FailedPath $failed } catch { $failing = $_ }
                    try { @{ x = 1 } | Write-DdbBatch -CheckpointPath "$mark.2" -FailedPath "$failed.2" } catch { $other = $_ }
                }
                @{ Id = $_ }
            } | Write-DdbBatch -CheckpointPath $mark -FailedPath $failed -ErrorAction SilentlyContinue
            """);
        Assert.StartsWith("CheckpointInUse,", Run("$marking.FullyQualifiedErrorId").Output.Single().ToString());
        Assert.StartsWith("FailedPathNotWritten,", Run("$failing.FullyQualifiedErrorId").Output.Single().ToString());
        Assert.Null(Session.GetVariable("other"));
        Assert.Equal(["failed.jsonl.2", "load.mark", "load.mark.2"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_load_goes_on_with_the_file_that_keeps_its_rows()
    {
        const string load = "1..9 | % { if ($_ -eq 5) { @{ x = 1 } } else { @{ Id = $_ } } } | Write-DdbBatch -CheckpointPath $mark -Summary -ErrorAction SilentlyContinue";
        Run(load + " -FailedPath $failed");
        string[] others = ["", " -FailedPath \"$failed.2\""];
        Assert.All(others, other => Assert.Contains("failed.jsonl'. Nothing new was written.", RunToFailure(load + other).Error.ToString()));
        File.Delete(FailedFile);
        Assert.Equal((0L, 9L, true), Counts(load));
    }

    [Fact]
    public async Task Rows_after_one_that_was_left_stay_after_it_in_the_next_run()
    {
        File.WriteAllText(FailedFile, OfAnother + "\n");
        using ManualResetEventSlim first = new();
        using ManualResetEventSlim second = new();
        UseProxy(request => Rule(request, first, second));
        Session.SetVariable("first", first);
        Session.SetVariable("second", second);
        // With one request at a time the second one shows that the answer to the first has been taken in.
        const string load = """
            1..7 | % {
                if ($broken -and $_ -eq 4) { $first.Wait() }
                if ($broken -and $_ -eq 5) { $second.Wait(); throw 'at 3 a.m.' }
                @{ Id = if ($_ -eq 4) { 99 } else { $_ % 3 }; Row = $_ }
            } | Write-DdbBatch -CheckpointPath $mark -FailedPath $failed -MaxRetry 0 -ThrottleLimit 1 -ErrorAction SilentlyContinue
            """;
        Session.Invoke("$broken = $true");
        RunToFailure(load);
        Assert.InRange(MarkedRow(), 3, 4);
        string[] lines = File.ReadAllLines(FailedFile);
        Assert.Equal(4, lines.Length);
        string loadId = JsonElement.Parse(lines[1]).GetProperty("Load").GetString()!;
        // A run that is killed may leave a line of a row after the checkpoint, and a part of another one.
        File.AppendAllText(FailedFile, lines[3].Replace("\"Position\":3", "\"Position\":7", StringComparison.Ordinal) + "\n" + lines[3][..^9]);
        Session.Invoke("$broken = $false");
        Run(load);

        lines = File.ReadAllLines(FailedFile);
        Assert.Equal(OfAnother, lines[0]);
        Assert.Equal([1, 2, 3, 5, 6, 7], lines.Skip(1).Select(line => JsonElement.Parse(line).GetProperty("Position").GetInt32()));
        Assert.All(lines.Skip(1), line => Assert.Equal(loadId, JsonElement.Parse(line).GetProperty("Load").GetString()));
        Assert.All(lines.Skip(4), line => Assert.Equal("BehindUnprocessed", JsonElement.Parse(line).GetProperty("ErrorCode").GetString()));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FailedFile));
        Assert.Equal([99], (await ItemsAsync()).Keys);
        File.WriteAllLines(FailedFile, lines.Skip(1));
        Run("Import-DdbItem $failed | Write-DdbBatch").ThrowIfFailed();
        Assert.Equal(["6", "7", "5", "4"], (await ItemsAsync()).OrderBy(item => item.Key).Select(item => item.Value["Row"].N));
    }

    [Theory]
    [InlineData("Remove-DdbBatch -CheckpointPath $mark", "CheckpointMismatch")]
    [InlineData("Write-DdbBatch -CheckpointPath $mark -DuplicateKey KeepLast", "CheckpointMismatch")]
    [InlineData("Write-DdbBatch -CheckpointPath $mark -Table Other", "CheckpointMismatch")]
    [InlineData("Write-DdbBatch -CheckpointPath $mark -Operation Insert", "CheckpointMismatch")]
    [InlineData("Write-DdbBatch -CheckpointPath $mark -Condition 'attribute_not_exists(#Id)'", "CheckpointMismatch")]
    [InlineData("Write-DdbBatch -CheckpointPath $other", "CheckpointUnusable")]
    [InlineData("Write-DdbBatch -CheckpointPath /nowhere/mark", "CheckpointUnusable")]
    public void A_checkpoint_of_something_else_is_refused(string command, string errorId)
    {
        Session.SetVariable("other", _folder.Add("other.json", "{\"a\":1}"));
        Run("1..3 | % { @{ Id = $_ } } | Write-DdbBatch -CheckpointPath $mark").ThrowIfFailed();
        Assert.StartsWith(errorId + ",", RunToFailure($"1..3 | % {{ @{{ Id = $_ }} }} | {command}").Error.FullyQualifiedErrorId);
    }

    [Fact]
    public async Task A_load_does_not_continue_into_a_table_that_was_created_again()
    {
        const string load = "1..3 | % { @{ Id = $_ } } | Write-DdbBatch -CheckpointPath $mark -Summary";
        Assert.Equal((3L, 0L, true), Counts(load));
        await Server.Client.DeleteTableAsync(Table, TestContext.Current.CancellationToken);
        await Server.CreateTableAsync(Table, "Id:N");

        ErrorRecord refused = RunToFailure(load).Error;
        Assert.StartsWith("CheckpointMismatch,", refused.FullyQualifiedErrorId);
        Assert.Contains("was deleted and created again", refused.Exception.Message);
        Assert.Empty(await ItemsAsync());

        // A file of an earlier version has no ids.
        string text = File.ReadAllText(Mark);
        File.WriteAllText(Mark, text.Remove(text.IndexOf(",\"Tables\"", StringComparison.Ordinal)) + "}");
        Assert.Equal((0L, 3L, true), Counts(load));
    }

    [Fact]
    public async Task Without_FailedPath_the_mark_stops_before_what_was_not_written()
    {
        Run("1..100 | % { if ($_ -eq 40) { @{ x = 1 } } else { @{ Id = $_ } } } | Write-DdbBatch -CheckpointPath $mark -ErrorAction SilentlyContinue");
        Assert.Contains("\"Row\":39,", File.ReadAllText(Mark));
        Assert.Contains("\"Complete\":false", File.ReadAllText(Mark));
        Assert.Equal(99, (await ItemsAsync()).Count);

        Assert.Equal((61L, 39L, true), Counts("1..100 | % { @{ Id = $_ } } | Write-DdbBatch -CheckpointPath $mark -Summary"));
        Assert.Contains("\"Complete\":true", File.ReadAllText(Mark));
    }

    [Fact]
    public void With_FailedPath_the_mark_passes_kept_operations_and_they_are_not_reported_again()
    {
        const string load = "1..100 | % { if ($_ -eq 40) { @{ x = 1 } } else { @{ Id = $_ } } } | Write-DdbBatch -CheckpointPath $mark -FailedPath $failed -Summary";
        Assert.Equal((99L, 0L, false), Counts(load));
        PowerShellResult again = Run(load).ThrowIfFailed();
        Assert.Equal((0L, 100L), ((long)Single(again, "WriteSummary").Written, (long)Single(again, "WriteSummary").Skipped));
        Assert.Single(File.ReadAllLines(FailedFile));
    }

    [Theory]
    [InlineData("@{ x = $_; y = 2 }", null)]
    [InlineData("@{ y = 2; x = $_ }", null)]
    [InlineData("@{ x = $_; y = 3 }", "CheckpointMismatch")]
    public void A_row_that_was_refused_has_to_be_the_same_too(string refused, string? errorId)
    {
        const string load = "1..9 | % {{ if ($_ -eq 5) {{ {0} }} else {{ @{{ Id = $_ }} }} }} | Write-DdbBatch -CheckpointPath $mark -FailedPath $failed -ErrorAction SilentlyContinue";
        Run(string.Format(load, "@{ x = $_; y = 2 }"));
        Run($"$failure = $null; try {{ {string.Format(load, refused)} }} catch {{ $failure = $_ }}");
        Assert.Equal(errorId, Session.GetVariable("failure")?.ToString() is null ? null : Run("$failure.FullyQualifiedErrorId").Output.Single().ToString()!.Split(',')[0]);
    }

    [Theory]
    [InlineData("-PassThru", true)]
    [InlineData("-DuplicateKey KeepLast", false)]
    [InlineData("-Table { $table }", false)]
    [InlineData("-Operation { 'Put' } -Transport Sdk", false)]
    public async Task A_load_goes_on_whatever_its_parameters(string parameters, bool hasOutput)
    {
        Session.Invoke("$broken = $true");
        string load = $$"""
            1..500 | % { if ($broken -and $_ -eq 301) { throw 'at 3 a.m.' }; @{ Id = $_ % 250; Row = $_ } } |
                Write-DdbBatch -CheckpointPath $mark -FailedPath $failed {{parameters}}
            """;
        RunToFailure(load);
        Session.Invoke("$broken = $false");
        long marked = MarkedRow();
        PowerShellResult result = Run(load).ThrowIfFailed();

        Assert.Equal(hasOutput ? 500 - marked : 0, result.Output.Count);
        Assert.False(File.Exists(FailedFile));
        Assert.Equal(
            Enumerable.Range(251, 250).ToDictionary(row => row % 250, row => $"{row}"),
            (await ItemsAsync()).ToDictionary(item => item.Key, item => item.Value["Row"].N));
        Assert.Contains("\"Complete\":true", File.ReadAllText(Mark));
    }

    [Fact]
    public void Hashtables_may_give_their_keys_in_another_order()
    {
        Run("1..3 | % { [ordered]@{ Id = $_; M = [ordered]@{ a = 1; b = 2 } } } | Write-DdbBatch -CheckpointPath $mark").ThrowIfFailed();
        Assert.Equal((0L, 3L, true), Counts("1..3 | % { [ordered]@{ M = [ordered]@{ b = 2; a = 1 }; Id = $_ } } | Write-DdbBatch -CheckpointPath $mark -Summary"));
    }

    [Fact]
    public void A_preflight_leaves_no_mark()
    {
        Run("1..3 | % { @{ Id = $_ } } | Write-DdbBatch -CheckpointPath $mark -FailedPath $failed -WhatIf").ThrowIfFailed();
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    // The first request is left as a whole.
    private static Fault Rule(ProxiedRequest request, ManualResetEventSlim first, ManualResetEventSlim second)
    {
        if (!request.IsBatchWrite)
            return Fault.None;
        (request.OperationNumber == 1 ? first : second).Set();
        return request.OperationNumber == 1 ? new Fault.SubsetUnprocessed(1) : Fault.None;
    }

    private static int Id(ProxiedWrite write) => int.Parse(
        write.Request.GetProperty("PutRequest").GetProperty("Item").GetProperty("Id").GetProperty("N").GetString()!,
        CultureInfo.InvariantCulture);

    private long MarkedRow() => JsonElement.Parse(File.ReadAllText(Mark)).GetProperty("Row").GetInt64();

    private string WithoutTime() => Regex.Replace(File.ReadAllText(Mark), "\"Time\":\"[^\"]*\"", "");

    private (long Written, long Skipped, bool Succeeded) Counts(string load)
    {
        dynamic summary = Single(Run(load), "WriteSummary");
        return ((long)summary.Written, (long)summary.Skipped, (bool)summary.Succeeded);
    }
}
