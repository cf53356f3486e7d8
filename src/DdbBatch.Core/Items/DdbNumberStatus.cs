namespace DdbBatch.Items;

/// <summary>Whether a text is a number that DynamoDB can keep.</summary>
internal enum DdbNumberStatus
{
    /// <summary>It is.</summary>
    Valid,

    /// <summary>It isn't a number by DynamoDB's grammar.</summary>
    NotANumber,

    /// <summary>It has more than 38 significant digits.</summary>
    TooPrecise,

    /// <summary>Its magnitude is past 9.99…E+125 or short of 1E-130.</summary>
    OutOfRange,
}
