using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Transport;

/// <summary>Stops waiting for tasks that cannot be stopped.</summary>
internal static class Cancellation
{
    /// <summary>Waits for a task, or until a token is cancelled; in that case the task goes on unobserved.</summary>
    /// <exception cref="System.OperationCanceledException">The token was cancelled first.</exception>
    public static async Task<T> CancelledBy<T>(this Task<T> task, CancellationToken cancellationToken)
    {
#if NET
        return await task.WaitAsync(cancellationToken).ConfigureAwait(false);
#else
        if (!task.IsCompleted)
        {
            TaskCompletionSource<bool> cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
            using CancellationTokenRegistration registration = cancellationToken.Register(() => cancelled.TrySetResult(true));
            if (await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false) != task)
                throw new System.OperationCanceledException(cancellationToken);
        }

        return await task.ConfigureAwait(false);
#endif
    }
}
