using System;
using DdbBatch.Protocol;

namespace DdbBatch.Pacing;

/// <summary>
/// Finds out how many WCU per second a table takes, from what it accepts and what it throttles.
/// </summary>
/// <remarks>
/// <para>While a table throttles, it writes all that its capacity allows. So what it accepted between two throttled
/// answers, by the time between them, is its capacity, and becomes the rate.</para>
/// <para>From there the rate grows with the cube of the time, as TCP CUBIC does (RFC 9438): ×1.01 after 0.3 s, ×2 after
/// 1.3 s, ×16 after 2 s. It stays long where the capacity was last found, so that probing for more has few operations
/// throttled, and yet finds a lot more soon. At the start it doubles every 100 ms, from
/// what the table is said to take: that may be old, or only a part of it, as there may be a burst saved up.</para>
/// <para>Throttling against which slowing down doesn't help is left out of account
/// (<see cref="RateIndependentThrottling"/>).</para>
/// </remarks>
internal sealed class CapacityProbe
{
    // Before the first answer little is at stake: connections and code are cold, it may take half a second. A table that
    // is provisioned with less may have saved up a burst, and starting with a few writes a second would not find it soon.
    private const double UnansweredRate = 100;

    // What one partition takes (Developer Guide, "Burst and adaptive capacity").
    private const double FirstRate = 1000;

    // So much is no limit: 25 of the largest items in a request, 128 requests in flight, 1 ms each.
    private const double HighestRate = 1e9;

    private const double StartDoublingSeconds = 0.1;
    private const double DoublingSeconds = 1.3;

    // The longer it measures, the better it knows. Where a fifth is throttled a rough figure must do at first; each
    // further one in a row takes twice as long.
    private const double ManyThrottled = 0.2;
    private const double RoughSeconds = 0.025;
    private const double ExactSeconds = 0.35;

    // Fewer WCU say nothing: the last few retries of a run would bring the rate to nothing.
    private const double LeastUnits = 10;

    // Of what was sent, the least that is taken for capacity: a moment in which nothing is accepted says little.
    private const double LeastShare = 0.1;

    // Where nothing was throttled for so long, the table may have had capacity to spare: it starts measuring anew.
    private const double StaleSeconds = 1;

    // The time since the last answer counts up to 15 ms, a fifth of it at least: where answers are few, each operation
    // that is throttled weighs more, and less is learned.
    private const double AnswerSeconds = 0.015;
    private const double AnswerShare = 0.2;

    // By so much a share may come out too high by chance.
    private const double Noise = 1.15;

    private readonly RateIndependentThrottling _independent = new();
    private double _base;
    private double _growthSeconds;

    private TimeSpan? _measuresSince;
    private double _measuredSeconds;
    private double _leastSeconds;
    private double _accepted;
    private double _throttled;

    private TimeSpan? _answeredAt;
    private double _answerUnits = 1;

    /// <param name="writeCapacity">WCU per second that the table is said to take; null where nobody knows.</param>
    public CapacityProbe(double? writeCapacity)
    {
        _base = Math.Max(UnansweredRate, writeCapacity ?? FirstRate);
    }

    /// <summary>How fast to write, in WCU per second.</summary>
    public double Rate { get; private set; } = UnansweredRate;

    /// <summary>The capacity that was last found, in WCU per second, from which the rate grows.</summary>
    public double FoundRate => _base;

    /// <summary>True until the capacity was found for the first time.</summary>
    public bool IsStarting { get; private set; } = true;

    /// <summary>Takes note of an answer.</summary>
    /// <param name="accepted">WCU of what was written.</param>
    /// <param name="throttled">WCU of what wasn't, for want of capacity.</param>
    /// <param name="now">The time.</param>
    public void OnAnswer(double accepted, double throttled, TimeSpan now)
    {
        double passed = (now - (_answeredAt ?? now)).TotalSeconds;
        double seconds = Math.Max(Math.Min(passed, AnswerSeconds), AnswerShare * passed);
        _answeredAt = now;
        _answerUnits += 0.1 * (accepted + throttled - _answerUnits);
        _growthSeconds += seconds;
        _measuredSeconds += seconds;
        _accepted += accepted;
        _throttled += throttled;
        if (throttled > 0)
            OnThrottled(now);
        double doublings = IsStarting
            ? _growthSeconds / StartDoublingSeconds
            : Math.Pow(_growthSeconds / DoublingSeconds, 3);
        Rate = Math.Min(HighestRate, _base * Math.Pow(2, doublings));
    }

    private void OnThrottled(TimeSpan now)
    {
        if (_measuresSince is not { } start || _measuredSeconds > StaleSeconds)
        {
            _leastSeconds = RoughSeconds;
            Measure(now);
            return;
        }

        double sent = _accepted + _throttled;
        if (sent < LeastUnits)
            return;
        double share = _throttled / sent;
        bool isRough = share - _independent.Share(now) > ManyThrottled;
        if (_measuredSeconds < (isRough ? _leastSeconds : ExactSeconds))
            return;
        _leastSeconds = isRough ? Math.Min(ExactSeconds, 2 * _leastSeconds) : RoughSeconds;
        Conclude(share, (now - start).TotalSeconds, now);
        Measure(now);
    }

    private void Conclude(double share, double seconds, TimeSpan now)
    {
        double sentRate = (_accepted + _throttled) / seconds;
        double rate = Math.Max(_accepted / seconds, LeastShare * sentRate) / (1 - _independent.Share(now));
        if (_independent.Learn(sentRate, _accepted / seconds, seconds, _answerUnits, now))
            rate = Math.Max(rate, _independent.FormerRate);
        else if (share < _independent.Share(now) * Noise)
            return;
        // At least a request a second, or it would take too long to see that there is capacity again.
        _base = Math.Max(_answerUnits, rate);
        IsStarting = false;
        _growthSeconds = 0;
    }

    private void Measure(TimeSpan now)
    {
        _measuresSince = now;
        _measuredSeconds = _accepted = _throttled = 0;
    }
}
