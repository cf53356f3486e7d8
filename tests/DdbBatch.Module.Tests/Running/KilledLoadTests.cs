using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Running;

/// <summary>
/// A process that loads 20,000 rows is killed at random moments and started again, until it comes to its end. The load is
/// killed 8 times. With DDBBATCH_KILLS, loads of 4,000 rows, several at a time, are killed at least that often; half of them are slow, so
/// that there are checkpoints to continue from. DDBBATCH_SEED is the seed of the moments.
/// </summary>
public sealed class KilledLoadTests(DynamoDbLocalFixture fixture, TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private const int KillsPerLoad = 8;
    private const int LoadsAtATime = 4;
    private const int StormsAtATime = 3;

    // Checkpoint.MaxSpan, which no row between the mark and the newest exceeds.
    private const long MaxSpan = 400_000;

    private const string Load =
        """
        $ErrorActionPreference = 'Stop'
        Import-Module $args[0]
        $limit = @{}
        if ($args[6]) { $limit.ThrottleLimit = $args[6] }
        $summary = Import-DdbItem $args[1] | Write-DdbBatch -Table $args[2] -EndpointUrl $args[3] -CheckpointPath $args[4] `
            -FailedPath $args[5] -MaxRetry 1 -Summary -ErrorAction SilentlyContinue @limit
        "$($summary.Total) $($summary.Skipped)"
        """;

    private static readonly KillRuns Runs = new("loads", KillsPerLoad);

    private readonly TemporaryFolder _folder = folder.Inner();

    private static int Rows => Runs.IsLong ? 4_000 : 20_000;

    // Each row's item has the row's number.
    private static IEnumerable<Row> Input => Enumerable.Range(1, Rows).Select(number => new Row(number, Key(number)));

    [Fact]
    public Task A_killed_load_ends_as_one_that_ran_through()
    {
        string input = _folder.Add("rows.csv", "Id,Row\n" + string.Concat(Input.Select(row => $"{row.Key},{row.Number}\n")));
        return Runs.PlayAsync(Runs.IsLong ? LoadsAtATime : 1, async seed => (await LoadAsync(input, new Random(seed)), ""));
    }

    /// <summary>Most of the time a storm waits for late effects, so several go on at a time.</summary>
    [Fact]
    public async Task A_load_through_a_storm_of_kills_and_faults_and_its_replays_end_as_its_rows_in_order()
    {
        DynamoDbLocal server = await fixture.ServerAsync();
        await (Runs with { Name = "storms" }).PlayAsync(StormsAtATime, async seed =>
        {
            KillStorm storm = new(server, _folder.Path, seed);
            await storm.PlayAsync();
            return (storm.Kills, "");
        });
    }

    // The number of kills. A slow load lasts for some seconds, and is killed at a time rather than with a request.
    private async Task<int> LoadAsync(string input, Random random)
    {
        bool isSlow = Runs.IsLong && random.Next(2) == 0;
        DynamoDbLocal server = await fixture.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "Id:N");
        string mark = Path.Combine(_folder.Path, $"{table}.mark");
        string failed = Path.Combine(_folder.Path, $"{table}.jsonl");
        TaskCompletionSource? dueToDie = null;
        TimeSpan later = TimeSpan.Zero;
        int left = 0;
        await using FaultProxy proxy = FaultProxy.ForLongRun(
            server.Endpoint, request => Slow(request, Rule(request, ref left, Die)), random.Next(), keepsRequests: true);
        string[] arguments = [Checkout.Manifest, input, table, proxy.Endpoint.AbsoluteUri, mark, failed, isSlow ? "2" : ""];
        HashSet<long> sentBefore = [];
        int killed = 0;
        for (int kill = 0; kill <= KillsPerLoad; kill++)
        {
            int before = proxy.Requests.Count;
            long marked = ReadMark(mark);
            bool isLast = kill == KillsPerLoad;
            later = isSlow ? TimeSpan.FromMilliseconds(random.Next(2000)) : TimeSpan.Zero;
            dueToDie = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref left, isLast ? int.MaxValue : random.Next(1, 2 * Rows / 25 / (KillsPerLoad + 2)));
            string? output = await DotnetProcess.RunScriptUntilAsync(dueToDie.Task, Load, arguments);

            long[] sent = [.. proxy.Requests.Skip(before).SelectMany(request => request.Writes).Select(RowNumber)];
            Assert.All(sent, row => Assert.True(row > marked, $"Row {row} was sent again, and row {marked} had been marked."));
            long[] again = [.. sent.Where(sentBefore.Contains).Distinct()];
            Assert.True(again.Length <= Math.Min(MaxSpan, sentBefore.Count(row => row > marked)), $"{again.Length} rows were sent again.");
            sentBefore.UnionWith(sent);
            killed += output is null ? 1 : 0;
            if (isLast)
                Assert.Equal($"{Rows} {marked}", output);
        }

        AssertAccounted(await server.ScanAsync(table), Left(failed));
        int all = proxy.BatchWrites.Count;
        byte[] kept = File.ReadAllBytes(failed);
        Assert.Equal([$"{Rows} {Rows}"], await DotnetProcess.RunScriptAsync(Load, arguments));
        Assert.Equal(all, proxy.BatchWrites.Count);
        Assert.Equal(kept, File.ReadAllBytes(failed));
        await AssertReplayAsync(server, table, failed);
        return killed;

        void Die() => _ = DieAsync(dueToDie, later);

        Fault Slow(ProxiedRequest request, Fault then) =>
            isSlow && request.IsBatchWrite ? new Fault.Hold(Task.Delay(request.Random.Next(40, 90)), then) : then;
    }

    private static async Task DieAsync(TaskCompletionSource? dueToDie, TimeSpan later)
    {
        await Task.Delay(later);
        dueToDie?.TrySetResult();
    }

    // Each row is written, or has one line. No operation on a key is written after a leftover on it, because a replay would
    // undo it.
    private static void AssertAccounted(IReadOnlyList<Dictionary<string, AttributeValue>> items, Dictionary<long, string> left)
    {
        Dictionary<string, long> found = items.ToDictionary(item => item["Id"].N, RowNumber);
        Assert.All(Input.Where(row => !row.IsValid), row => Assert.Equal("Invalid", left[row.Number]));
        Assert.DoesNotContain("Invalid", Input.Where(row => row.IsValid).Select(row => left.GetValueOrDefault(row.Number)));
        foreach (IGrouping<string, Row> rows in Input.Where(row => row.IsValid).GroupBy(row => row.Key))
        {
            int written = rows.TakeWhile(row => !left.ContainsKey(row.Number)).Count();
            Row[] behind = [.. rows.Skip(written)];
            Assert.All(behind, row => Assert.True(left.ContainsKey(row.Number), $"Row {row.Number} was written behind row {behind[0].Number} on its key."));
            long[] possible = [
                .. rows.Take(written).TakeLast(1).Select(row => row.Number),
                .. behind.Where(row => left[row.Number] == "Unknown").Select(row => row.Number),
            ];
            if (written > 0 || found.ContainsKey(rows.Key))
                Assert.Contains(found.GetValueOrDefault(rows.Key), possible);
        }
    }

    private static async Task AssertReplayAsync(DynamoDbLocal server, string table, string failed)
    {
        using PowerShellSession session = new();
        PowerShellResult result = session.Invoke(
            "Import-DdbItem $args[0] | Write-DdbBatch -EndpointUrl $args[1] -ErrorAction SilentlyContinue", failed, server.Endpoint.AbsoluteUri);
        Assert.Null(result.Terminating);
        Assert.Equal(
            Input.Where(row => row.IsValid).GroupBy(row => row.Key).ToDictionary(rows => rows.Key, rows => (long)rows.Last().Number),
            (await server.ScanAsync(table)).ToDictionary(item => item["Id"].N, RowNumber));
    }

    // Some keys have three rows, and some rows have no key.
    private static string Key(int row) => row switch
    {
        _ when row % 97 == 0 => $"row {row}",
        _ when row % 50 == 25 => $"{row - 24}",
        _ when row % 50 == 0 && row > 150 => $"{row - 149}",
        _ => $"{row}",
    };

    // A write now and then is left, a request fails, whether it has taken effect or not; the moment of death comes with a
    // request.
    private static Fault Rule(ProxiedRequest request, ref int left, Action die)
    {
        if (!request.IsBatchWrite)
            return Fault.None;
        if (Interlocked.Decrement(ref left) == 0)
            die();
        return request.Random.Next(40) switch
        {
            < 3 => new Fault.SubsetUnprocessed(0.5),
            < 5 => new Fault.Error(500, "InternalServerError", "Oops"),
            5 => new Fault.ResetAfter(),
            _ => Fault.None,
        };
    }

    private static Dictionary<long, string> Left(string failed) => File.ReadAllLines(failed)
        .Select(line => JsonElement.Parse(line))
        .ToDictionary(record => record.GetProperty("Position").GetInt64(), record => record.GetProperty("Outcome").GetString()!);

    private static long RowNumber(ProxiedWrite write) => long.Parse(
        write.Request.GetProperty("PutRequest").GetProperty("Item").GetProperty("Row").GetProperty("S").GetString()!,
        CultureInfo.InvariantCulture);

    private static long RowNumber(Dictionary<string, AttributeValue> item) => long.Parse(item["Row"].S, CultureInfo.InvariantCulture);

    private static long ReadMark(string path) =>
        File.Exists(path) ? JsonElement.Parse(File.ReadAllText(path)).GetProperty("Row").GetInt64() : 0;

    private sealed record Row(int Number, string Key)
    {
        public bool IsValid => !Key.Contains(' ');
    }
}
