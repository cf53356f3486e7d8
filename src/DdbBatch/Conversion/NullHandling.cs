namespace DdbBatch.Conversion;

/// <summary>What becomes of <c>$null</c>.</summary>
internal enum NullHandling
{
    /// <summary>It becomes NULL.</summary>
    Null,

    /// <summary>The attribute is left out.</summary>
    Omit,
}
