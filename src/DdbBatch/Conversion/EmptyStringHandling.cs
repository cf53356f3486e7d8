namespace DdbBatch.Conversion;

/// <summary>What becomes of an empty string.</summary>
internal enum EmptyStringHandling
{
    /// <summary>It stays an empty string.</summary>
    Keep,

    /// <summary>It becomes NULL.</summary>
    Null,

    /// <summary>The attribute is left out.</summary>
    Omit,
}
