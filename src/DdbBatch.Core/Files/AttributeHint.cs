using DdbBatch.Items;

namespace DdbBatch.Files;

/// <summary>How -AttributeType reads a value: as one of DynamoDB's types, or as one of this module's additions.</summary>
internal enum AttributeHint
{
    /// <summary>String.</summary>
    S = AttributeType.S,

    /// <summary>Number.</summary>
    N = AttributeType.N,

    /// <summary>Binary, from base64.</summary>
    B = AttributeType.B,

    /// <summary>Boolean, from true or false.</summary>
    BOOL = AttributeType.BOOL,

    /// <summary>Null, from an empty text or null.</summary>
    NULL = AttributeType.NULL,

    /// <summary>String set, from a JSON array or by -Separator.</summary>
    SS = AttributeType.SS,

    /// <summary>Number set, from a JSON array or by -Separator.</summary>
    NS = AttributeType.NS,

    /// <summary>Binary set, from a JSON array of base64 or by -Separator.</summary>
    BS = AttributeType.BS,

    /// <summary>List, from a JSON array or by -Separator.</summary>
    L = AttributeType.L,

    /// <summary>Map, from a JSON object.</summary>
    M = AttributeType.M,

    /// <summary>A point in time as the number of whole seconds since 1970 in UTC, the format of TTL.</summary>
    Epoch,

    /// <summary>The attribute is omitted.</summary>
    Ignore,
}
