using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Running;

/// <summary>
/// One load of puts, deletes and refused rows that is killed up to seven times, with whatever can go wrong on the way: resets,
/// 500s, partial answers, and requests that take effect up to 8.5 s after their connection or their process has ended.
/// </summary>
internal sealed class KillStorm(DynamoDbLocal server, string folder, int seed)
{
    private const int Rows = 1500;

    // The settle time is 10 s; the rest is for a busy machine.
    private const int LatestEffectMs = 8500;

    private const string Load =
        """
        $ErrorActionPreference = 'Stop'
        Import-Module $args[0]
        $limit = @{}
        if ($args[6]) { $limit.MaxRetry = $args[6] }
        $summary = Import-DdbItem $args[1] |
            Write-DdbBatch -Table $args[2] -EndpointUrl $args[3] -CheckpointPath $args[4] -FailedPath $args[5] `
                -DuplicateKey $args[7] -Operation { $_.Change } -Summary -ErrorAction SilentlyContinue @limit
        "$($summary.Total)"
        """;

    private const string Replay =
        """
        Import-DdbItem $args[0] | Where-Object Outcome -ne Invalid |
            Write-DdbBatch -EndpointUrl $args[1] -MaxRetry 3 -UnprocessedVariable left -ErrorAction SilentlyContinue
        for ($i = 0; $i -lt 5 -and ($left | Where-Object Outcome -ne Invalid); $i++) {
            $left | Where-Object Outcome -ne Invalid | Write-DdbBatch -EndpointUrl $args[1] -UnprocessedVariable left -ErrorAction SilentlyContinue
        }
        @($left | Where-Object Outcome -ne Invalid).Count
        """;

    private readonly Random _random = new(seed);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentQueue<(string Key, string What)> _history = [];
    private TaskCompletionSource _death = new();
    private int _requestsLeft;
    private volatile bool _isCalm;

    /// <summary>How often the load was killed, once it has come to its end.</summary>
    public int Kills { get; private set; }

    /// <summary>Plays it, and compares the table with what the rows, written one after the other, would leave.</summary>
    public async Task PlayAsync()
    {
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "Id:N");
        Row[] rows = [.. Enumerable.Range(1, Rows).Select(Make)];
        string input = Path.Combine(folder, $"{table}.csv");
        File.WriteAllLines(input, ["Id,Row,Change,Bad", .. rows.Select(row => $"{row.Key},{row.Number},{row.Change},{(row.IsBad ? "y" : "n")}")]);
        string failed = Path.Combine(folder, $"{table}.jsonl");
        await using FaultProxy proxy = new(server.Endpoint, Rule, seed);
        await LoadAsync(
            Checkout.Manifest,
            input,
            table,
            proxy.Endpoint.AbsoluteUri,
            Path.Combine(folder, $"{table}.mark"),
            failed,
            Pick("", "0", "1"),
            Pick("InOrder", "KeepLast"));
        if (File.Exists(failed))
            ReplayAll(failed, proxy.Endpoint);

        Dictionary<string, int> expected = rows.Where(row => !row.IsBad).GroupBy(row => row.Key).Select(group => group.Last())
            .Where(row => row.Change == "Put").ToDictionary(row => row.Key, row => row.Number);
        Dictionary<string, int> found = (await server.ScanAsync(table))
            .ToDictionary(item => item["Id"].N, item => int.Parse(item["Row"].S, CultureInfo.InvariantCulture));
        string[] wrong = [.. rows.Select(row => row.Key).Distinct().Where(key => expected.GetValueOrDefault(key) != found.GetValueOrDefault(key))];
        Assert.True(wrong.Length == 0, string.Join("\n", wrong.Select(key => Describe(key, found.GetValueOrDefault(key), rows, failed))));
    }

    private string Describe(string key, int found, Row[] rows, string failed)
    {
        IEnumerable<string> lines = File.Exists(failed)
            ? File.ReadAllLines(failed).Where(line => line.Contains($"{{\"Id\":{{\"N\":\"{key}\"}}", StringComparison.Ordinal))
            : [];
        return $"""
            Key {key} has row {found}, 0 for none. Its rows: {string.Join(", ", rows.Where(row => row.Key == key))}
            {string.Join("\n", _history.Where(entry => entry.Key == key).Select(entry => entry.What))}
            {string.Join("\n", lines)}
            """;
    }

    private async Task LoadAsync(params string[] arguments)
    {
        int kills = _random.Next(1, 8);
        for (int kill = 0; ; kill++)
        {
            TaskCompletionSource death = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _death = death;
            Volatile.Write(ref _requestsLeft, kill < kills ? _random.Next(1, 40) : int.MaxValue);
            if (await DotnetProcess.RunScriptUntilAsync(death.Task, Load, arguments) is { } output)
            {
                Assert.Equal($"{Rows}", output);
                return;
            }

            Kills++;
        }
    }

    // From here on nothing goes wrong, but for the rows that are always refused.
    private void ReplayAll(string failed, Uri endpoint)
    {
        _isCalm = true;
        using PowerShellSession session = new();
        PowerShellResult result = session.Invoke(Replay, failed, endpoint.AbsoluteUri);
        Assert.Null(result.Terminating);
        Assert.Equal("0", Assert.Single(result.Output).ToString());
    }

    private Row Make(int number)
    {
        bool isBad = _random.Next(40) == 0;
        return new Row(number, $"{_random.Next(Rows / 3)}", !isBad && _random.Next(3) == 0 ? "Delete" : "Put", isBad);
    }

    private T Pick<T>(params T[] from) => from[_random.Next(from.Length)];

    private Fault Rule(ProxiedRequest request)
    {
        Fault fault = Choose(request);
        foreach (ProxiedWrite write in request.Writes)
        {
            JsonElement body = write.Request.EnumerateObject().First().Value;
            JsonElement item = body.TryGetProperty("Item", out JsonElement put) ? put : body.GetProperty("Key");
            string row = item.TryGetProperty("Row", out JsonElement number) ? number.GetProperty("S").GetString()! : "delete";
            _history.Enqueue((item.GetProperty("Id").GetProperty("N").GetString()!, $"{_clock.Elapsed} after {Kills} kills, request {request.Number}: {row}, {fault}"));
        }

        return fault;
    }

    private Fault Choose(ProxiedRequest request)
    {
        if (!request.IsBatchWrite)
            return Fault.None;
        TaskCompletionSource death = _death;
        if (Interlocked.Decrement(ref _requestsLeft) == 0)
            death.TrySetResult();
        TimeSpan late = TimeSpan.FromMilliseconds(request.Random.Next(LatestEffectMs));
        int chance = request.Random.Next(40);
        if (request.Writes.Any(IsBad))
        {
            return chance < 4 && !_isCalm
                ? new Fault.Error(500, "InternalServerError", "Oops")
                : new Fault.Error(400, "ValidationException", "One or more parameter values were invalid");
        }

        return chance switch
        {
            _ when _isCalm => Fault.None,
            < 3 => new Fault.SubsetUnprocessed(0.5),
            < 5 => new Fault.Error(500, "InternalServerError", "Oops"),
            5 => new Fault.ResetAfter(),
            6 => new Fault.ResetBefore(),
            7 => new Fault.LateEffect(Task.Delay(late)),
            < 14 => new Fault.Hold(HeldAsync(death.Task, late), Fault.None),
            _ => Fault.None,
        };
    }

    // An answer that is held back for a while; if the process is killed meanwhile, the request takes effect much later.
    private static async Task HeldAsync(Task death, TimeSpan late)
    {
        await Task.WhenAny(death, Task.Delay(late / 20));
        if (death.IsCompleted)
            await Task.Delay(late);
    }

    private static bool IsBad(ProxiedWrite write) =>
        write.Request.TryGetProperty("PutRequest", out JsonElement put) && put.GetProperty("Item").GetProperty("Bad").GetProperty("S").GetString() == "y";

    private sealed record Row(int Number, string Key, string Change, bool IsBad);
}
