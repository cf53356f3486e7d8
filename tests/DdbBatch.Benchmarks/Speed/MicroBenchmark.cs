using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.Benchmarks.Conversion;
using DdbBatch.Benchmarks.Reporting;
using DdbBatch.Conversion;
using DdbBatch.Pacing;
using DdbBatch.Protocol;
using DdbBatch.Transport;
using DdbBatch.Transport.Direct;
using DdbBatch.Writing;

namespace DdbBatch.Benchmarks.Speed;

/// <summary>The cost of each step of an item's processing, measured separately in one thread.</summary>
internal sealed class MicroBenchmark : IBenchmark
{
    private const int Batches = 200;

    private static readonly ImmutableCredentials Credentials = new("key", "secret", token: null);

    private readonly SignedPost _post = new(new DirectEndpoint(new Uri("http://localhost"), "us-east-1", new AmazonDynamoDBConfig()));
    private readonly BatchRequest[] _requests = CreateRequests();
    private readonly Hashtable[] _hashtables = Music.Hashtables(ItemShape.Flat);
    private readonly ItemConverter _converter = new(ConversionOptions.Default);
    private readonly byte[] _answer =
        """{"UnprocessedItems":{},"ConsumedCapacity":[{"TableName":"Music0","CapacityUnits":25}]}"""u8.ToArray();

    public string Name => "micro";

    public string Summary => "The parts of an item's way, one by one (1 min). --quick; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        Report report = new(Name, options);
        (string Name, Action Run)[] parts =
        [
            ("a hashtable to wire form", Convert),
            ("the same, naively: AttributeValues, the SDK's marshaller", ConvertNaively),
            ("a request's body", Write),
            ("the same, signed", Sign),
            ("an answer", Read),
            ("the engine: queue, pack, settle", Drive),
        ];
        Dictionary<string, List<(double Ns, double Bytes)>> samples = parts.ToDictionary(part => part.Name, _ => new List<(double, double)>());
        for (int round = 0; round < (options.IsQuick ? 20 : 200); round++)
        {
            foreach ((string name, Action run) in parts)
                samples[name].Add(Measure(run));
        }

        // The first half warms the JIT up.
        report.Table(["per item", "ns", "bytes allocated"], samples.Select(one => new[]
        {
            one.Key,
            new Series(one.Value.Skip(one.Value.Count / 2).Select(sample => sample.Ns)).ToText("0"),
            new Series(one.Value.Skip(one.Value.Count / 2).Select(sample => sample.Bytes)).ToText("0"),
        }));
        report.Save(samples.ToDictionary(one => one.Key, one => one.Value.Select(sample => new { sample.Ns, sample.Bytes })));
    }

    private static (double Ns, double Bytes) Measure(Action run)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        run();
        double items = Batches * BatchLimits.Operations;
        return (Stopwatch.GetElapsedTime(start).TotalNanoseconds / items, (GC.GetAllocatedBytesForCurrentThread() - bytes) / items);
    }

    private static BatchRequest[] CreateRequests()
    {
        Pacer pacer = new(maxWriteCapacity: null, writeCapacity: null, TimeSpan.Zero);
        Lane lane = new(Music.Schema, Music.Table, new WriteOptions(), new Ledger(reportWritten: false), pacer);
        return [.. Music.Encoded(ItemShape.Flat)
            .Select((item, index) => new WriteOperation(index + 1, OperationKind.Put, item, null))
            .Chunk(BatchLimits.Operations).Take(Batches)
            .Select(batch => new BatchRequest(lane, batch))];
    }

    private void Convert()
    {
        for (int i = 0; i < Batches * BatchLimits.Operations; i++)
            _converter.ConvertItem(_hashtables[i], Music.Schema);
    }

    private void ConvertNaively()
    {
        for (int i = 0; i < Batches * BatchLimits.Operations; i += BatchLimits.Operations)
            NaiveConverter.Convert(_hashtables.AsSpan(i, BatchLimits.Operations));
    }

    private void Write()
    {
        foreach (BatchRequest request in _requests)
            request.ToBody();
    }

    private void Sign()
    {
        using CallAttempt attempt = new(call: null, default);
        foreach (BatchRequest request in _requests)
        {
            CallBody body = request.Body();
            _post.Create("BatchWriteItem", new RequestBody(body, attempt), Credentials).Dispose();
        }
    }

    private void Read()
    {
        foreach (BatchRequest request in _requests)
            BatchAnswerReader.Read(_answer, isOfAws: true, request);
    }

    private void Drive()
    {
        WriteEngine engine = new(new WriteOptions(), new Random(1));
        Lane lane = engine.OpenLane(Music.Schema, Music.Table, 1e9, TimeSpan.Zero);
        TimeSpan now = TimeSpan.Zero;
        CallAnswer.Success success = new([]);
        for (int i = 0; i < _requests.Length; i++)
        {
            foreach (WriteOperation operation in _requests[i].Operations)
                engine.Submit(lane, new WriteOperation(operation.Position, operation.Kind, operation.Item, null), now);
            now += TimeSpan.FromSeconds(1);
            while (engine.TryTake(now) is { } request)
                engine.Complete(request, success, now);
        }
    }
}
