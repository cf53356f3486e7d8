using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reporting;
using DdbBatch.Benchmarks.Speed;

namespace DdbBatch.Benchmarks.Reading;

/// <summary>The commands that read beside the SDK's own calls, warm, each in a process of its own, in turns; and their pace.</summary>
internal sealed class ReadingBenchmark : IBenchmark
{
    private const string Read = "Read-DdbTable, 8 in flight";
    private const string ReadProperty = "Read-DdbTable, one property read, 8 in flight";
    private const string SdkScan = "SDK ScanAsync, 8 segments";
    private const string Get = "Get-DdbBatch, 8 in flight";
    private const string SdkGet = "SDK BatchGetItemAsync, 8 in flight";

    public string Name => "reading";

    public string Summary => "Read-DdbTable and Get-DdbBatch beside the SDK's calls, and their pace (5 min). --quick; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        Report report = new(Name, options);
        ReadPace pace = ReadPace.Measure();
        report.Line(FormattableString.Invariant(
            $"Read-DdbTable from a table of {ReadPace.Capacity} RCU/s, 5 ms: {pace.UsedShare:P1} of the capacity used, {pace.ThrottledShare:P1} of the requests throttled, in {pace.Seconds:0.0} s."));
        var flat = MeasureScan(ItemShape.Flat, options);
        Print("Scan, items of about 150 bytes, 6 attributes:", flat, SdkScan, report);
        var nested = MeasureScan(ItemShape.Nested, options);
        Print("Scan, items of about 1 KB, nested:", nested, SdkScan, report);
        var gets = MeasureGet(options);
        Print("Items by key, 150 bytes:", gets, SdkGet, report);
        var latency = MeasureLatency(options);
        Print("Scan, 16 in flight, with and without latency:", latency, "0 ms", report);
        report.Line("");
        report.Figure("Read-DdbTable, CPU per item, of the SDK's scan", Ratio(flat[Read], flat[SdkScan]), "≤", 0.5);
        report.Figure("Read-DdbTable, nested items, CPU per item, of the SDK's scan", Ratio(nested[Read], nested[SdkScan]), "≤", 0.5);
        report.Figure("share of the read capacity used", pace.UsedShare, "≥", 0.97);
        report.Figure("share of the requests throttled", pace.ThrottledShare, "≤", 0.03);
        report.Figure(
            "Read-DdbTable, items/s at 5 ms, of those without latency",
            Series.Ratios(latency["5 ms"], latency["0 ms"], sample => sample.ItemsPerSecond).Median,
            "≥",
            0.9);
        report.Chart("CPU seconds per million items read, 150 bytes", [.. flat.Concat(gets).Select(one => (one.Key, Cpu(one.Value)))]);
        report.Save(new { flat, nested, gets, latency, pace });
    }

    private static Dictionary<string, List<Sample>> MeasureScan(ItemShape shape, SpeedOptions options)
    {
        using ReadServerProcess server = new("scan", 0, shape);
        ContenderOptions contender = new(server.Endpoint, 8, shape);
        List<ContenderProcess> contenders =
        [
            ContenderProcess.Start(Read, "read", contender),
            ContenderProcess.Start(ReadProperty, "read-property", contender),
            ContenderProcess.Start(SdkScan, "sdk-scan", contender),
        ];
        if (shape == ItemShape.Flat && PeerProcesses.StartScan(contender) is { } boto3)
            contenders.Add(boto3);
        return InTurns(contenders, options);
    }

    private static Dictionary<string, List<Sample>> MeasureGet(SpeedOptions options)
    {
        using ReadServerProcess server = new("get", 0, ItemShape.Flat);
        ContenderOptions contender = new(server.Endpoint, 8, ItemShape.Flat);
        return InTurns(
            [ContenderProcess.Start(Get, "get", contender), ContenderProcess.Start(SdkGet, "sdk-get", contender)], options);
    }

    private static Dictionary<string, List<Sample>> MeasureLatency(SpeedOptions options)
    {
        using ReadServerProcess fast = new("scan", 0, ItemShape.Flat);
        using ReadServerProcess slow = new("scan", 5, ItemShape.Flat);
        return InTurns(
            [
                ContenderProcess.Start("0 ms", "read", new(fast.Endpoint, 16, ItemShape.Flat)),
                ContenderProcess.Start("5 ms", "read", new(slow.Endpoint, 16, ItemShape.Flat)),
            ],
            options);
    }

    private static Dictionary<string, List<Sample>> InTurns(List<ContenderProcess> contenders, SpeedOptions options)
    {
        Dictionary<string, List<Sample>> samples = Rounds.InTurns(contenders, options);
        contenders.ForEach(contender => contender.Dispose());
        return samples;
    }

    private static void Print(string title, Dictionary<string, List<Sample>> samples, string reference, Report report)
    {
        report.Line("");
        report.Line(title);
        report.Table(
            ["", "CPU s per million items", $"of {reference}", "bytes allocated per item", "items/s (thousands)"],
            samples.Select(one => new[]
            {
                one.Key,
                Cpu(one.Value).ToText(),
                FormattableString.Invariant($"{Ratio(one.Value, samples[reference]):0.00}"),
                one.Value[0].Bytes is null ? "" : new Series(one.Value.Select(sample => sample.BytesPerItem!.Value)).ToText("0"),
                new Series(one.Value.Select(sample => sample.ItemsPerSecond)).ToText("0", 1e-3),
            }));
    }

    private static double Ratio(List<Sample> ours, List<Sample> theirs) =>
        Series.Ratios(ours, theirs, sample => sample.CpuSecondsPerMillion).Median;

    private static Series Cpu(List<Sample> samples) => new(samples.Select(sample => sample.CpuSecondsPerMillion));
}
