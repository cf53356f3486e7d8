using System;
using DdbBatch.Protocol;

namespace DdbBatch.Pacing;

/// <summary>
/// Sets the pace at which a table is written to, in WCU per second, its indexes included: what the table takes
/// (<see cref="CapacityProbe"/>), but no more than -MaxWriteCapacity. A request goes out once the ones before it are paid
/// for; so the dearest item does, however slow the pace.
/// </summary>
internal sealed class Pacer
{
    // A request takes at most so much time's worth of the pace: smooth sending, few leftovers.
    private const double RequestSeconds = 0.02;

    // Lateness of timers that is made up for, so that a coarse clock (15.6 ms on Windows) costs no pace.
    private const double BurstSeconds = 0.04;

    private readonly double _ceiling;
    private readonly CapacityProbe _probe;
    private double _tokens;
    private TimeSpan _refilledAt;
    private double _acceptedUnits = 1;
    private double _consumedUnits = 1;

    /// <param name="maxWriteCapacity">WCU per second not to exceed; null for no ceiling.</param>
    /// <param name="writeCapacity">WCU per second that the table is said to take; null where nobody knows.</param>
    /// <param name="now">The time of the first request.</param>
    public Pacer(double? maxWriteCapacity, double? writeCapacity, TimeSpan now)
    {
        _probe = new CapacityProbe(writeCapacity);
        _ceiling = maxWriteCapacity ?? double.PositiveInfinity;
        Rate = Math.Min(_ceiling, _probe.Rate);
        _refilledAt = now;
        // Under a ceiling the first request is paid for beforehand: over any span, no more than the ceiling goes out.
        _tokens = maxWriteCapacity is null ? 0 : -Rate * RequestSeconds;
    }

    /// <summary>The pace in WCU per second.</summary>
    public double Rate { get; private set; }

    /// <summary>
    /// The most that one request should cost, in WCU by the items' sizes: at least 1, and a full batch of small items until
    /// a limit is known.
    /// </summary>
    public double MaxRequestUnits => Math.Max(
        _probe.IsStarting && Rate < _ceiling ? BatchLimits.Operations : 1, RequestUnits(Rate) / ConsumedShare);

    /// <summary>What the table was found to take, in WCU per second; null while that isn't known.</summary>
    public double? FoundRate => _probe.IsStarting ? null : _probe.FoundRate;

    // WCU that DynamoDB consumes for each by the items' sizes: indexes, former items that were larger, deletes.
    private double ConsumedShare => _consumedUnits / _acceptedUnits;

    /// <summary>What a request costs at a known pace, in consumed WCU, unless its one item costs more.</summary>
    public static double RequestUnits(double rate) => rate * RequestSeconds;

    /// <summary>When the next request may go out.</summary>
    public TimeSpan ReadyAt(TimeSpan now)
    {
        Refill(now);
        return _tokens >= 0 ? now : now + TimeSpan.FromSeconds(-_tokens / Rate);
    }

    /// <summary>Books a request.</summary>
    /// <param name="units">Its cost in WCU by the items' sizes.</param>
    /// <param name="now">The time.</param>
    public void Book(double units, TimeSpan now)
    {
        Refill(now);
        _tokens -= units * ConsumedShare;
    }

    /// <summary>Takes note that a booked request was refused, or never sent: it has cost nothing.</summary>
    /// <param name="units">Its cost, as it was booked.</param>
    /// <param name="now">The time.</param>
    public void OnRefused(double units, TimeSpan now)
    {
        Refill(now);
        _tokens += units * ConsumedShare;
    }

    /// <summary>Takes note of an answer.</summary>
    /// <param name="accepted">WCU, by the items' sizes, of what was written.</param>
    /// <param name="throttled">WCU of what was left unprocessed.</param>
    /// <param name="consumed">What DynamoDB says it consumed, indexes included; null where it didn't say.</param>
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
        // What is still to be paid for was sent at the former pace: it delays the next request by no more than before.
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
