namespace DdbBatch.Tests.Simulation;

/// <summary>The faults of a request.</summary>
internal enum Fault
{
    None,
    SomeUnprocessed,
    ProvisionedThroughputExceeded,
    Throttling,
    RequestLimitExceeded,
    ReplicatedWriteConflict,
    InternalServerError,
    ServiceUnavailable,
    Timeout,
    ResetBeforeWriting,
    ResetAfterWriting,
    TruncatedAnswer,
    CorruptAnswer,
    ConnectionRefused,
    ExpiredToken,
    ResourceNotFound,
    AccessDenied,

    /// <summary>The transport throws, which it never should.</summary>
    TransportThrows,

    /// <summary>We gave up waiting: the run was stopped.</summary>
    Abandoned,
}
