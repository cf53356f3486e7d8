using System;

namespace DdbBatch.Protocol;

/// <summary>
/// Determines which share of the throttling does not depend on the total rate, because it comes from a hot key, for example,
/// or from a proxy that leaves a part of every batch unprocessed. Slowing down does not reduce it.
/// </summary>
/// <remarks>
/// Operations that are sent faster than the capacity are throttled, and not more of them are accepted: at a lower rate, just
/// as many are accepted. If a lower rate has fewer operations accepted, nearly in proportion, and almost the same share
/// throttled, the capacity is not the cause.
/// </remarks>
internal sealed class RateIndependentThrottling
{
    // If the accepted rate at a lower rate is above this point between "just as much" (0) and "in proportion" (1), it counts
    // as in proportion.
    private const double Proportional = 0.6;

    // Rates that differ less are not significant, and the accepted rate may vary by as much at a constant rate.
    private const double Similar = 0.8;

    // The minimum of the former throttled share that must remain: if capacity is merely scarce, less of a lower rate is
    // throttled.
    private const double Persistent = 0.5;

    // A minimum rate must remain.
    private const double HighestShare = 0.9;

    // The interval after which it measures again.
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(5);

    // After that long, a rate says nothing about the present one: it may have been accepted because of burst capacity.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    // A process that stalls for a moment may look the same once.
    private const int FindingsNeeded = 2;

    private TimeSpan _validUntil;
    private double _share;
    private int _findings;
    private double _formerAccepted;
    private TimeSpan _formerAt;

    /// <summary>The sent rate, in WCU per second, to compare slower ones with; the one to return to after them.</summary>
    public double FormerRate { get; private set; }

    /// <summary>The share of the sent WCU that is throttled at any rate, 0 to 0.9.</summary>
    public double Share(TimeSpan now) => now < _validUntil ? _share : 0;

    /// <summary>Records a span of time with throttling.</summary>
    /// <param name="sent">The WCU per second that were sent.</param>
    /// <param name="accepted">The WCU per second that were accepted.</param>
    /// <param name="seconds">The length of the span, in seconds.</param>
    /// <param name="requestUnits">The WCU of a request, which limits the precision of the measurement.</param>
    /// <param name="now">The time.</param>
    /// <returns>True if it has just found that the rate is not the cause.</returns>
    public bool Learn(double sent, double accepted, double seconds, double requestUnits, TimeSpan now)
    {
        if (now - _formerAt > Memory)
        {
            _share = _findings = 0;
            Remember(sent, accepted, now);
            return false;
        }

        if (sent >= Similar * FormerRate)
        {
            bool hasFallen = accepted < Similar * _formerAccepted;
            if (hasFallen)
                _share = _findings = 0;
            if (hasFallen || sent > FormerRate)
                Remember(sent, accepted, now);
            return false;
        }

        double inProportion = _formerAccepted * sent / FormerRate;
        if ((_formerAccepted - inProportion) * seconds < requestUnits)
            return false;
        double limit = (Proportional * inProportion) + ((1 - Proportional) * _formerAccepted);
        double share = 1 - (accepted / sent);
        double formerShare = 1 - (_formerAccepted / FormerRate);
        if (accepted < limit && accepted > Similar * inProportion && share > Persistent * formerShare)
        {
            if (++_findings < FindingsNeeded)
                return false;
            _findings = 0;
            _share = Math.Min(HighestShare, share);
            _validUntil = now + Validity;
            return true;
        }

        _share = _findings = 0;
        Remember(sent, accepted, now);
        return false;
    }

    private void Remember(double sent, double accepted, TimeSpan now)
    {
        _formerAt = now;
        FormerRate = sent;
        _formerAccepted = accepted;
    }
}
