using System;
using System.Linq;
using DdbBatch.Benchmarks;
using DdbBatch.Benchmarks.Bulk;
using DdbBatch.Benchmarks.Conversion;
using DdbBatch.Benchmarks.Files;
using DdbBatch.Benchmarks.Importing;
using DdbBatch.Benchmarks.Pacing;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reading;
using DdbBatch.Benchmarks.Speed;

IBenchmark[] speed =
[
    new CompareBenchmark(), new ColdBenchmark(), new LatencyBenchmark(), new MemoryBenchmark(), new GrowthBenchmark(),
    new MicroBenchmark(), new ChangesBenchmark(),
];
IBenchmark[] benchmarks =
[
    .. speed, new AllBenchmark(speed), new ConversionBenchmark(), new PacingBenchmark(), new ImportBenchmark(), new FilesBenchmark(),
    new LongBenchmark(), new BulkBenchmark(), new UploadCommand(), new ReadingBenchmark(), new ReadMemoryBenchmark(), new CopyBenchmark(),
    new ServeCommand(), new ReadServerCommand(), new SinkCommand(), new ContendCommand(), new WeighCommand(), new WeighCopyCommand(),
    new NumberedSinkCommand(), new LongLoadCommand(), new HostCommand(),
];

if (benchmarks.FirstOrDefault(benchmark => benchmark.Name == args.FirstOrDefault()) is { } chosen)
{
    chosen.Run(args[1..]);
    return 0;
}

Console.Error.WriteLine("dotnet run -c Release --project tests/DdbBatch.Benchmarks -- NAME");
foreach (IBenchmark benchmark in benchmarks)
    Console.Error.WriteLine($"  {benchmark.Name,-12} {benchmark.Summary}");
return 1;
