using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace DdbBatch.Soak;

/// <summary>The counts and measurements after a round.</summary>
internal sealed record Sample(
    TimeSpan Time, int Round, TimeSpan Duration, RoundReport Report, ProcessUse Use, ServerCounts Server, int Items)
{
    public const string Header =
        "seconds,round,round_seconds,working_set,heap,handles,threads,cpu_seconds,written,resumed_lines,throttled,retried,unknown,unreached,"
        + "copy_starts,items,requests,faults,stalls,expired,proxy_restarts,server_restarts";

    /// <summary>A line of the file.</summary>
    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Time.TotalSeconds:0},{Round},{Duration.TotalSeconds:0.0},{Use.WorkingSet},{Report.Heap},{Use.Handles},{Use.Threads},{Use.CpuSeconds:0.0},"
        + $"{Report.Written},{Report.Resumed},{Report.Throttled},{Report.Retried},{Report.Unknown},{Report.Unreached},{Report.Copies},{Items},"
        + $"{Server.Requests},{Server.Faults},{Server.Stalls},{Server.Expired},{Server.ProxyRestarts},{Server.ServerRestarts}");
}

/// <summary>Keeps the samples in a file, each as soon as it is there, and compares the second quarter of them with the last.</summary>
internal sealed class SampleLog : IDisposable
{
    private const int Fewest = 12;

    private static readonly (string Name, Func<Sample, double> Value, double Share, double Slack)[] Limits =
    [
        ("working set", sample => sample.Use.WorkingSet, 0.05, 10 << 20),
        ("managed heap", sample => sample.Report.Heap, 0.05, 1 << 20),
        ("handles", sample => sample.Use.Handles, 0, 4),
        ("threads", sample => sample.Use.Threads, 0, 4),
    ];

    private readonly List<Sample> _samples = [];
    private readonly StreamWriter _file;

    /// <summary>Begins a file.</summary>
    public SampleLog(string path)
    {
        _file = new StreamWriter(path) { AutoFlush = true };
        _file.WriteLine(Sample.Header);
    }

    /// <summary>Adds a sample.</summary>
    public void Add(Sample sample)
    {
        _samples.Add(sample);
        _file.WriteLine(sample.ToLine());
    }

    /// <summary>Compares the medians, and writes them.</summary>
    /// <returns>False if one rose; true too if there are too few samples to say.</returns>
    public bool IsFlat(TextWriter report)
    {
        int quarter = _samples.Count / 4;
        if (_samples.Count < Fewest)
        {
            report.WriteLine($"{_samples.Count} rounds are too few to compare.");
            return true;
        }

        bool isFlat = true;
        foreach ((string name, Func<Sample, double> value, double share, double slack) in Limits)
        {
            double before = Median(_samples.Skip(quarter).Take(quarter).Select(value));
            double after = Median(_samples.TakeLast(quarter).Select(value));
            bool rose = after > (before * (1 + share)) + slack;
            isFlat &= !rose;
            report.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{name}: {before:0} in the second quarter, {after:0} in the last{(rose ? ": ROSE" : "")}"));
        }

        return isFlat;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
