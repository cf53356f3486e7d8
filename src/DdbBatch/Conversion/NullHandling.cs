namespace DdbBatch.Conversion;

/// <summary>The handling of <c>$null</c>.</summary>
internal enum NullHandling
{
    /// <summary>The attribute is NULL.</summary>
    Null,

    /// <summary>The attribute is omitted.</summary>
    Omit,
}
