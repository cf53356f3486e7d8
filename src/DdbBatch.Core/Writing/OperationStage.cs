namespace DdbBatch.Writing;

/// <summary>The state of an operation in the engine.</summary>
internal enum OperationStage : byte
{
    /// <summary>Waits for another operation on its key.</summary>
    Blocked,

    /// <summary>Waits for its due time, for a retry or for its key to settle.</summary>
    Delayed,

    /// <summary>Waits to be packed.</summary>
    Queued,

    /// <summary>Is in a request that was sent.</summary>
    InFlight,

    /// <summary>Has its outcome.</summary>
    Settled,
}
