namespace DdbBatch.Conversion;

/// <summary>
/// The last occurrence of an attribute. Two inputs may have the same attribute: Year and, with a typed header, Year:N.
/// </summary>
internal sealed class AttributeOccurrence
{
    /// <summary>The number of the last item that had it.</summary>
    public long Item { get; set; }
}
