namespace DdbBatch;

/// <summary>How the table differs from a reference item.</summary>
public enum DifferenceStatus
{
    /// <summary>The table has no item with the key.</summary>
    Missing,

    /// <summary>The table has an item with the key, and some of its attributes differ.</summary>
    Different,

    /// <summary>The table has an item whose key no reference item has.</summary>
    Extra,
}
