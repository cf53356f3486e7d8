using System;
using System.Threading.Tasks;

namespace DdbBatch.Driving;

/// <summary>Starts senders and waits for them: with threads, or on a single thread in a simulation.</summary>
internal interface IDriverThreads
{
    /// <summary>Starts a sender on another thread.</summary>
    /// <param name="sender">The sender. Its task never fails.</param>
    void Start(Func<Task> sender);

    /// <summary>Waits until a condition holds, which is checked first and after each <see cref="Wake"/>.</summary>
    /// <param name="heldLock">The lock that the caller holds; other threads can take it during the wait.</param>
    /// <param name="isOver">The condition.</param>
    /// <param name="atMost">The maximum wait.</param>
    void Wait(object heldLock, Func<bool> isOver, TimeSpan atMost);

    /// <summary>Makes the waiting thread check its condition once the caller releases the lock.</summary>
    /// <param name="heldLock">The lock of the caller.</param>
    void Wake(object heldLock);
}
