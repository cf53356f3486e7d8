namespace DdbBatch.Conversion;

/// <summary>The handling of an empty string.</summary>
internal enum EmptyStringHandling
{
    /// <summary>The attribute is an empty string.</summary>
    Keep,

    /// <summary>The attribute is NULL.</summary>
    Null,

    /// <summary>The attribute is omitted.</summary>
    Omit,

    /// <summary>The attribute is removed from the item that exists. Only an update can do that.</summary>
    Remove,
}
