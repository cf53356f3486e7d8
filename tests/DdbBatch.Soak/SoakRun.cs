using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.Tests;

namespace DdbBatch.Soak;

/// <summary>Rounds of loads, changes, deletions, reads and copies by one PowerShell process, until the time is over.</summary>
/// <param name="manifest">The module to use.</param>
/// <param name="folder">The folder of the results, and of the files of the rounds.</param>
/// <param name="duration">How long rounds begin.</param>
/// <param name="seed">The origin of the rows and the faults.</param>
internal sealed class SoakRun(string manifest, string folder, TimeSpan duration, int seed)
{
    private readonly TableModel _model = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Plays the rounds.</summary>
    /// <returns>Whether the process used no more at the end than before.</returns>
    /// <exception cref="InvalidOperationException">A command failed, or a table was not as it should be.</exception>
    public async Task<bool> RunAsync()
    {
        Directory.CreateDirectory(folder);
        Console.WriteLine($"Soak of {duration.TotalMinutes} minutes, DDBBATCH_SEED={seed}");
        await using SoakServer server = await SoakServer.StartAsync(seed);
        await using SoakShell shell = await SoakShell.StartAsync(manifest, server, folder);
        Console.WriteLine($"PowerShell {shell.Version}, process {shell.ProcessId}");
        using SampleLog log = new(Path.Combine(folder, "samples.csv"));
        for (int round = 1; _clock.Elapsed < duration; round++)
            log.Add(await PlayAsync(round, server, shell));
        return log.IsFlat(Console.Out);
    }

    private async Task<Sample> PlayAsync(int number, SoakServer server, SoakShell shell)
    {
        TimeSpan start = _clock.Elapsed;
        string files = Path.Combine(folder, "round");
        if (Directory.Exists(files))
            Directory.Delete(files, recursive: true);
        Directory.CreateDirectory(files);
        new RoundPlan(new Random(unchecked((seed * 7919) + number)), number).Write(files, _model);
        RoundReport report = await shell.PlayAsync(files, number);
        await VerifyAsync(server, files, report);
        ProcessUse use = shell.Measure();
        Sample sample = new(_clock.Elapsed, number, _clock.Elapsed - start, report, use, server.Counts, _model.Count);
        Console.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {sample.ToLine()}");
        return sample;
    }

    private async Task VerifyAsync(SoakServer server, string files, RoundReport report)
    {
        string[] expected = _model.Items();
        await server.WhileUpAsync(async () =>
        {
            AssertSame("the table", expected, await ItemsAsync(server, SoakServer.Table));
            AssertSame("the copy", expected, await ItemsAsync(server, SoakServer.Copy));
        });
        AssertSame("the export", expected, ItemText.OfFile(Path.Combine(files, "read.jsonl")));
        AssertSame("the items got by key", _model.Items(RoundPlan.KeysToGet), ItemText.OfFile(Path.Combine(files, "got.jsonl")));
        if (report.Missing != RoundPlan.KeysToGet.Count(key => !_model.Has(key)))
            throw new InvalidOperationException($"{report.Missing} keys were missing.");
    }

    private static async Task<IEnumerable<string>> ItemsAsync(SoakServer server, string table) =>
        (await DynamoDbWire.ScanAsync(server.Direct, table)).Select(ItemText.Of);

    private static void AssertSame(string what, string[] expected, IEnumerable<string> found)
    {
        string[] items = [.. found.Order(StringComparer.Ordinal)];
        if (expected.SequenceEqual(items))
            return;
        throw new InvalidOperationException(
            $"There are {items.Length} items in {what}, and {expected.Length} expected.\n"
            + $"Expected only:\n{string.Join('\n', expected.Except(items).Take(5))}\nFound only:\n{string.Join('\n', items.Except(expected).Take(5))}");
    }
}
