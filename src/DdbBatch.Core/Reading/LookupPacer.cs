using System;
using DdbBatch.Pacing;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>
/// Sets the pace of lookups, in RCU per second, and how many keys a request has. The cost of a key is known only afterwards, so
/// an estimate is booked and then corrected by ConsumedCapacity.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="readCapacity">The table's reported capacity, in RCU per second; null if unknown.</param>
/// <param name="now">The time.</param>
internal sealed class LookupPacer(LookupOptions options, double? readCapacity, TimeSpan now)
{
    // The most that a request costs before the capacity is known, as time at the reported capacity. The pace is high then, because
    // a table may have burst capacity.
    private const double UnknownSeconds = 0.5;

    private readonly Pacer _pacer = new(options.MaxReadCapacity, readCapacity, now);
    private readonly RequestBudget _budget = new();

    // Before anything is known, a key is taken for one of an item of 8 KB.
    private readonly UnitEstimate _cost = new(1);

    /// <summary>The pace, in RCU per second.</summary>
    public double Rate => _pacer.Rate;

    /// <summary>
    /// The most keys of a request: 100 keys from a table with 5 RCU would use up the capacity of 10 s at once, for all who read it.
    /// </summary>
    public int MaxKeys => (int)Math.Max(1, Math.Min(KeysRequest.MaxKeys, MaxUnits / _cost.PerItem));

    /// <summary>When the next request may be sent.</summary>
    public TimeSpan ReadyAt(TimeSpan now) => _pacer.ReadyAt(now);

    /// <summary>Books a request.</summary>
    /// <returns>Its estimated cost in RCU.</returns>
    public double Book(int keys, TimeSpan now)
    {
        double units = keys * _cost.PerItem;
        _pacer.Book(units, now);
        return units;
    }

    /// <summary>Records an answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="processed">How many of its keys were processed.</param>
    /// <param name="isThrottled">True if the others were left because of insufficient capacity.</param>
    /// <param name="now">The time.</param>
    public void OnAnswer(KeysRequest request, KeysAnswer answer, int processed, bool isThrottled, TimeSpan now)
    {
        double booked = request.Units * processed / request.Keys.Count;
        double left = request.Units - booked;
        double units = answer.ConsumedUnits ?? booked;
        _pacer.Book(units - booked, now);
        if (!isThrottled)
            _pacer.OnRefused(left, now);
        _pacer.OnAnswer(units, isThrottled ? left : 0, units, now);
        _budget.OnAnswer(now - request.SentAt);
        if (answer.ConsumedUnits is not null && processed > 0)
            _cost.Add(units, processed);
    }

    /// <summary>Records that a request was refused because of insufficient capacity.</summary>
    public void OnThrottled(KeysRequest request, TimeSpan now) => _pacer.OnAnswer(0, request.Units, null, now);

    // Until a limit is known, requests are full, as those of writes are.
    private double MaxUnits => (_pacer.FoundRate, readCapacity, options.MaxReadCapacity) switch
    {
        (null, null, null) => double.PositiveInfinity,
        (null, { } capacity, _) => Math.Min(UnknownSeconds * capacity, _budget.Units(Rate, options.ThrottleLimit)),
        _ => _budget.Units(Rate, options.ThrottleLimit),
    };
}
