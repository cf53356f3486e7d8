using System;

namespace DdbBatch.Reporting;

/// <summary>
/// When what is shown now and then is due: five times a second. It is asked for each object, so it reads the cheapest clock
/// there is.
/// </summary>
internal sealed class Cadence
{
    private const int IntervalMs = 200;

    private int _lastMs = Environment.TickCount;

    /// <summary>Whether it is due. The clock begins anew every 50 days, and the difference doesn't mind.</summary>
    public bool IsDue => unchecked((uint)(Environment.TickCount - _lastMs)) >= IntervalMs;

    /// <summary>Takes note that it was done.</summary>
    public void Done() => _lastMs = Environment.TickCount;
}
