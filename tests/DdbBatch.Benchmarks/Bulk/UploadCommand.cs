using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Benchmarks.Conversion;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Bulk;
using DdbBatch.Conversion;
using DdbBatch.Items;

namespace DdbBatch.Benchmarks.Bulk;

/// <summary>A process that sends items one way, and says what that took.</summary>
internal sealed class UploadCommand : IBenchmark
{
    // As many as no compressor looks back over, again and again.
    private const int Rows = 50_000;

    private static readonly TableSchema Schema = new(
        "Music", [new("Artist", ScalarAttributeType.S), new("SongTitle", ScalarAttributeType.S)]);

    private readonly ItemConverter _converter = new(ConversionOptions.Default);

    public string Name => "upload";

    public string Summary => "Not a benchmark: the process of bulk. Arguments: WAY COUNT ROUNDS";

    public void Run(string[] arguments)
    {
        // PSObject looks members up in the type table of the thread's runspace.
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        BulkWay way = BulkWay.OpenAsync(arguments[0]).GetAwaiter().GetResult();
        object[] rows = ConversionInputs.CsvRows(Rows);
        // Until the runtime has compiled for good what runs all the time, of all threads.
        Send(way, rows, 20 * Rows);
        GC.Collect();
        long idleBytes = ResidentBytes();
        int count = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        Sample[] alone = new Sample[int.Parse(arguments[2], CultureInfo.InvariantCulture)];
        Sample[] whole = new Sample[alone.Length];
        for (int round = 0; round < alone.Length; round++)
        {
            alone[round] = Measure(count, () => Convert(rows, count));
            whole[round] = Measure(count, () => Send(way, rows, count));
        }

        using Process process = Process.GetCurrentProcess();
        UploadSample sample = new(Best(alone), Best(whole), new Weight(idleBytes, process.PeakWorkingSet64));
        Console.WriteLine(JsonSerializer.Serialize(sample, JsonSerializerOptions.Web));
        way.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static Sample Best(Sample[] samples) => samples.MinBy(sample => sample.Seconds)!;

    private static long ResidentBytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static Sample Measure(int count, Action action)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        Stopwatch clock = Stopwatch.StartNew();
        action();
        return new Sample(count, clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, null);
    }

    private void Convert(object[] rows, int count)
    {
        for (int i = 0; i < count; i++)
            _converter.ConvertItem(rows[i % rows.Length], Schema);
    }

    private void Send(BulkWay way, object[] rows, int count)
    {
        using BulkUpload upload = new(way.Store, new ShardPlan(way.Options with { ClientToken = $"{Guid.NewGuid()}" }));
        for (int i = 0; i < count; i++)
        {
            EncodedItem item = _converter.ConvertItem(rows[i % rows.Length], Schema);
            while (!upload.TryAdd(item))
                upload.Wait(TimeSpan.FromMilliseconds(200));
        }

        Task.Run(() => upload.CompleteAsync(CancellationToken.None)).GetAwaiter().GetResult();
    }
}

/// <summary>What a way took, and the conversion alone in the same process, by turns: the best of each.</summary>
internal sealed record UploadSample(Sample Conversion, Sample Speed, Weight Memory)
{
    /// <summary>Items per second, as a share of the conversion's.</summary>
    public double Ratio => Speed.ItemsPerSecond / Conversion.ItemsPerSecond;
}
