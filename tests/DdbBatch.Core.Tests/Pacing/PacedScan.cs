using System;
using System.Linq;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.TestKit.Capacity;

namespace DdbBatch.Tests.Pacing;

/// <summary>The engine reading an endless table of limited capacity, in virtual time. Pages are taken at once.</summary>
internal sealed class PacedScan : PacedCapacity
{
    private const int PageBytes = 1024 * 1024;
    private const int BlockBytes = 4096;

    private int _pages;

    public ReadOptions Options { get; init; } = new();

    /// <summary>How many segments it is read in.</summary>
    public int Segments { get; init; } = 16;

    /// <summary>The size of an item, by the number of its page.</summary>
    public required Func<int, int> ItemBytes { get; init; }

    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(5);

    public TimeSpan TimerTick { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The RCU of the dearest page.</summary>
    public double DearestPage { get; private set; }

    /// <summary>Reads until a time has come.</summary>
    public PacedScan Run(double seconds)
    {
        Segment[] segments = [.. Enumerable.Range(0, Segments).Select(index => new Segment(index, Segments))];
        ReadEngine engine = new(Options, segments, ReportedCapacity, new Random(1), TimeSpan.Zero);
        PacedEngine<PageRequest> paced = new(engine, Answer) { Latency = Latency, TimerTick = TimerTick };
        Elapsed = TimeSpan.FromSeconds(seconds);
        while (paced.Now < Elapsed && paced.Step())
        {
        }

        return this;
    }

    // DynamoDB rounds the size of a page up, not that of each item (Developer Guide, "Scan": "Capacity units").
    private CallAnswer Answer(PageRequest request, TimeSpan now)
    {
        int itemBytes = ItemBytes(_pages++);
        int items = Math.Min(request.Limit ?? int.MaxValue, PageBytes / itemBytes);
        double units = Math.Ceiling((double)items * itemBytes / BlockBytes) * (Options.IsConsistent ? 1 : 0.5);
        TokenBucket bucket = BucketAt(now);
        bool fits = bucket.Fits(units);
        Count(now, 1, fits ? 0 : 1, fits ? units : 0);
        if (!fits)
            return new CallAnswer.ServiceError(400, "ProvisionedThroughputExceededException", "Exceeded");
        bucket.Take(units);
        DearestPage = Math.Max(DearestPage, units);
        return new CallAnswer.Result<Page>(new Page
        {
            Items = [],
            ScannedCount = items,
            ConsumedUnits = units,
            LastEvaluatedKey = BitConverter.GetBytes(_pages),
        });
    }
}
