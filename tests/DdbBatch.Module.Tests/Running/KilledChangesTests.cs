using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Running;

/// <summary>
/// A process that loads puts, deletes, inserts and updates with and without -MustExist, with many rows per key, is killed at random
/// requests and started again. The items are those that the rows leave one after the other: a row that is repeated meets what it
/// met before. A load is killed twice; <see cref="KillRuns"/> has more.
/// </summary>
public sealed class KilledChangesTests(DynamoDbLocalFixture fixture, TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private const int Rows = 600;
    private const int Keys = 40;
    private const int KillsPerLoad = 2;
    private const int LoadsAtATime = 4;

    private const string Load =
        """
        $ErrorActionPreference = 'Stop'
        Import-Module $args[0]
        $summary = Import-DdbItem $args[1] | Write-DdbBatch -EndpointUrl $args[2] -CheckpointPath $args[3] -FailedPath $args[4] -Summary
        "$($summary.Total) $($summary.Succeeded)"
        """;

    private static readonly KillRuns Runs = new("loads of changes", KillsPerLoad);

    private readonly TemporaryFolder _folder = folder.Inner();

    [Fact]
    public Task A_killed_load_of_changes_leaves_what_its_rows_leave_one_after_the_other() =>
        Runs.PlayAsync(Runs.IsLong ? LoadsAtATime : 1, async seed => (await LoadAsync(new Random(seed)), ""));

    // The number of kills: a load may come to its end before.
    private async Task<int> LoadAsync(Random random)
    {
        DynamoDbLocal server = await fixture.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "Id:N");
        Row[] rows = [.. Enumerable.Range(1, Rows).Select(number => Row.Make(number, random))];
        string input = _folder.Add($"{table}.input.jsonl", string.Concat(rows.Select(row => row.ToRecord(table) + "\n")));
        string failed = Path.Combine(_folder.Path, $"{table}.failed.jsonl");
        TaskCompletionSource death = new();
        int left = 0;
        await using FaultProxy proxy = FaultProxy.ForLongRun(server.Endpoint, Rule, random.Next(), keepsRequests: false);
        string[] arguments = [Checkout.Manifest, input, proxy.Endpoint.AbsoluteUri, Path.Combine(_folder.Path, $"{table}.mark"), failed];
        int kills = 0;
        string? output = null;
        for (int kill = 0; output is null; kill++)
        {
            death = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref left, kill < KillsPerLoad ? random.Next(5, Rows / 3) : int.MaxValue);
            output = await DotnetProcess.RunScriptUntilAsync(death.Task, Load, arguments);
            kills += output is null ? 1 : 0;
        }

        Assert.Equal($"{Rows} True", output);
        Assert.False(File.Exists(failed) && new FileInfo(failed).Length > 0);
        Assert.Equal(Leave(rows), (await server.ScanAsync(table)).Select(item => Show(item.ToDictionary(pair => pair.Key, pair => int.Parse(pair.Value.N, CultureInfo.InvariantCulture)))).Order());
        return kills;

        Fault Rule(ProxiedRequest request)
        {
            if (request.Operation == "DescribeTable")
                return Fault.None;
            if (Interlocked.Decrement(ref left) == 0)
                death.TrySetResult();
            // Nothing that leaves open whether an operation was carried out: such a one would be given up.
            return request.Random.Next(10) switch
            {
                0 => new Fault.Error(400, "ThrottlingException", "Slow down"),
                1 => new Fault.Hold(Task.Delay(request.Random.Next(200)), Fault.None),
                _ => Fault.None,
            };
        }
    }

    private static IEnumerable<string> Leave(IEnumerable<Row> rows)
    {
        Dictionary<int, Dictionary<string, int>> items = [];
        foreach (Row row in rows)
            row.Apply(items);
        return items.Values.Select(Show).Order();
    }

    private static string Show(IReadOnlyDictionary<string, int> item) => string.Join(" ", item.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}"));

    private sealed record Row(int Number, int Key, string Operation, bool MustExist)
    {
        public static Row Make(int number, Random random)
        {
            string operation = new[] { "Put", "Delete", "Insert", "Update", "Update" }[random.Next(5)];
            return new Row(number, random.Next(Keys), operation, operation == "Update" && random.Next(2) == 0);
        }

        // A line of a failed file, because only these say for each row whether the item must exist.
        public string ToRecord(string table)
        {
            string item = string.Join(",", Item.Select(pair => $"\"{pair.Key}\":{{\"N\":\"{pair.Value}\"}}"));
            string change = MustExist ? "\"Change\":{\"MustExist\":true}," : "";
            return $"{{\"DdbBatch\":\"failed/1\",\"Table\":\"{table}\",\"Operation\":\"{Operation}\",\"Outcome\":\"Unprocessed\",{change}\"{(Operation == "Delete" ? "Key" : "Item")}\":{{{item}}},"
                + $"\"ErrorCode\":\"Stopped\",\"Reason\":\"\",\"Attempts\":0,\"Position\":{Number}}}";
        }

        public void Apply(Dictionary<int, Dictionary<string, int>> items)
        {
            bool exists = items.TryGetValue(Key, out Dictionary<string, int>? item);
            if (MustExist ? !exists : Operation == "Insert" && exists)
                return;
            if (Operation == "Delete")
                items.Remove(Key);
            else
                items[Key] = Operation == "Update" && exists ? item!.Concat(Item).GroupBy(pair => pair.Key).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Value) : Item;
        }

        private Dictionary<string, int> Item => Operation == "Delete"
            ? new() { ["Id"] = Key }
            : new() { ["Id"] = Key, [$"{Operation}{Number % 3}"] = Number };
    }
}
