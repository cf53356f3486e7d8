namespace DdbBatch.Conversion;

/// <summary>The kinds of objects in conversions.</summary>
internal enum TypeShapeKind
{
    /// <summary>A string, number, Boolean or binary value.</summary>
    Scalar,

    /// <summary>Is replaced by another value, for example a DataRowView by its row.</summary>
    Substituted,

    /// <summary>Has named values of its own: dictionaries, rows, records.</summary>
    Map,

    /// <summary>Has properties: those that PowerShell shows become a map.</summary>
    Object,

    /// <summary>Elements in order.</summary>
    List,

    /// <summary>Elements without order or duplicates.</summary>
    Set,

    /// <summary>The AWS SDK's AttributeValue.</summary>
    AttributeValue,

    /// <summary>Not stored.</summary>
    Null,

    /// <summary>Refused.</summary>
    Refused,
}
