using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>Has operations sent again whose attempt has failed, or gives them up if they were tried for long enough.</summary>
internal sealed class RetryVerdict(WriteEngine engine, WriteOptions options, Random random)
{
    /// <summary>Applies it to all operations of a request that has failed as a whole.</summary>
    public void Apply(BatchRequest request, CallAnswer answer, OperationError error, ErrorClass errorClass, TimeSpan now) => Apply(
        request,
        [.. request.Operations.Select(operation => new FailedOperation(operation, error, errorClass))],
        (answer as CallAnswer.ServiceError)?.RetryAfter,
        now,
        isWhole: true);

    /// <summary>Applies it to some operations of a request.</summary>
    public void Apply(BatchRequest request, IReadOnlyList<FailedOperation> failed, TimeSpan? retryAfter, TimeSpan now, bool isWhole = false)
    {
        Lane lane = request.Lane;
        lane.Health.Fail(request.SentAt, failed[0].Error);
        TimeSpan failingSince = lane.Health.FailingSince!.Value;
        TimeSpan end = failingSince + options.RetryTimeout;
        if (now >= end)
            engine.CloseLane(lane, OperationError.RetryTimeout(now - failingSince, failed[0].Error));
        List<WriteOperation> retried = TakeRetried(lane, failed);
        if (retried.Count == 0)
            return;
        lane.Tally.RetriedRequests++;
        ErrorClass errorClass = failed.Any(one => one.Class == ErrorClass.Throttled) ? ErrorClass.Throttled : failed[0].Class;
        TimeSpan delay = RetryPolicy.Delay(retried.Max(operation => operation.Retries), errorClass, random.NextDouble(), retryAfter);
        // The last attempt is due when the time is over, not up to twenty seconds later.
        if (end - now < delay)
            delay = retryAfter > end - now ? retryAfter.Value : end - now;
        // A part of a refused batch stays by itself until it was answered: the bad operation may still be in it.
        if (request.IsSuspect && isWhole)
            RetrySuspect(request, retried, now + delay);
        else
            retried.ForEach(operation => lane.Queue.AddDelayed(operation, now + delay));
    }

    private List<WriteOperation> TakeRetried(Lane lane, IReadOnlyList<FailedOperation> failed)
    {
        List<WriteOperation> retried = [];
        foreach ((WriteOperation operation, OperationError error, _) in failed)
        {
            if (lane.Closed is { } closed)
                lane.GiveUp(operation, closed);
            else if (operation.Retries >= options.MaxRetry)
                lane.GiveUp(operation, error);
            else
                retried.Add(operation);
            operation.Retry();
        }

        return retried;
    }

    private void RetrySuspect(BatchRequest request, List<WriteOperation> operations, TimeSpan dueAt)
    {
        BatchRequest retry = request.Part(operations, dueAt);
        // It may have timed out because it is too large for the uplink.
        bool isTooLarge = operations.Count > 1 && retry.WireBytes > engine.Window.RequestBytes;
        foreach (BatchRequest part in isTooLarge ? retry.Halve() : [retry])
            request.Lane.Queue.AddSuspect(part);
    }
}
