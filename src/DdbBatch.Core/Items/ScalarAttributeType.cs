namespace DdbBatch.Items;

/// <summary>The type of a key attribute, as DescribeTable names it (API reference, AttributeDefinition).</summary>
internal enum ScalarAttributeType
{
    /// <summary>String.</summary>
    S,

    /// <summary>Number.</summary>
    N,

    /// <summary>Binary.</summary>
    B,
}
