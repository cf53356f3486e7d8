using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Copying;

/// <summary>
/// A process that copies a table is killed at random moments and started again, until it comes to its end. The copy is killed
/// 3 times. With DDBBATCH_KILLS, copies, several at a time, are killed 8 times each, and at least that often in all. DDBBATCH_SEED is the
/// seed of the moments.
/// </summary>
public sealed class KilledCopyTests(DynamoDbLocalFixture fixture, TemporaryFolder folder) : CopyTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private const int Items = 2000;
    private const int UsualKills = 3;
    private const int KillsPerLongCopy = 8;
    private const int CopiesAtATime = 4;

    private const string Copy =
        """
        $ErrorActionPreference = 'Stop'
        Import-Module $args[0]
        $limits = @{ MaxReadCapacity = 40; ThrottleLimit = 4 }
        if ($args[6]) { $limits = @{} }
        $summary = Copy-DdbTable $args[1] $args[2] -EndpointUrl $args[3] -CheckpointPath $args[4] -FailedPath $args[5] -MaxRetry 3 `
            -Summary -ErrorAction SilentlyContinue @limits -WarningAction SilentlyContinue
        "$($summary.CompleteSegments) $($summary.TotalSegments)"
        """;

    private static readonly KillRuns Runs = new("copies", UsualKills);

    private readonly string _folder = folder.Inner().Path;
    private readonly Lock _session = new();

    [Fact]
    public async Task A_killed_copy_ends_as_one_that_ran_through()
    {
        PutItems(Items);
        string[] source = Json(Table);
        await Runs.PlayAsync(Runs.IsLong ? CopiesAtATime : 1, async seed =>
        {
            (int kills, int rereadPages) = await CopyAsync(source, new Random(seed), Runs.IsLong ? KillsPerLongCopy : Runs.Kills);
            return (kills, $"{rereadPages} pages were read again.");
        });
    }

    // How often it was killed, and how many pages were read twice.
    private async Task<(int Kills, int RereadPages)> CopyAsync(string[] source, Random random, int kills)
    {
        string destination = DynamoDbLocalFixture.UniqueTableName();
        await Server.CreateTableAsync(destination, "Id:N");
        string mark = Path.Combine(_folder, $"{destination}.mark");
        string failed = Path.Combine(_folder, $"{destination}.jsonl");
        TaskCompletionSource dueToDie = new();
        TimeSpan later = TimeSpan.Zero;
        int left = 0;
        int killed = 0;
        await using FaultProxy proxy = FaultProxy.ForLongRun(Server.Endpoint, Rule, random.Next(), keepsRequests: true);
        HashSet<string> read = [];
        int again = 0;
        for (int kill = 0; kill <= kills; kill++)
        {
            int before = proxy.Requests.Count;
            (HashSet<string> starts, HashSet<int> complete) = ReadMark(mark);
            bool isLast = kill == kills;
            dueToDie = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref left, isLast ? int.MaxValue : random.Next(1, 2 * 100 / (kills + 2)));
            // With a request, or some time after it.
            later = Runs.IsLong && random.Next(2) == 0 ? TimeSpan.FromMilliseconds(random.Next(2000)) : TimeSpan.Zero;
            string? output = await DotnetProcess.RunScriptUntilAsync(
                dueToDie.Task, Copy, Checkout.Manifest, Table, destination, proxy.Endpoint.AbsoluteUri, mark, failed, isLast ? "y" : "");
            // Requests that the process sent before its end are not the next one's.
            await proxy.WhenNoConnectionsAsync();

            string[] pages = [.. proxy.Requests.Skip(before).Where(request => request.Operation == "Scan").Select(PageOf)];
            // The first page of each segment is the one after its mark, and no page of a complete segment is read.
            foreach (IGrouping<string, string> segment in pages.GroupBy(page => page.Split(' ')[0]))
            {
                Assert.DoesNotContain(int.Parse(segment.Key, CultureInfo.InvariantCulture), complete);
                string? start = starts.SingleOrDefault(one => one.StartsWith(segment.Key + " ", StringComparison.Ordinal));
                Assert.Equal(start ?? $"{segment.Key} ", segment.First());
            }

            again += pages.Distinct().Count(read.Contains);
            read.UnionWith(pages);
            killed += output is null ? 1 : 0;
            if (isLast)
                Assert.NotNull(output);
            if (output is not null)
                Assert.Equal(output.Split(' ')[1], output.Split(' ')[0]);
        }

        lock (_session)
        {
            if (File.Exists(failed))
                Run($"Resume-DdbBatch -FailedPath '{failed}' -EndpointUrl '{Server.Endpoint}'").ThrowIfFailed();
            Assert.Equal(source, Json(destination));
        }

        return (killed, again);

        Fault Rule(ProxiedRequest request)
        {
            if (request.Operation is not ("Scan" or "BatchWriteItem"))
                return Fault.None;
            TaskCompletionSource death = dueToDie;
            if (Interlocked.Decrement(ref left) == 0)
                _ = DieAsync(death, later);
            return request.Random.Next(12) switch
            {
                0 => new Fault.ResetAfter(),
                1 => new Fault.Error(500, "InternalServerError", "Oops"),
                2 when request.IsBatchWrite => new Fault.SubsetUnprocessed(0.3),
                _ => Fault.None,
            };
        }
    }

    private static async Task DieAsync(TaskCompletionSource death, TimeSpan later)
    {
        await Task.Delay(later);
        death.TrySetResult();
    }

    private static string PageOf(ProxiedRequest request)
    {
        using JsonDocument body = JsonDocument.Parse(request.Body);
        int segment = body.RootElement.TryGetProperty("Segment", out JsonElement number) ? number.GetInt32() : 0;
        string start = body.RootElement.TryGetProperty("ExclusiveStartKey", out JsonElement key) ? KeyOf(key) : "";
        return $"{segment} {start}";
    }

    private static string KeyOf(JsonElement key) => key.GetProperty("Id").GetProperty("N").GetString()!;

    // The pages after the mark of each segment that was begun, and the complete segments.
    private static (HashSet<string> Starts, HashSet<int> Complete) ReadMark(string path)
    {
        if (!File.Exists(path))
            return ([], []);
        using JsonDocument mark = JsonDocument.Parse(File.ReadAllBytes(path));
        return (
            [.. mark.RootElement.GetProperty("Begun").EnumerateArray().Select(begun =>
                $"{begun.GetProperty("Segment").GetInt32()} {KeyOf(begun.GetProperty("LastEvaluatedKey"))}")],
            [.. mark.RootElement.GetProperty("Complete").EnumerateArray().Select(segment => segment.GetInt32())]);
    }
}
