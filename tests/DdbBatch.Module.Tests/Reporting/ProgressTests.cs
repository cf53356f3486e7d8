using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Reporting;

public sealed class ProgressTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    [Fact]
    public void A_bar_shows_items_rates_and_percent_if_the_size_of_the_input_is_known()
    {
        IReadOnlyList<ProgressRecord> records = Watch("Write-DdbBatch -InputObject (1..100 | % { @{ Id = $_ } })");

        ProgressRecord first = records[0];
        Assert.Equal($"Write-DdbBatch {Table}", first.Activity);
        Assert.Matches(@"^\d+ items done, \d+/s, \d+ WCU/s, \d+ in flight, \d+ throttled$", first.StatusDescription);
        Assert.Equal(0, first.PercentComplete);
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
    }

    [Fact]
    public void The_percentage_is_not_made_up_while_the_input_goes_on()
    {
        // The input ends once a bar was shown.
        IReadOnlyList<ProgressRecord> records = Watch("& { $i = 0; while (-not $shown.Task.IsCompleted) { @{ Id = ++$i } } } | Write-DdbBatch");

        Assert.Equal(-1, records[0].PercentComplete);
    }

    [Fact]
    public async Task Each_table_has_a_bar_of_its_own()
    {
        string other = DynamoDbLocalFixture.UniqueTableName();
        await Server.CreateTableAsync(other, "Id:N");

        IReadOnlyList<ProgressRecord> records = Watch($$"""
            Write-DdbBatch -RequestItem @{
                $table = 1..30 | % { @{ PutRequest = @{ Item = @{ Id = @{ N = "$_" } } } } }
                '{{other}}' = @(@{ PutRequest = @{ Item = @{ Id = @{ N = '1' } } } })
            }
            """, withoutTable: "-RequestItem", bars: 2);

        Dictionary<int, string> bars = records.Where(record => record.RecordType == ProgressRecordType.Processing)
            .GroupBy(record => record.ActivityId).ToDictionary(bar => bar.Key, bar => bar.Select(record => record.Activity).Distinct().Single());
        Assert.Equal(new[] { Table, other }.Order(), bars.Values.Select(activity => activity.Split(' ')[1]).Order());
        Assert.Equal(bars.Keys.Order(), records.Where(record => record.RecordType == ProgressRecordType.Completed).Select(record => record.ActivityId).Order());
    }

    [Theory]
    [InlineData("$ProgressPreference = 'SilentlyContinue'; $i | Write-DdbBatch; $ProgressPreference = 'Continue'")]
    [InlineData("$i | Write-DdbBatch -ProgressAction Ignore")]
    public void It_is_silent_on_request(string script)
    {
        Task answer = Task.Delay(TimeSpan.FromSeconds(0.6), TestContext.Current.CancellationToken);
        UseProxy(request => request.IsBatchWrite ? new Fault.Hold(answer, Fault.None) : Fault.None);
        Run("$i = 1..100 | % { @{ Id = $_ } }");

        // Nothing is answered before a bar would have been shown, twice.
        Assert.Empty(Run(script).ThrowIfFailed().Progress);
    }

    // Runs a script whose requests are answered only once so many bars were shown.
    private IReadOnlyList<ProgressRecord> Watch(string script, string? withoutTable = null, int bars = 1)
    {
        TaskCompletionSource shown = new();
        UseProxy(request => request.IsBatchWrite ? new Fault.Hold(shown.Task, Fault.None) : Fault.None);
        if (withoutTable is not null)
            Session.Invoke("$PSDefaultParameterValues.Remove('*-DdbBatch:Table')");
        Session.SetVariable("shown", shown);
        using PowerShell shell = Session.CreatePowerShell();
        shell.AddScript(script, useLocalScope: false);
        shell.Streams.Progress.DataAdded += (_, _) =>
        {
            if (shell.Streams.Progress.Select(record => record.ActivityId).Distinct().Count() == bars)
                shown.TrySetResult();
        };
        shell.Invoke();
        Assert.Empty(shell.Streams.Error);
        return [.. shell.Streams.Progress];
    }
}
