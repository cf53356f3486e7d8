using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Reporting;

/// <summary>-SummaryVariable and -UnprocessedVariable: however a run ends, they describe this run.</summary>
public sealed class SummaryVariableTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    private dynamic? Summary => Session.GetVariable("s") is { } value ? PSObject.AsPSObject(value).BaseObject : null;

    private object[] Left => (object[])Session.GetVariable("left")!;

    [Theory]
    [InlineData("1..30 | % { @{ Id = $_ } } | Write-DdbBatch")]
    [InlineData("1..30 | % { @{ Id = $_ } } | Remove-DdbBatch")]
    [InlineData("Write-DdbBatch -InputObject (1..30 | % { @{ Id = $_ } })")]
    public void A_run_that_succeeds_says_so(string load)
    {
        Run($"{load} -SummaryVariable s").ThrowIfFailed();
        Assert.Equal((true, 30L, 30L, 0L), ((bool)Summary!.Succeeded, (long)Summary.Total, (long)Summary.Written, (long)Summary.ReadErrors));
    }

    [Fact]
    public void It_is_the_summary_that_is_output_too()
    {
        Run("$out = 1..3 | % { @{ Id = $_ } } | Write-DdbBatch -Summary -SummaryVariable s").ThrowIfFailed();
        Assert.Equal(Run("\"$out\"").Output.Single().ToString(), Summary!.ToString());
    }

    [Fact]
    public void No_input_succeeds_with_nothing_written()
    {
        Run("@() | Write-DdbBatch -SummaryVariable s").ThrowIfFailed();
        Assert.Equal((true, 0L), ((bool)Summary!.Succeeded, (long)Summary.Total));
    }

    [Fact]
    public void A_preflight_leaves_it_reset()
    {
        Run("$s = 1; @{ Id = 1 } | Write-DdbBatch -SummaryVariable s -WhatIf; @() | Write-DdbBatch -SummaryVariable s -WhatIf").ThrowIfFailed();
        Assert.Null(Summary);
    }

    [Theory]
    [InlineData("-AccessKey A", 0)]
    [InlineData("-NoRetry -PassThru", 0)]
    [InlineData("-FailedPath /nowhere/at/all", 0)]
    [InlineData("-CheckpointPath /nowhere/at/all", 0)]
    [InlineData("-ProfileName NoSuchProfile", 1)]
    [InlineData("-KeyName A, B, C", 1)]
    [InlineData("-EndpointUrl localhost:1", 1)]
    [InlineData("-Table NoSuchTable", 1)]
    public void Leftovers_of_an_earlier_run_are_removed_however_the_next_one_ends(string parameters, long total)
    {
        Run("1..3 | % { @{ Id = $_ } } | Write-DdbBatch -SummaryVariable s; $left = 1, 2").ThrowIfFailed();
        Assert.True((bool)Summary!.Succeeded);

        RunToFailure($"@{{ Id = 1 }} | Write-DdbBatch {parameters} -SummaryVariable s -UnprocessedVariable left");
        Assert.Equal((false, total, total), ((bool)Summary!.Succeeded, (long)Summary.Total, (long)Summary.Unprocessed));
        Assert.Equal(total, Left.Length);
    }

    [Theory]
    [InlineData("[int] $s = 5", 5)]
    [InlineData("[string] $s = 'five'", "five")]
    [InlineData("[ValidateRange(1, 9)] [object] $s = 5", 5)]
    [InlineData("[ValidateNotNull()] [object] $s = 5", 5)]
    public async Task A_variable_that_can_hold_no_summary_is_refused(string declaration, object value)
    {
        Failure failure = RunToFailure($"{declaration}; @{{ Id = 1 }} | Write-DdbBatch -SummaryVariable s");
        Assert.StartsWith("SummaryVariableInvalid", failure.Error.FullyQualifiedErrorId);
        Assert.Equal(value, PSObject.AsPSObject(Session.GetVariable("s")).BaseObject);
        Assert.Empty(await ItemsAsync());
    }

    [Theory]
    [InlineData("1..50 | % { if ($_ -eq 31) { throw 'at 3 a.m.' }; @{ Id = $_ } } | Write-DdbBatch", 30)]
    [InlineData("& { [int]::Parse('x') } | Write-DdbBatch", 0)]
    [InlineData("1..50 | % { if ($_ -eq 31) { @{ x = 1 } } else { @{ Id = $_ } } } | Write-DdbBatch -ErrorAction Stop", 31)]
    [InlineData("1..50 | % { @{ Id = $_ } } | Write-DdbBatch -KeyName 'Id:N' -PassThru | % { throw 'downstream' }", 50)]
    public void An_error_that_ends_the_run_leaves_both_set(string load, long total)
    {
        RunToFailure($"{load} -SummaryVariable s -UnprocessedVariable left".Replace("| % { throw 'downstream' } -SummaryVariable s -UnprocessedVariable left", "-SummaryVariable s -UnprocessedVariable left | % { throw 'downstream' }", StringComparison.Ordinal));
        Assert.Equal((false, total), ((bool)Summary!.Succeeded, (long)Summary.Total));
        Assert.Equal((long)Summary.Total - (long)Summary.Written, Left.Length);
    }

    [Fact]
    public async Task Stopping_the_pipeline_leaves_both_set()
    {
        TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int operations = 0;
        UseProxy(request =>
        {
            // Once all are on their way, the whole input was taken.
            if (Interlocked.Add(ref operations, request.Writes.Count) == 100)
                sent.TrySetResult();
            return new Fault.Stall(TakesEffect: false);
        });
        using PowerShell shell = Session.CreatePowerShell();
        shell.AddScript(
            "$s = 'old'; 1..100 | % { @{ Id = $_ } } | Write-DdbBatch -KeyName 'Id:N' -SummaryVariable s -UnprocessedVariable left", useLocalScope: false);
        IAsyncResult run = shell.BeginInvoke();
        await sent.Task;
        shell.Stop();
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(run));
        Assert.Equal((false, 100L, 0L), ((bool)Summary!.Succeeded, (long)Summary.Total, (long)Summary.Written));
        Assert.Equal(100, Left.Length);
    }

    [Theory]
    [InlineData("function f { LOAD; \"$($s.Total) $(@($left).Count)\" }; f")]
    [InlineData("& { LOAD; \"$($s.Total) $(@($left).Count)\" }")]
    [InlineData(". { LOAD }; \"$($s.Total) $(@($left).Count)\"")]
    [InlineData("function f { $s = $null; $left = $null; try { 1..2 | % { @{ Id = $_ } } | g } finally { } }; function g { LOAD3 }; function g { [CmdletBinding()] param([Parameter(ValueFromPipeline)] $i) end { LOAD; \"$($s.Total) $(@($left).Count)\" } }; f")]
    [InlineData("Set-StrictMode -Version Latest; try { LOAD; \"$($s.Total) $(@($left).Count)\" } finally { Set-StrictMode -Off }")]
    [InlineData("$m = New-Module { function load-it { LOAD; \"$($s.Total) $(@($left).Count)\" } }; load-it; Remove-Module $m")]
    [InlineData("$m = New-Module { $s = 0; function load-it { LOAD2; \"$($script:s.Total) $(@($left).Count)\" } }; load-it; Remove-Module $m")]
    [InlineData("LOAD4; \"$($global:s.Total) $(@($left).Count)\"")]
    public void They_are_set_in_the_callers_scope(string script)
    {
        const string load = "1..2 | % { @{ Id = $_ }; if ($_ -eq 2) { @{ x = 1 } } } | Write-DdbBatch -Table $table -EndpointUrl $endpoint -ErrorAction SilentlyContinue -UnprocessedVariable left -SummaryVariable ";
        Run("Remove-Variable s, left -ErrorAction Ignore");
        PowerShellResult result = Run(script
            .Replace("LOAD2", load + "script:s", StringComparison.Ordinal)
            .Replace("LOAD3", load + "t", StringComparison.Ordinal)
            .Replace("LOAD4", load + "global:s", StringComparison.Ordinal)
            .Replace("LOAD", load + "s", StringComparison.Ordinal));
        Assert.Empty(result.Errors);
        Assert.Equal("3 1", Assert.Single(result.Output).ToString());
    }

    [Fact]
    public void A_function_upstream_does_not_catch_them_when_it_throws()
    {
        Run("""
            function up { $s = 'mine'; $left = 'mine'; @{ Id = 1 }; throw 'x' }
            function outer { $s = $left = $null; try { up | Write-DdbBatch -SummaryVariable s -UnprocessedVariable left } catch { }; "$($s.Succeeded) $($s.Total)" }
            $out = outer
            """);
        Assert.Equal("False 1", Run("$out").Output.Single().ToString());
    }

    [Fact]
    public void Parallel_runspaces_have_their_own()
    {
        PowerShellResult result = Run("""
            1..3 | ForEach-Object -Parallel {
                Import-Module $using:module
                $n = $_
                1..$n | % { @{ Id = 10 * $n + $_ } } | Write-DdbBatch -Table $using:table -EndpointUrl $using:endpoint -SummaryVariable s -UnprocessedVariable left
                "$($s.Total) $($s.Succeeded) $($left.Count)"
            }
            """.Replace("$using:module", $"'{Checkout.Manifest}'", StringComparison.Ordinal)).ThrowIfFailed();
        Assert.Equal(["1 True 0", "2 True 0", "3 True 0"], result.Output.Select(line => line.ToString()).Order());
    }

    [Fact]
    public void A_host_that_fails_at_the_end_withholds_neither_the_summary_nor_the_leftovers()
    {
        // The errors after the first few of a kind are reported at the end, through the host because the run was ended.
        using PowerShellSession session = new(host: new ConsoleHost(TextWriter.Null, new ClosedWriter()));
        using TemporaryFolder folder = new();
        const string Load = """
            param($table, $endpoint, $path)
            try {
                1..50 | ForEach-Object { @{ Id = 'no number' } } | Write-DdbBatch -Table $table -EndpointUrl $endpoint -FailedPath $path `
                    -MaxInvalid 20 -SummaryVariable s -UnprocessedVariable left -ErrorAction SilentlyContinue
            }
            catch {
                $failure = $_
            }
            """;

        string path = Path.Combine(folder.Path, "failed.jsonl");
        session.Invoke(Load, Table, Server.Endpoint.AbsoluteUri, path).ThrowIfTerminated();

        Assert.StartsWith("MaxInvalidReached", ((ErrorRecord)PSObject.AsPSObject(session.GetVariable("failure")).BaseObject).FullyQualifiedErrorId);
        dynamic summary = PSObject.AsPSObject(session.GetVariable("s")).BaseObject;
        Assert.Equal(20L, (long)summary.Invalid);
        Assert.Equal(20, ((object[])session.GetVariable("left")!).Length);
        // It is closed: nobody else has it open.
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.NotEqual(0, file.Length);
    }

    private sealed class ClosedWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("The console is closed.");
    }
}
