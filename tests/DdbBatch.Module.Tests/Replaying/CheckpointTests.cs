using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using DdbBatch.Tests.Commands;
using Xunit;

namespace DdbBatch.Module.Tests.Replaying;

public sealed class CheckpointTests(DynamoDbLocalFixture fixture, TemporaryFolder folder)
    : WriteTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private readonly TemporaryFolder _folder = folder.Inner();

    private string Mark => Path.Combine(_folder.Path, "load.mark");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Session.SetVariable("mark", Mark);
        Session.SetVariable("failed", Path.Combine(_folder.Path, "failed.jsonl"));
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
    public async Task A_load_that_was_ended_goes_on_where_it_was()
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

        // All that was taken is settled: written, or kept.
        Assert.Equal((200L, 300L, true), Counts(load));
        Assert.Equal(sent + 200, proxy.BatchWrites.Sum(request => request.Writes.Count));
        if (File.Exists(Path.Combine(_folder.Path, "failed.jsonl")))
            Run("Import-DdbItem $failed | Write-DdbBatch").ThrowIfFailed();
        Assert.Equal(Enumerable.Range(1, 500), (await ItemsAsync()).Keys.Order());
    }

    [Theory]
    [InlineData("1..100 | % { @{ Id = if ($_ -eq 50) { 999 } else { $_ } } }", "at least one was changed")]
    [InlineData("1..49 + 51..100 + 101 | % { @{ Id = $_ } }", "at least one was changed")]
    [InlineData("1..90 | % { @{ Id = $_ } }", "this one has 90")]
    [InlineData("1..101 | % { @{ Id = $_ } }", "there are more now")]
    [InlineData("100..1 | % { @{ Id = $_ } }", "at least one was changed")]
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
    [InlineData("Remove-DdbBatch -CheckpointPath $mark", "CheckpointMismatch")]
    [InlineData("Write-DdbBatch -CheckpointPath $mark -DuplicateKey KeepLast", "CheckpointMismatch")]
    [InlineData("Write-DdbBatch -CheckpointPath $mark -Table Other", "CheckpointMismatch")]
    [InlineData("Write-DdbBatch -CheckpointPath $other", "CheckpointUnusable")]
    [InlineData("Write-DdbBatch -CheckpointPath /nowhere/mark", "CheckpointUnusable")]
    public void A_checkpoint_of_something_else_is_refused(string command, string errorId)
    {
        Session.SetVariable("other", _folder.Add("other.json", "{\"a\":1}"));
        Run("1..3 | % { @{ Id = $_ } } | Write-DdbBatch -CheckpointPath $mark").ThrowIfFailed();
        Assert.StartsWith(errorId + ",", RunToFailure($"1..3 | % {{ @{{ Id = $_ }} }} | {command}").Error.FullyQualifiedErrorId);
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
    public void With_FailedPath_the_mark_passes_what_was_kept_and_it_is_not_told_again()
    {
        const string load = "1..100 | % { if ($_ -eq 40) { @{ x = 1 } } else { @{ Id = $_ } } } | Write-DdbBatch -CheckpointPath $mark -FailedPath $failed -Summary";
        Assert.Equal((99L, 0L, false), Counts(load));
        PowerShellResult again = Run(load).ThrowIfFailed();
        Assert.Equal((0L, 100L), ((long)Single(again, "WriteSummary").Written, (long)Single(again, "WriteSummary").Skipped));
        Assert.Single(File.ReadAllLines(Path.Combine(_folder.Path, "failed.jsonl")));
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

    private string WithoutTime() => Regex.Replace(File.ReadAllText(Mark), "\"Time\":\"[^\"]*\"", "");

    private (long Written, long Skipped, bool Succeeded) Counts(string load)
    {
        dynamic summary = Single(Run(load), "WriteSummary");
        return ((long)summary.Written, (long)summary.Skipped, (bool)summary.Succeeded);
    }
}
