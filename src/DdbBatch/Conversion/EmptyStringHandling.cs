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
}
