using System;
using DdbBatch.Protocol;

namespace DdbBatch.Pacing;

/// <summary>Determines how many WCU per second a table can write, from what it accepts and what it throttles.</summary>
/// <remarks>
/// <para>While a table throttles, it writes as much as its capacity allows. The WCU that it accepted between two throttled
/// answers, divided by the time between them, are therefore its capacity, which becomes the rate.</para>
/// <para>After that, the rate grows with the cube of the time, as in TCP CUBIC (RFC 9438): ×1.01 after 0.3 s, ×2 after 1.3
/// s, ×16 after 2 s. It stays near the last known capacity for a long time, so that few operations are throttled while it
/// probes for more, and still finds a large increase soon. At the start it doubles every 100 ms, beginning with the table's
/// reported capacity, because the reported value may be outdated, or the table may have burst capacity.</para>
/// <para>Throttling that does not depend on the rate is ignored (<see cref="RateIndependentThrottling"/>).</para>
/// </remarks>
internal sealed class CapacityProbe
{
    // The rate before the first answer. A low one costs little, because connections and code are cold and the answer may
    // take half a second. A table that is provisioned with less may have burst capacity, and starting with a few writes a
    // second would not find it soon.
    private const double UnansweredRate = 100;

    // The capacity of one partition (Developer Guide, "Burst and adaptive capacity").
    private const double FirstRate = 1000;

    // This rate is no limit: 25 of the largest items in a request, 128 requests in flight, 1 ms each.
    private const double HighestRate = 1e9;

    private const double StartDoublingSeconds = 0.1;
    private const double DoublingSeconds = 1.3;

    // A page that does not fit is throttled as a whole, although the rate exceeds the capacity by a part of a page only. So the
    // rate of pages grows more slowly; otherwise 1 page in 35 would be throttled.
    private const double WholeDoublingSeconds = 1.8;

    // The longer it measures, the more exact the result. If a fifth is throttled, a rough value must do at first; each
    // further measurement in a row takes twice as long.
    private const double ManyThrottled = 0.2;
    private const double RoughSeconds = 0.025;
    private const double ExactSeconds = 0.35;

    // Fewer WCU are not significant: the last few retries of a run would reduce the rate to almost nothing.
    private const double LeastUnits = 10;

    // The minimum share of the sent WCU that counts as capacity, because a moment in which nothing is accepted is not
    // significant.
    private const double LeastShare = 0.1;

    // If nothing was throttled for this long, the table may have had spare capacity, and the measurement starts again.
    private const double StaleSeconds = 1;
    private const double WholeStaleSeconds = 1.4;

    // The time since the last answer counts up to 15 ms, but at least a fifth of it. If answers are rare, each throttled
    // operation weighs more, and less is learned. A request that is throttled as a whole weighs still more.
    private const double AnswerSeconds = 0.015;
    private const double AnswerShare = 0.2;
    private const double WholeAnswerShare = 0.02;

    // If requests are accepted or throttled as a whole, fewer of them say little about the capacity.
    private const double LeastWholeAnswers = 5;

    // A share may be too high by this factor by chance.
    private const double Noise = 1.15;

    private readonly RateIndependentThrottling _independent = new();
    private readonly double _leastRate = double.PositiveInfinity;
    private readonly double _answerShare = AnswerShare;
    private readonly double _leastAnswers;
    private readonly double _doublingSeconds = DoublingSeconds;
    private readonly double _staleSeconds = StaleSeconds;
    private double _base;
    private double _growthSeconds;

    private TimeSpan? _measuresSince;
    private double _measuredSeconds;
    private double _leastSeconds;
    private double _accepted;
    private double _throttled;

    private TimeSpan? _answeredAt;
    private double _answerUnits = 1;

    /// <param name="capacity">The table's reported capacity, in units per second; null if unknown.</param>
    /// <param name="isWhole">True if a request is accepted or throttled as a whole, and may cost a second's capacity.</param>
    public CapacityProbe(double? capacity, bool isWhole = false)
    {
        _base = Math.Max(UnansweredRate, capacity ?? FirstRate);
        if (!isWhole)
            return;
        _leastRate = Math.Max(1, capacity ?? FirstRate);
        _answerShare = WholeAnswerShare;
        _leastAnswers = LeastWholeAnswers;
        _doublingSeconds = WholeDoublingSeconds;
        _staleSeconds = WholeStaleSeconds;
    }

    /// <summary>The rate at which to write, in WCU per second.</summary>
    public double Rate { get; private set; } = UnansweredRate;

    /// <summary>The last known capacity, in WCU per second, from which the rate grows.</summary>
    public double FoundRate => _base;

    /// <summary>True until the capacity is known for the first time.</summary>
    public bool IsStarting { get; private set; } = true;

    /// <summary>Records a answer.</summary>
    /// <param name="accepted">The WCU of the operations that were written.</param>
    /// <param name="throttled">The WCU of the operations that were throttled.</param>
    /// <param name="now">The time.</param>
    public void OnAnswer(double accepted, double throttled, TimeSpan now)
    {
        double passed = (now - (_answeredAt ?? now)).TotalSeconds;
        double seconds = Math.Max(Math.Min(passed, AnswerSeconds), _answerShare * passed);
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
            : Math.Pow(_growthSeconds / _doublingSeconds, 3);
        Rate = Math.Min(HighestRate, _base * Math.Pow(2, doublings));
    }

    private void OnThrottled(TimeSpan now)
    {
        if (_measuresSince is not { } start || _measuredSeconds > _staleSeconds)
        {
            _leastSeconds = RoughSeconds;
            Measure(now);
            return;
        }

        double sent = _accepted + _throttled;
        if (sent < Math.Max(LeastUnits, _leastAnswers * _answerUnits))
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
        // At least one request per second, because otherwise it would take too long to notice that there is capacity again; but
        // a page may cost more than a slow table has.
        _base = Math.Max(Math.Min(_answerUnits, _leastRate), rate);
        IsStarting = false;
        _growthSeconds = 0;
    }

    private void Measure(TimeSpan now)
    {
        _measuresSince = now;
        _measuredSeconds = _accepted = _throttled = 0;
    }
}
