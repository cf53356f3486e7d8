using System;

namespace DdbBatch.TestKit.Capacity;

/// <summary>The events of a table in a tenth of a second.</summary>
public sealed class TimeSlice
{
    /// <summary>How long a slice is.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMilliseconds(100);

    /// <summary>WCU or RCU of what fitted, indexes apart.</summary>
    public double AcceptedUnits { get; internal set; }

    /// <summary>Writes or reads that fitted.</summary>
    public int Accepted { get; internal set; }

    /// <summary>Writes or reads that didn't fit.</summary>
    public int Throttled { get; internal set; }
}
