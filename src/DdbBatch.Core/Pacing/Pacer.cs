using System;
using DdbBatch.Protocol;

namespace DdbBatch.Pacing;

/// <summary>
/// Sets the pace for writing to a table, in WCU per second including its indexes: the table's capacity
/// (<see cref="CapacityProbe"/>), but at most -MaxWriteCapacity. A request is sent as soon as the requests before it are
/// paid for, so even the most expensive item is sent, however low the pace.
/// </summary>
internal sealed class Pacer
{
    // The maximum cost of a request, as time at the current pace: smooth sending, few leftovers.
    private const double RequestSeconds = 0.02;

    // Delays of timers are made up for to this extent, so that a coarse clock (15.6 ms on Windows) does not reduce the pace.
    private const double BurstSeconds = 0.04;

    private readonly double _ceiling;
    private readonly CapacityProbe _probe;
    private double _tokens;
    private TimeSpan _refilledAt;
    private double _acceptedUnits = 1;
    private double _consumedUnits = 1;

    /// <param name="maxWriteCapacity">The maximum WCU per second; null for no limit.</param>
    /// <param name="writeCapacity">The table's reported capacity, in WCU per second; null if unknown.</param>
    /// <param name="now">The time of the first request.</param>
    /// <param name="isWhole">True if a request is accepted or throttled as a whole.</param>
    public Pacer(double? maxWriteCapacity, double? writeCapacity, TimeSpan now, bool isWhole = false)
    {
        _probe = new CapacityProbe(writeCapacity, isWhole);
        _ceiling = maxWriteCapacity ?? double.PositiveInfinity;
        Rate = Math.Min(_ceiling, _probe.Rate);
        _refilledAt = now;
        // If there is a limit, the first request is paid for in advance, so that the limit holds over any span of time.
        _tokens = maxWriteCapacity is null ? 0 : -Rate * RequestSeconds;
    }

    /// <summary>The pace in WCU per second.</summary>
    public double Rate { get; private set; }

    /// <summary>
    /// The maximum cost of one request, in WCU by the items' sizes: at least 1, and a full batch of small items until a
    /// limit is known.
    /// </summary>
    public double MaxRequestUnits => Math.Max(
        _probe.IsStarting && Rate < _ceiling ? BatchLimits.Operations : 1, RequestUnits(Rate) / ConsumedShare);

    /// <summary>The table's measured capacity, in WCU per second; null while unknown.</summary>
    public double? FoundRate => _probe.IsStarting ? null : _probe.FoundRate;

    // The ratio of the WCU that DynamoDB consumes to those by the items' sizes: it includes indexes, replaced items that
    // were larger, and deletes.
    private double ConsumedShare => _consumedUnits / _acceptedUnits;

    /// <summary>The maximum cost of a request at a known pace, in consumed WCU, unless its only item costs more.</summary>
    public static double RequestUnits(double rate) => rate * RequestSeconds;

    /// <summary>Returns the time at which the next request may be sent.</summary>
    public TimeSpan ReadyAt(TimeSpan now)
    {
        Refill(now);
        return _tokens >= 0 ? now : now + TimeSpan.FromSeconds(-_tokens / Rate);
    }

    /// <summary>Books the cost of a request.</summary>
    /// <param name="units">Its cost in WCU by the items' sizes.</param>
    /// <param name="now">The time.</param>
    public void Book(double units, TimeSpan now)
    {
        Refill(now);
        _tokens -= units * ConsumedShare;
    }

    /// <summary>Returns the cost of a booked request that was refused or never sent.</summary>
    /// <param name="units">The cost, as booked.</param>
    /// <param name="now">The time.</param>
    public void OnRefused(double units, TimeSpan now)
    {
        Refill(now);
        _tokens += units * ConsumedShare;
    }

    /// <summary>Records a answer.</summary>
    /// <param name="accepted">The WCU, by the items' sizes, of the operations that were written.</param>
    /// <param name="throttled">The WCU of the unprocessed operations.</param>
    /// <param name="consumed">The WCU that DynamoDB reports as consumed, including indexes; null if not reported.</param>
    /// <param name="now">The time.</param>
    public void OnAnswer(double accepted, double throttled, double? consumed, TimeSpan now)
    {
        Refill(now);
        double booked = accepted * ConsumedShare;
        double units = consumed ?? booked;
        _tokens -= units - booked;
        _probe.OnAnswer(units, throttled * ConsumedShare, now);
        SetRate(Math.Min(_ceiling, _probe.Rate));
        if (accepted > 0 && units > 0)
        {
            _acceptedUnits += 0.1 * (accepted - _acceptedUnits);
            _consumedUnits += 0.1 * (units - _consumedUnits);
        }
    }

    private void SetRate(double rate)
    {
        // The outstanding cost was booked at the former pace. It delays the next request by no more than before.
        if (_tokens < 0 && rate < Rate)
            _tokens *= rate / Rate;
        Rate = rate;
    }

    private void Refill(TimeSpan now)
    {
        _tokens = Math.Min(_tokens + (now - _refilledAt).TotalSeconds * Rate, BurstSeconds * Rate);
        _refilledAt = now;
    }
}
