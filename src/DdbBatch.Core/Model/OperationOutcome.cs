namespace DdbBatch;

/// <summary>The result of an operation. Each operation ends with exactly one of these.</summary>
public enum OperationOutcome
{
    /// <summary>DynamoDB confirmed it.</summary>
    Written,

    /// <summary>
    /// Certainly not written: given up, stopped before it was sent, or after such an operation on its key.
    /// </summary>
    Unprocessed,

    /// <summary>Some attempt got no trustworthy answer, and none was confirmed after it.</summary>
    Unknown,

    /// <summary>Refused before sending or by DynamoDB, with the reason; never retried.</summary>
    Invalid,

    /// <summary>Dropped for a later operation on its key (-DuplicateKey KeepLast) that was Written.</summary>
    Superseded,

    /// <summary>A checkpoint says that an earlier run has settled it (-CheckpointPath).</summary>
    Skipped,

    /// <summary>
    /// DynamoDB did not write it because its condition was false, as for an Insert whose key exists. That is a decision: it is
    /// neither an error nor left over.
    /// </summary>
    ConditionFailed,
}
