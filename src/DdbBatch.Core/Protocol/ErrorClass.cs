namespace DdbBatch.Protocol;

/// <summary>What an answer that isn't a success means for the operations of its request.</summary>
internal enum ErrorClass
{
    /// <summary>Not written, for want of capacity: slow down and retry.</summary>
    Throttled,

    /// <summary>Not written, for a reason that passes: retry.</summary>
    Transient,

    /// <summary>Perhaps written: retry, and keep later operations on the keys back.</summary>
    Ambiguous,

    /// <summary>Not written because its condition is false.</summary>
    ConditionFailed,

    /// <summary>Not written because of one or more of its operations: bisect.</summary>
    ItemFault,

    /// <summary>This table can't be written to.</summary>
    LaneFatal,

    /// <summary>Nothing can be written at all.</summary>
    RunFatal,
}
