using System;
using DdbBatch.Model;

namespace DdbBatch.Reading;

/// <summary>A state machine that gives out requests and takes their answers, as a driver sees it.</summary>
/// <typeparam name="TRequest">A request.</typeparam>
internal interface IRequestEngine<TRequest>
    where TRequest : class
{
    /// <summary>True if the thread that takes results has something to look at, or nothing more to wait for.</summary>
    bool IsAwaited { get; }

    /// <summary>True once nothing more will happen.</summary>
    bool IsIdle { get; }

    /// <summary>Gives out the next request that may be sent now; null if none may.</summary>
    TRequest? TryTake(TimeSpan now);

    /// <summary>When <see cref="TryTake"/> is worth another look if nothing else happens; null for never.</summary>
    TimeSpan? NextWake(TimeSpan now);

    /// <summary>Ends the run early.</summary>
    void Stop(OperationError error);
}
