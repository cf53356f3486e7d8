namespace DdbBatch.Benchmarks.Pacing;

/// <summary>The events of a table in a tenth of a second.</summary>
/// <param name="UsedUnits">WCU that were used.</param>
/// <param name="Throttled">Operations that were throttled.</param>
/// <param name="Sent">Operations that came.</param>
internal sealed record SliceCounts(double UsedUnits, int Throttled, int Sent)
{
    /// <summary>Slices in a second.</summary>
    public const int PerSecond = 10;
}
