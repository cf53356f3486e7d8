using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reporting;

namespace DdbBatch.Benchmarks.Speed;

/// <summary>The script's view: a new PowerShell loads a CSV file; and one item.</summary>
internal sealed class ColdBenchmark : IBenchmark
{
    private const string Floor = "Import-Csv | Out-Null";
    private const string Direct = "Import-Csv | Write-DdbBatch";
    private const string ByImportDdbItem = "Import-DdbItem | Write-DdbBatch";
    private const string FirstRow = "one item";
    private const string FirstScript = "a whole script that writes one item";
    private const string EmptyScript = "an empty script";

    public string Name => "cold";

    public string Summary => "A fresh PowerShell loads 1,000,000 CSV rows (6 min). --quick; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        if (!options.IsQuick)
            options = options with { Rounds = 9 };
        Report report = new(Name, options);
        FreshShell shell = FreshShell.Find();
        using PackagedModule package = new();
        string csv = MusicCsv.Create(Directory.CreateTempSubdirectory().FullName, options.IsQuick ? 200_000 : 1_000_000);
        using SinkProcess sink = new();
        Dictionary<string, string> scripts = Scripts(csv, package.Manifest, sink.Endpoint);
        Dictionary<string, List<FreshRun>> runs = scripts.Keys.ToDictionary(name => name, _ => new List<FreshRun>());
        for (int round = 0; round < options.Rounds; round++)
        {
            foreach ((string name, string script) in scripts)
                runs[name].Add(shell.Run(script));
        }

        Print(runs, shell, report);
        File.Delete(csv);
        report.Save(runs);
    }

    private static Dictionary<string, string> Scripts(string csv, string manifest, Uri endpoint)
    {
        string write = $"Write-DdbBatch -Table {Music.Table} -EndpointUrl {endpoint}";
        string import = $"Import-Module '{manifest}'; ";
        const string Item = "[pscustomobject]@{ Artist = 'a'; SongTitle = 'b' }";
        return new()
        {
            [Floor] = $"Import-Csv '{csv}' | Out-Null",
            [Direct] = $"{import}Import-Csv '{csv}' | {write}",
            [Direct + " -Transport Sdk"] = $"{import}Import-Csv '{csv}' | {write} -Transport Sdk",
            [ByImportDdbItem] = $"{import}Import-DdbItem '{csv}' | {write}",
            [FirstRow] = $"{import}$clock = [Diagnostics.Stopwatch]::StartNew(); {Item} | {write}; \"seconds $($clock.Elapsed.TotalSeconds)\"",
            [FirstScript] = $"{import}{Item} | {write}",
            [EmptyScript] = "$null",
        };
    }

    private static void Print(Dictionary<string, List<FreshRun>> runs, FreshShell shell, Report report)
    {
        double floor = Wall(runs[Floor]).Median;
        report.Line($"In {shell.Name}.");
        report.Table(
            ["", "seconds", "times the floor", "CPU s"],
            runs.Select(one => new[]
            {
                one.Key,
                Wall(one.Value).ToText(),
                one.Key is FirstRow or FirstScript or EmptyScript ? "" : FormattableString.Invariant($"{Wall(one.Value).Median / floor:0.00}"),
                Cpu(one.Value).ToText(),
            }));
        report.Figure($"{Direct}, times {Floor}", Wall(runs[Direct]).Median / floor, "≤", 1.9);
        report.Figure($"{ByImportDdbItem}, times {Floor}", Wall(runs[ByImportDdbItem]).Median / floor, "≤", 1.25);
        report.Figure($"{Direct}, CPU s", Cpu(runs[Direct]).Median, "≤", 6.5);
        report.Figure($"{FirstScript}, seconds over {EmptyScript}", Wall(runs[FirstScript]).Median - Wall(runs[EmptyScript]).Median, "≤", 0.12);
        report.Chart("Seconds in a fresh PowerShell", [.. runs.Select(one => (one.Key, Wall(one.Value)))]);
    }

    private static Series Cpu(List<FreshRun> runs) => new(runs.Select(run => run.CpuSeconds));

    private static Series Wall(List<FreshRun> runs) => new(runs.Select(run => run.Seconds));
}
