namespace DdbBatch.Conversion;

/// <summary>When an attribute was met last. Two inputs may name one attribute: Year and, as typed header, Year:N.</summary>
internal sealed class AttributeSighting
{
    /// <summary>The item that had it, by count.</summary>
    public long Item { get; set; }
}
