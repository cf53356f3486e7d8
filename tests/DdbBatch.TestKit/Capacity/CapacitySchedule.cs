using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.TestKit.Capacity;

/// <summary>How much write capacity a table has over time.</summary>
/// <param name="steps">From when on how many WCU per second it has; the first step starts at zero.</param>
public sealed class CapacitySchedule(params IReadOnlyList<(TimeSpan From, double UnitsPerSecond)> steps)
{
    /// <summary>The same capacity all the time.</summary>
    public static implicit operator CapacitySchedule(double unitsPerSecond) => new((TimeSpan.Zero, unitsPerSecond));

    /// <summary>The capacity at a time, in WCU per second.</summary>
    public double At(TimeSpan time) => steps.Last(step => step.From <= time).UnitsPerSecond;

    /// <summary>The WCU that come in between two times.</summary>
    public double Between(TimeSpan start, TimeSpan end)
    {
        double units = 0;
        for (int index = 0; index < steps.Count; index++)
        {
            TimeSpan from = Max(start, steps[index].From);
            TimeSpan to = index + 1 < steps.Count && steps[index + 1].From < end ? steps[index + 1].From : end;
            if (from < to)
                units += (to - from).TotalSeconds * steps[index].UnitsPerSecond;
        }

        return units;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
