using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace DdbBatch.Benchmarks.Pacing;

/// <summary>A table's capacity over time, and what is to be written to it.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Steps">From which second on it has how many WCU per second.</param>
/// <param name="Count">How many 1-WCU items are to be written.</param>
/// <param name="MaxWriteCapacity">The ceiling that is asked for.</param>
internal sealed record Workload(
    string Name, IReadOnlyList<(double Second, double UnitsPerSecond)> Steps, int Count, double? MaxWriteCapacity = null)
{
    /// <summary>As <see cref="ServeCommand"/> takes it.</summary>
    public IEnumerable<string> Arguments => Steps.Select(step => string.Create(
        CultureInfo.InvariantCulture, $"{step.Second}:{step.UnitsPerSecond}"));

    /// <summary>WCU per second at a time.</summary>
    public double CapacityAt(double second) => Steps.Last(step => step.Second <= second).UnitsPerSecond;

    /// <summary>All WCU up to a time.</summary>
    public double CapacityUntil(double second) => Steps
        .Select((step, index) => (step, End: index + 1 < Steps.Count ? Steps[index + 1].Second : double.PositiveInfinity))
        .Where(part => part.step.Second < second)
        .Sum(part => part.step.UnitsPerSecond * (System.Math.Min(part.End, second) - part.step.Second));

    /// <summary>A constant capacity, fully used for the whole time.</summary>
    public static Workload Constant(int unitsPerSecond, int seconds) =>
        new($"{unitsPerSecond} WCU/s", [(0, unitsPerSecond)], unitsPerSecond * seconds);

    /// <summary>500, 2,000 and 500 WCU/s, each for the same time.</summary>
    public static Workload Stepped(int seconds) => new(
        "500, 2000, 500 WCU/s", [(0, 500), (seconds, 2000), (2 * seconds, 500)], 3000 * seconds);

    /// <summary>1,000 WCU/s of which at most 300 are to be used.</summary>
    public static Workload Capped(int seconds) =>
        new("300 of 1000 WCU/s", [(0, 1000)], 300 * seconds, MaxWriteCapacity: 300);
}
