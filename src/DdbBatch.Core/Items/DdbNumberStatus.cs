namespace DdbBatch.Items;

/// <summary>Whether a text is a number that DynamoDB can store.</summary>
internal enum DdbNumberStatus
{
    /// <summary>The text is a valid number.</summary>
    Valid,

    /// <summary>The text is not a number by DynamoDB's grammar.</summary>
    NotANumber,

    /// <summary>The number has more than 38 significant digits.</summary>
    TooPrecise,

    /// <summary>The magnitude is above 9.99…E+125 or below 1E-130.</summary>
    OutOfRange,
}
