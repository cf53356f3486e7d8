using System;

namespace DdbBatch.Throttling;

/// <summary>
/// Sets the pace at which a table is written to, in WCU per second. It starts without a limit; the first throttling
/// sets one at the rate that DynamoDB just accepted; from there it probes upward, faster the longer nothing is throttled,
/// and comes back to the accepted rate as soon as something is. -MaxWriteCapacity is its ceiling.
/// </summary>
internal sealed class Pacer
{
    /// <summary>The share of a second's units that one request may take: smooth sending, few leftovers.</summary>
    private const double RequestShare = 0.1;

    // Lateness of timers that is made up for, so that a coarse clock costs no rate.
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private const double FirstStep = 0.01;
    private const double LargestStep = 1.0;
    private const int AnswersPerInterval = 4;

    private readonly double _ceiling;
    private double _rate;
    private double _tokens;
    private TimeSpan _refilledAt;

    private TimeSpan _intervalStart;
    private double _accepted;
    private double _throttled;
    private int _answers;
    private double _step = FirstStep;
    private double _unitsPerBookedUnit = 1;

    /// <param name="maxWriteCapacity">WCU per second not to exceed; null for no ceiling.</param>
    /// <param name="now">The time of the first request.</param>
    public Pacer(double? maxWriteCapacity, TimeSpan now)
    {
        _ceiling = maxWriteCapacity ?? double.PositiveInfinity;
        _rate = _ceiling;
        _refilledAt = now;
        _intervalStart = now;
        // The first request is paid for too: over any span, no more than the ceiling goes out.
        _tokens = double.IsInfinity(_rate) ? 0 : -MaxRequestUnits;
    }

    /// <summary>The pace in WCU per second; infinite until something was throttled.</summary>
    public double Rate => _rate;

    /// <summary>The most that one request should cost, in WCU by the items' sizes; at least 1.</summary>
    public double MaxRequestUnits =>
        double.IsInfinity(_rate) ? double.PositiveInfinity : Math.Max(1, _rate * RequestShare / _unitsPerBookedUnit);

    /// <summary>When the next request may go out.</summary>
    public TimeSpan ReadyAt(TimeSpan now)
    {
        if (double.IsInfinity(_rate))
            return now;
        Refill(now);
        return _tokens >= 0 ? now : now + TimeSpan.FromSeconds(-_tokens / _rate);
    }

    /// <summary>Books a request.</summary>
    /// <param name="units">Its cost in WCU by the items' sizes.</param>
    /// <param name="now">The time.</param>
    public void Book(double units, TimeSpan now)
    {
        if (double.IsInfinity(_rate))
            return;
        Refill(now);
        _tokens -= units * _unitsPerBookedUnit;
    }

    /// <summary>Takes note of an answer.</summary>
    /// <param name="accepted">WCU, by the items' sizes, of what was written.</param>
    /// <param name="throttled">WCU of what was left unprocessed.</param>
    /// <param name="consumed">What DynamoDB says it consumed, indexes included; null where it didn't say.</param>
    /// <param name="now">The time.</param>
    public void OnAnswer(double accepted, double throttled, double? consumed, TimeSpan now)
    {
        if (consumed is { } units && accepted > 0)
            _unitsPerBookedUnit += 0.1 * (Math.Max(0.1, units / accepted) - _unitsPerBookedUnit);
        _accepted += accepted * _unitsPerBookedUnit;
        _throttled += throttled * _unitsPerBookedUnit;
        _answers++;
        TimeSpan elapsed = now - _intervalStart;
        if (elapsed < Interval || _answers < AnswersPerInterval)
            return;
        EndInterval(elapsed.TotalSeconds, now);
    }

    private void EndInterval(double seconds, TimeSpan now)
    {
        double acceptedRate = _accepted / seconds;
        if (_throttled > 0)
        {
            SetRate(Math.Max(1, acceptedRate), now);
            _step = FirstStep;
        }
        else if (acceptedRate > 0.8 * _rate)
        {
            SetRate(_rate * (1 + _step), now);
            _step = Math.Min(LargestStep, _step * 2);
        }

        _intervalStart = now;
        _accepted = _throttled = 0;
        _answers = 0;
    }

    private void SetRate(double rate, TimeSpan now)
    {
        Refill(now);
        _rate = Math.Min(rate, _ceiling);
    }

    private void Refill(TimeSpan now)
    {
        if (!double.IsInfinity(_rate))
            _tokens = Math.Min(_tokens + (now - _refilledAt).TotalSeconds * _rate, Burst.TotalSeconds * _rate);
        _refilledAt = now;
    }
}
