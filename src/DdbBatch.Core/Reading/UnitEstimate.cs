namespace DdbBatch.Reading;

/// <summary>Estimates the RCU that an item costs, from the answers so far.</summary>
/// <param name="first">The estimate before any answer.</param>
internal sealed class UnitEstimate(double first)
{
    // The means of both, because the mean of their ratios would give a small request, whose cost is mostly rounding, the weight of a
    // large one.
    private double _units = first;
    private double _items = 1;
    private bool _hasAnswer;

    /// <summary>RCU per item.</summary>
    public double PerItem => _units / _items;

    /// <summary>Records an answer.</summary>
    /// <param name="units">RCU that it consumed.</param>
    /// <param name="items">The items or keys that it was for; at least 1.</param>
    public void Add(double units, long items)
    {
        double weight = _hasAnswer ? 0.2 : 1;
        _units += weight * (units - _units);
        _items += weight * (items - _items);
        _hasAnswer = true;
    }
}
