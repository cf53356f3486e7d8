using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Commands;

/// <summary>Somebody says no to -Confirm: nothing is written, and nothing that was given is lost from the counts.</summary>
public sealed class DeclinedTests(DynamoDbLocalFixture fixture, TemporaryFolder folder)
    : WriteTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private const int No = 2;
    private const int NoToAll = 3;

    private readonly TemporaryFolder _folder = folder.Inner();

    [Theory]
    [InlineData(No, 1)]
    [InlineData(NoToAll, 1)]
    public async Task Objects_whose_table_is_declined_are_leftovers_without_an_error(int answer, int questions)
    {
        ConsoleHost host = new(TextWriter.Null, TextWriter.Null) { Answer = answer };
        using PowerShellSession session = new(host: host);
        Prepare(session);

        PowerShellResult result = session.Invoke("1..30 | % { @{ Id = $_ } } | Write-DdbBatch -Table $table -Confirm -FailedPath $failed -UnprocessedVariable left -SummaryVariable s");

        Assert.Empty(result.ThrowIfTerminated().Errors);
        Assert.Equal(questions, host.Questions.Count);
        dynamic summary = PSObject.AsPSObject(session.GetVariable("s")!).BaseObject;
        Assert.Equal((30L, 0L, 30L, 30L, false), ((long)summary.Total, (long)summary.Written, (long)summary.Unprocessed, (long)summary.FailedLines, (bool)summary.Succeeded));
        Assert.Equal("Declined Unprocessed 30", session.Invoke("$left | % { \"$($_.ErrorCode) $($_.Outcome)\" } | % { $n = @{} } { $n[$_]++ } { $n.Keys | % { \"$_ $($n[$_])\" } }").Output.Single().ToString());
        Assert.Empty(await ItemsAsync());

        session.Invoke("$left | Write-DdbBatch").ThrowIfFailed();
        Assert.Equal(30, (await ItemsAsync()).Count);
    }

    [Fact]
    public async Task A_load_with_a_checkpoint_whose_table_is_declined_starts_at_its_checkpoint()
    {
        ConsoleHost host = new(TextWriter.Null, TextWriter.Null) { Answer = No };
        using PowerShellSession session = new(host: host);
        Prepare(session);
        const string load = "1..30 | % { @{ Id = $_ } } | Write-DdbBatch -Table $table -CheckpointPath $mark -FailedPath $failed -SummaryVariable s; $s.Succeeded";
        Assert.False((bool)session.Invoke(load.Replace("-Table", "-Confirm -Table", StringComparison.Ordinal)).ThrowIfFailed().Output.Single().BaseObject);
        Assert.Empty(await ItemsAsync());

        Assert.True((bool)session.Invoke(load).ThrowIfFailed().Output.Single().BaseObject);
        Assert.Equal(30, (await ItemsAsync()).Count);
    }

    [Fact]
    public async Task A_failed_file_whose_table_is_declined_keeps_its_lines()
    {
        ConsoleHost host = new(TextWriter.Null, TextWriter.Null) { Answer = No };
        using PowerShellSession session = new(host: host);
        Prepare(session);
        UseProxy(FaultProxy.Unprocessed(1));
        session.SetVariable("faulty", Session.GetVariable("endpoint"));
        session.Invoke("1..5 | % { @{ Id = $_ } } | Write-DdbBatch -Table $table -EndpointUrl $faulty -MaxRetry 0 -FailedPath $failed -ErrorAction SilentlyContinue").ThrowIfTerminated();
        string before = File.ReadAllText(Failed);

        Assert.False((bool)session.Invoke("Resume-DdbBatch $failed -Confirm -SummaryVariable s; $s.Succeeded").ThrowIfFailed().Output.Single().BaseObject);
        Assert.Equal(before, File.ReadAllText(Failed));

        Assert.True((bool)session.Invoke("Resume-DdbBatch $failed -SummaryVariable s; $s.Succeeded").ThrowIfFailed().Output.Single().BaseObject);
        Assert.Equal(5, (await ItemsAsync()).Count);
    }

    private string Failed => Path.Combine(_folder.Path, "failed.jsonl");

    private void Prepare(PowerShellSession session)
    {
        foreach ((string name, string value) in new Dictionary<string, string>
        {
            ["table"] = Table,
            ["endpoint"] = Server.Endpoint.AbsoluteUri,
            ["failed"] = Failed,
            ["mark"] = Path.Combine(_folder.Path, "load.mark"),
        })
        {
            session.SetVariable(name, value);
        }

        session.Invoke("$PSDefaultParameterValues['*-DdbBatch:EndpointUrl'] = $endpoint").ThrowIfFailed();
    }
}
