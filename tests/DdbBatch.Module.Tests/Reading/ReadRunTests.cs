using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Capacity;
using Xunit;

namespace DdbBatch.Module.Tests.Reading;

/// <summary>The messages of a read, its end when it is stopped, and its memory.</summary>
public sealed class ReadRunTests : IAsyncDisposable
{
    private const string Table = "Music";
    private const int LongestMs = 120_000;
    private static readonly Fault Unavailable = new Fault.Error(503, "ServiceUnavailable", "Down");

    private readonly PowerShellSession _session = new();
    private CapacitySimulator? _simulator;
    private FaultProxy? _proxy;

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        if (_proxy is not null)
            await _proxy.DisposeAsync();
        if (_simulator is not null)
            await _simulator.DisposeAsync();
    }

    [Fact(Timeout = LongestMs)]
    public async Task A_read_that_is_stopped_has_no_request_in_flight_any_more()
    {
        Start(Numbered(3_000, padding: 2_000), request => IsLaterScan(request) ? new Fault.Stall(TakesEffect: false) : Fault.None);
        using PowerShell shell = _session.CreatePowerShell();
        shell.AddScript("Read-DdbTable @on -SummaryVariable read");
        PSDataCollection<PSObject> output = [];
        IAsyncResult running = shell.BeginInvoke<PSObject, PSObject>(null, output);
        while (_proxy!.InFlight == 0 || output.Count == 0)
            await Task.Delay(1, TestContext.Current.CancellationToken);

        shell.Stop();

        // A stalled request is here until the client closes its connection.
        while (_proxy.InFlight > 0)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.True(running.IsCompleted);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        PSObject summary = PSObject.AsPSObject(_session.GetVariable("read")!);
        Assert.Equal((false, (long)output.Count), (summary.Properties["Succeeded"].Value, summary.Properties["Items"].Value));
    }

    [Fact(Timeout = LongestMs)]
    public async Task A_pipeline_that_has_enough_has_no_request_in_flight_any_more()
    {
        Start(Numbered(3_000, padding: 2_000), request => IsLaterScan(request) ? new Fault.Stall(TakesEffect: false) : Fault.None);

        PowerShellResult result = _session.Invoke(
            "$n = 0; do { Read-DdbTable @on | % { $_; if (++$n -eq 3) { break } } } while ($false)").ThrowIfFailed();

        while (_proxy!.InFlight > 0)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.Equal(3, result.Output.Count);
    }

    [Fact]
    public void The_bar_shows_the_share_of_the_items_that_the_table_is_said_to_have()
    {
        Start(Numbered(3_000, padding: 2_000, readCapacity: 400));

        PowerShellResult result = _session.Invoke("Read-DdbTable @on | Out-Null").ThrowIfFailed();

        ProgressRecord[] shown = [.. result.Progress.Where(record => record.RecordType == ProgressRecordType.Processing)];
        Assert.NotEmpty(shown);
        Assert.All(shown, record => Assert.Equal($"Reading {Table}", record.Activity));
        int[] items = [.. shown.Select(record => int.Parse(
            Regex.Match(record.StatusDescription, @"^(\d+) items, \d+/s, \d+ RCU/s, \d+ in flight, \d+ throttled$").Groups[1].Value,
            CultureInfo.InvariantCulture))];
        Assert.Equal(items.Order(), items);
        Assert.Equal(items.Select(count => 100 * count / 3_000), shown.Select(record => record.PercentComplete));
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }

    [Fact]
    public void The_bar_of_lookups_shows_what_was_found_and_what_is_missing()
    {
        Start(Numbered(1_000, padding: 10, readCapacity: 300));

        PowerShellResult result = _session.Invoke("500..1499 | % { @{ Id = $_ } } | Get-DdbBatch @on | Out-Null").ThrowIfFailed();

        Assert.NotEmpty(result.Progress);
        Assert.All(result.Progress.SkipLast(1), record => Assert.Matches(
            @"^\d+ found, \d+ missing, \d+/s, \d+ RCU/s, \d+ in flight, \d+ throttled$", record.StatusDescription));
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }

    [Theory]
    [InlineData("Read-DdbTable @on -Verbose", "Scan", "Reading Music")]
    [InlineData("1..5 | % { @{ Id = $_ } } | Get-DdbBatch @on -Verbose", "BatchGetItem", "Get-DdbBatch Music")]
    public async Task An_outage_is_reported_and_so_is_its_end(string script, string operation, string activity)
    {
        TaskCompletionSource reported = new();
        Start(Numbered(6, padding: 10), request =>
            request.Operation == operation && !reported.Task.IsCompleted ? Unavailable : Fault.None);
        using PowerShell shell = _session.CreatePowerShell();
        shell.AddScript(script);
        shell.Streams.Progress.DataAdded += (_, _) => Look();
        shell.Streams.Verbose.DataAdded += (_, _) => Look();

        PSDataCollection<PSObject> output = await shell.InvokeAsync();

        Assert.InRange(output.Count, 5, 6);
        Assert.Empty(shell.Streams.Error);
        Assert.Contains(shell.Streams.Verbose, record =>
            record.Message.StartsWith($"Table '{Table}' answers again, after ", StringComparison.Ordinal));

        void Look()
        {
            bool isInBar = shell.Streams.Progress.Any(record => record.Activity == activity
                && Regex.IsMatch(record.StatusDescription, @", failing for \d+ s: ServiceUnavailable$"));
            bool isVerbose = shell.Streams.Verbose.Any(record => Regex.IsMatch(
                record.Message, $@"^Nothing could be read from table '{Table}' for \d+ s\. The last error: ServiceUnavailable: Down\.$"));
            if (isInBar && isVerbose)
                reported.TrySetResult();
        }
    }

    [Fact]
    public void The_memory_does_not_grow_with_the_table()
    {
        Start(Numbered(100_000, padding: 150));

        PowerShellResult result = _session.Invoke(
            "$n = 0; Read-DdbTable @on -ThrottleLimit 4 | & { process { if (++$script:n % 25000 -eq 0) { [GC]::GetTotalMemory($true) } } }; $script:n").ThrowIfFailed();

        Assert.Equal(100_000, (int)result.Output[^1].BaseObject);
        long[] bytes = [.. result.Output.SkipLast(1).Select(sample => (long)sample.BaseObject)];
        Assert.Equal(4, bytes.Length);
        // All items together take over 150 MB as objects.
        Assert.InRange(bytes.Max() - bytes.Min(), 0, 40 * 1024 * 1024);
    }

    private static bool IsLaterScan(ProxiedRequest request) => request.Operation == "Scan" && request.OperationNumber > 1;

    private static SimulatedTable Numbered(int count, int padding, double readCapacity = 1e9)
    {
        string text = new('x', padding);
        return new SimulatedTable(Table, "Id:N")
        {
            Capacity = 1,
            ReadCapacity = readCapacity,
            Generated = new GeneratedItems(count, position => Encoding.UTF8.GetBytes(
                $$$"""{"Id":{"N":"{{{position.ToString(CultureInfo.InvariantCulture)}}}"},"Name":{"S":"{{{text}}}"}}""")),
        };
    }

    private void Start(SimulatedTable table, FaultRule? rule = null)
    {
        _simulator = new CapacitySimulator(TimeSpan.Zero, table);
        _proxy = rule is null ? null : new FaultProxy(_simulator.Endpoint, rule);
        Uri endpoint = _proxy?.Endpoint ?? _simulator.Endpoint;
        _session.SetVariable("on", new Hashtable { ["Table"] = Table, ["EndpointUrl"] = endpoint.AbsoluteUri });
    }
}
