namespace DdbBatch.Conversion;

/// <summary>The kinds of objects that the conversion tells apart.</summary>
internal enum TypeShapeKind
{
    /// <summary>A string, number, truth value or binary.</summary>
    Scalar,

    /// <summary>Stands for another value, as a DataRowView for its row.</summary>
    Substituted,

    /// <summary>Has named values of its own: dictionaries, rows, records.</summary>
    Map,

    /// <summary>Has properties: what PowerShell shows of it is a map.</summary>
    Object,

    /// <summary>Elements in order.</summary>
    List,

    /// <summary>Elements without order or duplicates.</summary>
    Set,

    /// <summary>The AWS SDK's AttributeValue.</summary>
    AttributeValue,

    /// <summary>Nothing to store.</summary>
    Null,

    /// <summary>Not to be stored.</summary>
    Refused,
}
