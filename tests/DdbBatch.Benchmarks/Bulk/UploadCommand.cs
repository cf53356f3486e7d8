using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Benchmarks.Conversion;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Bulk.Upload;
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

    public string Summary => $"Not a benchmark: the process of bulk. Arguments: WAY|{BulkWay.ConversionAlone} COUNT [weigh]";

    public void Run(string[] arguments)
    {
        // PSObject looks members up in the type table of the thread's runspace.
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        object[] rows = ConversionInputs.CsvRows(Rows);
        int count = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        if (arguments[0] == BulkWay.ConversionAlone)
        {
            ChildProcess.Tell(MeasureBest(count, items => Convert(rows, items)));
            return;
        }

        BulkWay way = BulkWay.OpenAsync(arguments[0]).GetAwaiter().GetResult();
        if (arguments.Length > 2)
            ChildProcess.Tell(Weight.Measure(() => Send(way, rows, 1000), () => Send(way, rows, count)));
        else
            ChildProcess.Tell(MeasureBest(count, items => Send(way, rows, items)));
        way.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static Sample MeasureBest(int count, Action<int> action)
    {
        // Until the runtime has compiled for good what runs all the time, of all threads.
        action(20 * Rows);
        return Enumerable.Range(0, 3).Select(_ => Sample.Measure(Act)).MinBy(sample => sample.Seconds)!;

        long Act()
        {
            action(count);
            return count;
        }
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
