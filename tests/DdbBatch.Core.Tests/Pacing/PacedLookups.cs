using System;
using System.Linq;
using System.Text;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.TestKit.Capacity;

namespace DdbBatch.Tests.Pacing;

/// <summary>The engine looking up endless keys in a table of limited capacity, in virtual time. Answers are taken at once.</summary>
internal sealed class PacedLookups : PacedCapacity
{
    private const int BlockBytes = 4096;

    private static readonly TableSchema Schema = new("T", [new KeyAttribute("id", ScalarAttributeType.N)]);

    private int _keys;

    public LookupOptions Options { get; init; } = new();

    /// <summary>The size of an item, by its key.</summary>
    public required Func<int, int> ItemBytes { get; init; }

    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(5);

    public TimeSpan TimerTick { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The most keys of a request.</summary>
    public int MostKeys { get; private set; }

    /// <summary>Looks up until a time has come.</summary>
    public PacedLookups Run(double seconds)
    {
        LookupEngine engine = new(Options, ReportedCapacity, new Random(1), TimeSpan.Zero);
        PacedEngine<KeysRequest> paced = new(engine, Answer) { Latency = Latency, TimerTick = TimerTick };
        Elapsed = TimeSpan.FromSeconds(seconds);
        do
        {
            while (engine.TakeAnswer() is not null)
            {
            }

            while (engine.HasRoom)
                engine.Submit(NextKey(), paced.Now);
        }
        while (paced.Now < Elapsed && paced.Step());
        return this;
    }

    private KeyLookup NextKey()
    {
        int id = _keys++;
        byte[] json = Encoding.UTF8.GetBytes($$$"""{"id":{"N":"{{{id}}}"}}""");
        return new KeyLookup(id, new EncodedItem(json, json.Length, ItemKeyReader.Read(json, Schema)), id);
    }

    private CallAnswer Answer(KeysRequest request, TimeSpan now)
    {
        MostKeys = Math.Max(MostKeys, request.Keys.Count);
        TokenBucket bucket = BucketAt(now);
        double used = 0;
        bool[] unprocessed = new bool[request.Keys.Count];
        for (int i = 0; i < unprocessed.Length; i++)
        {
            double units = Math.Ceiling((double)ItemBytes((int)request.Lookups[i].Position) / BlockBytes) * 0.5;
            unprocessed[i] = !bucket.Fits(units);
            if (unprocessed[i])
                continue;
            bucket.Take(units);
            used += units;
        }

        int throttled = unprocessed.Count(isUnprocessed => isUnprocessed);
        Count(now, unprocessed.Length, throttled, used);
        return throttled == unprocessed.Length
            ? new CallAnswer.ServiceError(400, "ProvisionedThroughputExceededException", "Exceeded")
            : new CallAnswer.Result<KeysAnswer>(
                new KeysAnswer(new ReadOnlyMemory<byte>?[unprocessed.Length], unprocessed) { ConsumedUnits = used });
    }
}
