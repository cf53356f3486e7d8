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

    // A page that costs more than this share of a second's capacity is made smaller: a request for a page of 1 MB from a
    // table with 5 RCU would use up the capacity of 25 s at once, for all who read it.
    private const double PageSeconds = 0.1;

    // Pages smaller than this cost more in requests than they spare in throttling.
    private const double LeastPageUnits = 8;

    private readonly Pacer _pacer;
    private readonly double _fullPageUnits;

    // Before anything is known, an item is taken for one of 8 KB: the first pages of a slow table are small.
    private double _unitsPerItem = 1;
    private double _pageUnits;
    private bool _hasPage;

    /// <param name="options">The ceiling, and the consistency.</param>
    /// <param name="readCapacity">RCU per second that the table is said to give; null if unknown.</param>
    /// <param name="now">The time.</param>
    public ReadPacer(ReadOptions options, double? readCapacity, TimeSpan now)
    {
        _pacer = new Pacer(options.MaxReadCapacity, readCapacity, now);
        _fullPageUnits = _pageUnits = options.IsConsistent ? 2 * FullPageUnits : FullPageUnits;
    }

    /// <summary>The pace, in RCU per second.</summary>
    public double Rate => _pacer.Rate;

    /// <summary>The capacity that was found, in RCU per second; null while unknown.</summary>
    public double? FoundRate => _pacer.FoundRate;

    /// <summary>When the next request may be sent.</summary>
    public TimeSpan ReadyAt(TimeSpan now) => _pacer.ReadyAt(now);

    /// <summary>Books the next page of a segment.</summary>
    public PageRequest Book(Segment segment, TimeSpan now)
    {
        double budget = Math.Max(LeastPageUnits, PageSeconds * _pacer.Rate);
        int? limit = budget < _fullPageUnits ? (int)Math.Max(1, Math.Min(int.MaxValue, budget / _unitsPerItem)) : null;
        double units = Math.Min(_pageUnits, budget);
        _pacer.Book(units, now);
        return new PageRequest(segment, limit, units, now);
    }

    /// <summary>Records a page.</summary>
    public void OnPage(PageRequest request, Page page, TimeSpan now)
    {
        _pacer.OnAnswer(request.Units, 0, page.ConsumedUnits, now);
        if (page.ConsumedUnits is not { } units || page.ScannedCount == 0)
            return;
        _pageUnits += 0.2 * (Math.Max(units, 0.5) - _pageUnits);
        double perItem = units / page.ScannedCount;
        _unitsPerItem = _hasPage ? _unitsPerItem + 0.2 * (perItem - _unitsPerItem) : perItem;
        _hasPage = true;
    }

    /// <summary>Records that a page was refused because of insufficient capacity.</summary>
    public void OnThrottled(PageRequest request, TimeSpan now) => _pacer.OnAnswer(0, request.Units, null, now);
}
