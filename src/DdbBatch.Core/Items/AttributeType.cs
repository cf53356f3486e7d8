namespace DdbBatch.Items;

/// <summary>DynamoDB's data type descriptors (Developer Guide, "Data type descriptors").</summary>
internal enum AttributeType
{
    /// <summary>String.</summary>
    S = ScalarAttributeType.S,

    /// <summary>Number.</summary>
    N = ScalarAttributeType.N,

    /// <summary>Binary.</summary>
    B = ScalarAttributeType.B,

    /// <summary>Boolean.</summary>
    BOOL,

    /// <summary>Null.</summary>
    NULL,

    /// <summary>String set.</summary>
    SS,

    /// <summary>Number set.</summary>
    NS,

    /// <summary>Binary set.</summary>
    BS,

    /// <summary>List.</summary>
    L,

    /// <summary>Map.</summary>
    M,
}
