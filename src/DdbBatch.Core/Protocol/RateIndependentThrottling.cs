using System;

namespace DdbBatch.Protocol;

/// <summary>
/// Finds out which share of the throttling has nothing to do with the rate of the whole: it comes from a hot key, say, or
/// from a proxy that leaves a part of every batch unprocessed. Slowing down doesn't help against it.
/// </summary>
/// <remarks>
/// What is sent faster than the capacity is throttled, and no more of it accepted: sent slower, just as much is accepted.
/// Where sending slower has less accepted, nearly in proportion, and much the same share throttled, the capacity isn't
/// what limits.
/// </remarks>
internal sealed class RateIndependentThrottling
{
    // Where a slower rate's accepted rate lies between "just as much" (0) and "in proportion" (1), to be called the latter.
    private const double Proportional = 0.6;

    // Rates that differ less say nothing; and what is accepted at the same rate may differ by as much.
    private const double Similar = 0.8;

    // Of the former share that was throttled, the least that still is: capacity that only became scarce throttles less of
    // a slower rate.
    private const double Persistent = 0.5;

    // Some rate has to be left.
    private const double HighestShare = 0.9;

    // After so long it wants to know again.
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(5);

    // A process that stands still for a moment may look the same once.
    private const int FindingsNeeded = 2;

    private TimeSpan _validUntil;
    private double _share;
    private int _findings;
    private double _formerAccepted;

    /// <summary>The sent rate, in WCU per second, to compare slower ones with; the one to return to after them.</summary>
    public double FormerRate { get; private set; }

    /// <summary>The share of what is sent that is throttled whatever the rate, 0 to 0.9.</summary>
    public double Share(TimeSpan now) => now < _validUntil ? _share : 0;

    /// <summary>Takes note of a span of time in which something was throttled.</summary>
    /// <param name="sent">WCU per second that were sent.</param>
    /// <param name="accepted">WCU per second that were accepted.</param>
    /// <param name="seconds">How long it was.</param>
    /// <param name="requestUnits">WCU of a request: the measurement is no more exact than that.</param>
    /// <param name="now">The time.</param>
    /// <returns>True where it just found out that the rate isn't the cause.</returns>
    public bool Learn(double sent, double accepted, double seconds, double requestUnits, TimeSpan now)
    {
        if (sent >= Similar * FormerRate)
        {
            bool hasFallen = accepted < Similar * _formerAccepted;
            if (hasFallen)
                _share = _findings = 0;
            if (hasFallen || sent > FormerRate)
                Remember(sent, accepted);
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
        Remember(sent, accepted);
        return false;
    }

    private void Remember(double sent, double accepted)
    {
        FormerRate = sent;
        _formerAccepted = accepted;
    }
}
