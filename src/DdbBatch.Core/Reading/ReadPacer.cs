using System;
using DdbBatch.Pacing;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>
/// Sets the pace of a read, in RCU per second, and the size of its pages. The cost of a page is known only
/// afterwards, so an estimate is booked and then corrected by ConsumedCapacity.
/// </summary>
internal sealed class ReadPacer
{
    // A page of 1 MB in units of 4 KB, eventually consistent (Developer Guide, "Read consistency" and "Scan").
    private const double FullPageUnits = 128;

    // Pages of fewer than 16 blocks of 4 KB waste more than 3 % of the capacity, because a page's cost is rounded up to whole
    // blocks.
    private const double LeastPageUnits = 8;

    private readonly Pacer _pacer;
    private readonly RequestBudget _budget = new();
    private readonly double _consistency;

    private readonly UnitEstimate _cost;
    private double _fullPageUnits;

    /// <param name="options">The ceiling, and the consistency.</param>
    /// <param name="readCapacity">RCU per second that the table is said to give; null if unknown.</param>
    /// <param name="now">The time.</param>
    public ReadPacer(ReadOptions options, double? readCapacity, TimeSpan now)
    {
        _pacer = new Pacer(options.MaxReadCapacity, readCapacity, now, isWhole: true);
        _consistency = options.IsConsistent ? 2 : 1;
        // Before anything is known, an item is taken for one of 8 KB: the first pages of a slow table are small.
        _cost = new UnitEstimate(_consistency);
        _fullPageUnits = _consistency * FullPageUnits;
    }

    /// <summary>The pace, in RCU per second.</summary>
    public double Rate => _pacer.Rate;

    /// <summary>The capacity that was found, in RCU per second; null while unknown.</summary>
    public double? FoundRate => _pacer.FoundRate;

    /// <summary>When the next request may be sent.</summary>
    public TimeSpan ReadyAt(TimeSpan now) => _pacer.ReadyAt(now);

    /// <summary>Books the next page of a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="parallel">How many pages can be in flight at a time: each segment has only one.</param>
    /// <param name="now">The time.</param>
    public PageRequest Book(Segment segment, int parallel, TimeSpan now)
    {
        double budget = PageUnits(parallel);
        int? limit = budget < _consistency * FullPageUnits ? (int)Math.Max(1, Math.Min(int.MaxValue, budget / _cost.PerItem)) : null;
        double units = limit is { } items ? items * _cost.PerItem : _fullPageUnits;
        _pacer.Book(units, now);
        return new PageRequest(segment, limit, units, now);
    }

    /// <summary>Records a page.</summary>
    public void OnPage(PageRequest request, Page page, TimeSpan now)
    {
        double units = page.ConsumedUnits ?? request.Units;
        _pacer.Book(units - request.Units, now);
        _pacer.OnAnswer(units, 0, units, now);
        _budget.OnAnswer(now - request.SentAt);
        if (page.ConsumedUnits is null || page.ScannedCount == 0)
            return;
        _cost.Add(units, page.ScannedCount);
        if (request.Limit is null)
            _fullPageUnits += 0.2 * (units - _fullPageUnits);
    }

    /// <summary>Records that a page was refused because of insufficient capacity.</summary>
    public void OnThrottled(PageRequest request, TimeSpan now) => _pacer.OnAnswer(0, request.Units, null, now);

    // A page of 1 MB from a table with 5 RCU would use up the capacity of 25 s at once, for all who read it.
    private double PageUnits(int parallel) => Math.Max(_consistency * LeastPageUnits, _budget.Units(Rate, parallel));
}
