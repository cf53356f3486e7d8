using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Running;

/// <summary>
/// The disk takes nothing more in the middle of a load: a limit on the size of files (RLIMIT_FSIZE) stands for it, which the
/// process that loads is given while it runs.
/// </summary>
public sealed class FullDiskTests(DynamoDbLocalFixture fixture, TemporaryFolder folder)
    : WriteTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private const int Rows = 3000;

    private const string Load =
        """
        $ErrorActionPreference = 'Continue'
        Import-Module $args[0]
        try {
            1..$args[1] | % { @{ Id = $_ } } | Write-DdbBatch -Table $args[2] -EndpointUrl $args[3] -CheckpointPath $args[4] -FailedPath $args[5] `
                -MaxRetry 0 -ThrottleLimit 2 -UnprocessedVariable left -ErrorVariable errors -ErrorAction SilentlyContinue
        } catch { $failure = $_ }
        "$($failure.FullyQualifiedErrorId)"
        "$($failure.TargetObject.Total)"
        "$($left.Position)"
        "$($left | ? ErrorCode -EQ Stopped | % Position)"
        "$($errors.TargetObject | ? { $_ -is [object] -and $_.psobject.TypeNames[0] -eq 'DdbBatch.UnprocessedItem' } | % Position)"
        """;

    private readonly TemporaryFolder _folder = folder.Inner();

    [Theory]
    [InlineData(true, "FailedPathNotWritten")]
    [InlineData(false, "CheckpointNotWritten")]
    public async Task A_load_stops_with_everything_accounted_for_and_goes_on_once_there_is_room(bool isFailing, string errorId)
    {
        const string limiter = "/usr/bin/prlimit";
        Assert.SkipUnless(File.Exists(limiter), "Only Linux limits the size of another process's files: there is no prlimit.");
        TaskCompletionSource isUnderWay = new();
        using SemaphoreSlim isFull = new(0);
        FaultProxy proxy = UseProxy(request => Rule(request, isFailing, isUnderWay, isFull));
        string mark = Path.Combine(_folder.Path, "load.mark");
        string failed = Path.Combine(_folder.Path, "failed.jsonl");
        string[] arguments = [Checkout.Manifest, $"{Rows}", Table, proxy.Endpoint.AbsoluteUri, mark, failed];

        using Process process = DotnetProcess.StartScriptWithoutSizeSignal(Load, arguments);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        await isUnderWay.Task;
        // In the middle of a line, or in the middle of the mark.
        long limit = isFailing ? new FileInfo(failed).Length + 100 : 100;
        using (Process limited = Process.Start(limiter, ["--pid", $"{process.Id}", $"--fsize={limit}:unlimited"]))
            await limited.WaitForExitAsync(cancellation);
        isFull.Release(Rows);
        string[] lines = (await output).Split('\n');
        await process.WaitForExitAsync(cancellation);

        Assert.StartsWith(errorId + ",", lines[0]);
        HashSet<int> written = [.. (await ItemsAsync()).Keys];
        HashSet<int> left = Numbers(lines[2]);
        long markedRow = File.Exists(mark) ? MarkedRow(mark) : 0;
        HashSet<int> kept = File.Exists(failed) ? Kept(failed) : [];
        Assert.Equal(isFailing, kept.Count > 0);
        Assert.Empty(written.Intersect(left));
        Assert.Subset(left, kept);
        Assert.Equal(Enumerable.Range(1, written.Count + left.Count), written.Union(left).Order());
        if (isFailing)
        {
            Assert.Equal($"{written.Count + left.Count}", lines[1]);
            HashSet<int> unkept = [.. left.Except(kept)];
            HashSet<int> told = Numbers(lines[4]);
            Assert.NotEmpty(unkept.Intersect(told));
            // A row that was given up is reported. One that was only stopped is read again, as is every row after the mark.
            Assert.Subset(Numbers(lines[3]), unkept.Except(told).ToHashSet());
            Assert.All(unkept, row => Assert.True(row > markedRow, $"Row {row} is in no file, and the mark is at {markedRow}."));
        }

        await DotnetProcess.RunScriptAsync(Load, arguments);
        Run($"if ([IO.File]::Exists('{failed}')) {{ Import-DdbItem '{failed}' | Write-DdbBatch -EndpointUrl '{Server.Endpoint}' }}").ThrowIfFailed();
        Assert.Equal(Enumerable.Range(1, Rows), (await ItemsAsync()).Keys.Order());
        Assert.Contains("\"Complete\":true", File.ReadAllText(mark));
    }

    // Some writes fail from the beginning; from the tenth request on the others wait until the disk is full.
    private static Fault Rule(ProxiedRequest request, bool isFailing, TaskCompletionSource isUnderWay, SemaphoreSlim isFull)
    {
        if (!request.IsBatchWrite)
            return Fault.None;
        Fault fault = isFailing ? new Fault.SubsetUnprocessed(0.2) : Fault.None;
        if (request.OperationNumber < 10)
            return fault;
        isUnderWay.TrySetResult();
        return new Fault.Hold(isFull.WaitAsync(), fault);
    }

    private static HashSet<int> Numbers(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

    private static long MarkedRow(string mark) => JsonElement.Parse(File.ReadAllText(mark)).GetProperty("Row").GetInt64();

    private static HashSet<int> Kept(string failed) =>
        [.. File.ReadAllLines(failed).Select(line => JsonElement.Parse(line).GetProperty("Position").GetInt32())];
}
