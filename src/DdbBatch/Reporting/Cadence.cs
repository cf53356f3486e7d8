using System;

namespace DdbBatch.Reporting;

/// <summary>
/// Limits regular updates to five times a second. It is called for each object, so it uses the cheapest clock available.
/// </summary>
internal sealed class Cadence
{
    private const int IntervalMs = 200;

    private int _lastMs = Environment.TickCount;

    /// <summary>
    /// True if the next update is due. The clock starts again at zero every 50 days, which does not affect the difference.
    /// </summary>
    public bool IsDue => unchecked((uint)(Environment.TickCount - _lastMs)) >= IntervalMs;

    /// <summary>Records an update.</summary>
    public void Done() => _lastMs = Environment.TickCount;
}
