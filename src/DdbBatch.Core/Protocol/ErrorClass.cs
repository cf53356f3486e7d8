namespace DdbBatch.Protocol;

/// <summary>The effect of an answer that is not a success on the operations of its request.</summary>
internal enum ErrorClass
{
    /// <summary>Not written, because of insufficient capacity: slow down and retry.</summary>
    Throttled,

    /// <summary>Not written, for a temporary reason: retry.</summary>
    Transient,

    /// <summary>Perhaps written: retry, and delay later operations on the keys.</summary>
    Ambiguous,

    /// <summary>Not written because its condition is false.</summary>
    ConditionFailed,

    /// <summary>Not written because of one or more of its operations: bisect.</summary>
    ItemFault,

    /// <summary>This table cannot be written to.</summary>
    LaneFatal,

    /// <summary>No table can be written to.</summary>
    RunFatal,
}
