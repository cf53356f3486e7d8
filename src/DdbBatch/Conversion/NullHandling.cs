namespace DdbBatch.Conversion;

/// <summary>The handling of <c>$null</c>.</summary>
internal enum NullHandling
{
    /// <summary>The attribute is NULL.</summary>
    Null,

    /// <summary>The attribute is omitted.</summary>
    Omit,

    /// <summary>The attribute is removed from the item that exists. Only an update can do that.</summary>
    Remove,
}
