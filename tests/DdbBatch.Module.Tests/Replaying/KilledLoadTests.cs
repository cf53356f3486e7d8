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

namespace DdbBatch.Module.Tests.Replaying;

/// <summary>
/// A process that loads 20,000 rows is killed at random moments and started again, until it comes to its end. The load is
/// killed 8 times; DDBBATCH_KILLS says another number, DDBBATCH_SEED the seed of the moments.
/// </summary>
public sealed class KilledLoadTests(DynamoDbLocalFixture fixture, TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private const int Rows = 20_000;
    private const int KillsPerLoad = 8;

    // Checkpoint.MaxSpan, which no row between the mark and the newest exceeds.
    private const long MaxSpan = 50_000;

    private const string Load =
        """
        $ErrorActionPreference = 'Stop'
        Import-Module $args[0]
        $summary = Import-DdbItem $args[1] |
            Write-DdbBatch -Table $args[2] -EndpointUrl $args[3] -CheckpointPath $args[4] -FailedPath $args[5] -Summary -ErrorAction Continue
        "$($summary.Succeeded) $($summary.Total) $($summary.Skipped)"
        """;

    private static readonly int Seed = Environment.GetEnvironmentVariable("DDBBATCH_SEED") is { } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Random.Shared.Next(1 << 30);

    private readonly TemporaryFolder _folder = folder.Inner();

    private static int Kills =>
        int.Parse(Environment.GetEnvironmentVariable("DDBBATCH_KILLS") ?? $"{KillsPerLoad}", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_killed_load_ends_as_one_that_ran_through()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"DDBBATCH_SEED={Seed}");
        Random random = new(Seed);
        string input = _folder.Add("rows.csv", "Id,Text\n" + string.Concat(Enumerable.Range(1, Rows).Select(i => $"{i},row {i * 31 % 1009}\n")));
        for (int done = 0; done < Kills; done += KillsPerLoad)
            await LoadAsync(input, random, Math.Min(KillsPerLoad, Kills - done));
    }

    private async Task LoadAsync(string input, Random random, int kills)
    {
        DynamoDbLocal server = await fixture.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "Id:N");
        string mark = Path.Combine(_folder.Path, $"{table}.mark");
        string failed = Path.Combine(_folder.Path, $"{table}.jsonl");
        TaskCompletionSource? dueToDie = null;
        int left = 0;
        await using FaultProxy proxy = new(server.Endpoint, request => Rule(request, ref left, () => dueToDie), random.Next());
        HashSet<long> sentBefore = [];
        for (int kill = 0; ; kill++)
        {
            int before = proxy.Requests.Count;
            long marked = ReadMark(mark);
            bool isLast = kill == kills;
            dueToDie = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref left, isLast ? int.MaxValue : random.Next(1, 2 * Rows / 25 / (kills + 2)));
            string? output = await DotnetProcess.RunScriptUntilAsync(
                dueToDie.Task, Load, Checkout.Manifest, input, table, proxy.Endpoint.AbsoluteUri, mark, failed);

            long[] sent = [.. proxy.Requests.Skip(before).SelectMany(request => request.Writes).Select(Id)];
            Assert.All(sent, id => Assert.True(id > marked, $"Row {id} was sent again, and row {marked} had been marked."));
            long[] again = [.. sent.Where(sentBefore.Contains).Distinct()];
            Assert.True(again.Length <= Math.Min(MaxSpan, sentBefore.Count(id => id > marked)), $"{again.Length} rows were sent again.");
            sentBefore.UnionWith(sent);
            if (isLast)
            {
                Assert.Equal($"True {Rows} {marked}", output);
                break;
            }
        }

        Dictionary<long, Dictionary<string, AttributeValue>> items = (await server.ScanAsync(table)).ToDictionary(item => long.Parse(item["Id"].N, CultureInfo.InvariantCulture));
        Assert.Equal(Rows, items.Count);
        Assert.All(items, item => Assert.Equal($"row {item.Key * 31 % 1009}", item.Value["Text"].S));
        int all = proxy.BatchWrites.Count;
        Assert.Equal(
            [$"True {Rows} {Rows}"],
            await DotnetProcess.RunScriptAsync(Load, Checkout.Manifest, input, table, proxy.Endpoint.AbsoluteUri, mark, failed));
        Assert.Equal(all, proxy.BatchWrites.Count);
        Assert.False(File.Exists(failed) && new FileInfo(failed).Length > 0);
    }

    // A write now and then is left, a request fails; the moment of death comes with a request.
    private static Fault Rule(ProxiedRequest request, ref int left, Func<TaskCompletionSource?> dueToDie)
    {
        if (!request.IsBatchWrite)
            return Fault.None;
        if (Interlocked.Decrement(ref left) == 0)
            dueToDie()?.TrySetResult();
        return request.Random.Next(20) switch
        {
            0 => new Fault.SubsetUnprocessed(0.3),
            1 => new Fault.Error(500, "InternalServerError", "Oops"),
            _ => Fault.None,
        };
    }

    private static long Id(ProxiedWrite write) => long.Parse(
        write.Request.GetProperty("PutRequest").GetProperty("Item").GetProperty("Id").GetProperty("N").GetString()!,
        CultureInfo.InvariantCulture);

    private static long ReadMark(string path) =>
        File.Exists(path) ? JsonElement.Parse(File.ReadAllText(path)).GetProperty("Row").GetInt64() : 0;
}
