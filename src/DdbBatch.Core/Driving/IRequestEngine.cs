using System;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Driving;

/// <summary>
/// A state machine that returns requests and takes their answers, as a driver uses it. It does no input or output and has no
/// clock: the time is a parameter. Not thread-safe.
/// </summary>
/// <typeparam name="TRequest">A request.</typeparam>
internal interface IRequestEngine<TRequest>
    where TRequest : class
{
    /// <summary>The number of requests without an answer.</summary>
    int InFlight { get; }

    /// <summary>True if the thread that takes results has something to take, or nothing more to wait for.</summary>
    bool IsAwaited { get; }

    /// <summary>True while nothing more will happen unless there is more input.</summary>
    bool IsIdle { get; }

    /// <summary>Returns the next request that may be sent now; null if there is none.</summary>
    TRequest? TryTake(TimeSpan now);

    /// <summary>
    /// The time at which <see cref="TryTake"/> may return a request if nothing else happens before; null for never.
    /// </summary>
    TimeSpan? NextWake(TimeSpan now);

    /// <summary>Takes the answer to a request; ignores it after <see cref="Abandon"/>.</summary>
    void Complete(TRequest request, CallAnswer answer, TimeSpan now);

    /// <summary>Ends the run early: gives up everything that is not in flight, and all later input.</summary>
    void Stop(OperationError reason);

    /// <summary>
    /// Gives everything its outcome at once, including requests in flight, whatever the state of the engine. May be called
    /// again if it has failed halfway.
    /// </summary>
    void Abandon(OperationError reason, TimeSpan now);
}
