using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>Carries out what an answer means for the operations of its request: done, again, refused, given up.</summary>
internal sealed class AnswerHandler
{
    private readonly WriteEngine _engine;
    private readonly WriteOptions _options;
    private readonly Random _random;

    public AnswerHandler(WriteEngine engine, WriteOptions options, Random random)
    {
        _engine = engine;
        _options = options;
        _random = random;
    }

    public void Handle(BatchRequest request, CallAnswer answer, TimeSpan now)
    {
        if (answer is CallAnswer.Success success)
            Succeed(request, success, now);
        else
            Fail(request, answer, now);
    }

    private void Succeed(BatchRequest request, CallAnswer.Success answer, TimeSpan now)
    {
        Lane lane = request.Lane;
        Accepted(lane);
        lane.Tally.Add(answer);
        List<WriteOperation> left = [];
        for (int i = 0; i < request.Operations.Count; i++)
        {
            if (answer.Unprocessed.Contains(i))
                left.Add(request.Operations[i]);
            else
                lane.Confirm(request.Operations[i], now);
        }

        double throttledUnits = left.Sum(operation => operation.CapacityUnits);
        lane.Pacer.OnAnswer(request.CapacityUnits - throttledUnits, throttledUnits, answer.Capacity?.Total, now);
        if (left.Count == 0)
            return;
        lane.Tally.CountThrottled(left.Count, []);
        RetryOrGiveUp(request, left, OperationError.Unprocessed, ErrorClass.Throttled, null, now);
    }

    private void Fail(BatchRequest request, CallAnswer answer, TimeSpan now)
    {
        Lane lane = request.Lane;
        OperationError error = answer.ToError();
        ErrorClass errorClass = ErrorClassifier.Classify(answer, _engine.IsReachable, CountCredentialErrors(request, answer));
        TimeSpan? retryAfter = (answer as CallAnswer.ServiceError)?.RetryAfter;
        if (errorClass == ErrorClass.Ambiguous || ErrorClassifier.MayHaveTakenEffect(answer))
            MarkPerhapsWritten(request, now);
        switch (errorClass)
        {
            case ErrorClass.Throttled:
                Accepted(lane);
                lane.Pacer.OnAnswer(0, request.CapacityUnits, null, now);
                lane.Tally.CountThrottled(request.Operations.Count, ((CallAnswer.ServiceError)answer).ThrottlingReasons);
                RetryOrGiveUp(request, request.Operations, error, errorClass, retryAfter, now);
                break;
            case ErrorClass.Ambiguous or ErrorClass.Transient:
                // A request that was not sent, or refused for its signature, has consumed nothing.
                if (answer is CallAnswer.NoAnswer { WasSent: false } || ErrorClassifier.IsCredentialError(answer))
                    lane.Pacer.OnRefused(request.CapacityUnits, now);
                RetryOrGiveUp(request, request.Operations, error, errorClass, retryAfter, now);
                break;
            case ErrorClass.ItemFault:
                Isolate(request, error, now);
                break;
            case ErrorClass.LaneFatal when error.Code == "AccessDeniedException" && lane.HasWritten:
                Isolate(request, error, now);
                break;
            case ErrorClass.LaneFatal:
                _engine.CloseLane(lane, error);
                GiveUp(request, error);
                break;
            case ErrorClass.RunFatal:
                _engine.Stop(error with { DoomsRun = true });
                GiveUp(request, error);
                break;
        }
    }

    private void MarkPerhapsWritten(BatchRequest request, TimeSpan now)
    {
        foreach (WriteOperation operation in request.Operations)
        {
            operation.MayBeWritten = true;
            operation.SettlesAt = now + _options.SettleTime;
        }
    }

    // Only a valid request gets as far as being throttled.
    private void Accepted(Lane lane)
    {
        _engine.IsReachable = true;
        lane.Refusals.Accept();
    }

    private static int CountCredentialErrors(BatchRequest request, CallAnswer answer)
    {
        if (!ErrorClassifier.IsCredentialError(answer))
            return 0;
        foreach (WriteOperation operation in request.Operations)
            operation.CredentialErrors++;
        return request.Operations.Max(operation => operation.CredentialErrors);
    }

    private void Isolate(BatchRequest request, OperationError error, TimeSpan now)
    {
        Lane lane = request.Lane;
        lane.Pacer.OnRefused(request.CapacityUnits, now);
        if (request.Operations.Count == 1)
        {
            Refuse(request, error, now);
        }
        else if (lane.Closed is { } closed)
        {
            GiveUp(request, closed);
        }
        else
        {
            foreach (BatchRequest half in request.Halve())
                lane.Queue.AddSuspect(half);
        }
    }

    private void Refuse(BatchRequest request, OperationError error, TimeSpan now)
    {
        Lane lane = request.Lane;
        WriteOperation operation = request.Operations[0];
        bool isDenied = error.Code == "AccessDeniedException";
        OperationError reason = isDenied ? OperationError.AccessDenied(error) : error;
        // Only the item's own fault is the same at every attempt. For any other reason an earlier attempt that got no answer
        // may have been accepted, or may still be: the refusal counts once it comes after that attempt has settled.
        bool isFinal = !operation.MayBeWritten || ErrorClassifier.IsFaultOfItem(error.Code) || !(operation.SettlesAt > request.SentAt);
        if (isFinal)
        {
            lane.Refuse(operation, reason, now);
            if (lane.Refusals.Refuse(reason, lane.HasWritten, request.AcceptedBefore))
                _engine.CloseLane(lane, isDenied ? error : OperationError.InputDoesNotMatchTable(lane.Refusals.Count, error));
        }
        else if (lane.Closed is { } closed)
        {
            lane.GiveUp(operation, closed);
        }
        else
        {
            lane.Progress(now);
            lane.Queue.AddSuspect(request.Part(request.Operations, operation.SettlesAt!.Value));
        }
    }

    private void RetryOrGiveUp(
        BatchRequest request,
        IReadOnlyList<WriteOperation> operations,
        OperationError error,
        ErrorClass errorClass,
        TimeSpan? retryAfter,
        TimeSpan now)
    {
        Lane lane = request.Lane;
        lane.Fail(request.SentAt, error);
        TimeSpan failingSince = lane.FailingSince!.Value;
        TimeSpan end = failingSince + _options.RetryTimeout;
        if (now >= end)
            _engine.CloseLane(lane, OperationError.RetryTimeout(now - failingSince, error));
        List<WriteOperation> retried = [];
        foreach (WriteOperation operation in operations)
        {
            if (lane.Closed is { } closed)
                lane.GiveUp(operation, closed);
            else if (operation.Retries >= _options.MaxRetry)
                lane.GiveUp(operation, error);
            else
                retried.Add(operation);
            operation.Retries++;
        }

        if (retried.Count == 0)
            return;
        lane.Tally.RetriedRequests++;
        int retries = retried.Max(operation => operation.Retries);
        TimeSpan delay = RetryPolicy.Delay(retries, errorClass, _random.NextDouble(), retryAfter);
        // The last attempt is due when the time is over, not up to twenty seconds later.
        if (end - now < delay)
            delay = retryAfter > end - now ? retryAfter.Value : end - now;
        TimeSpan dueAt = now + delay;
        // A part of a refused batch stays by itself until it was answered: the bad operation may still be in it.
        if (request.IsSuspect && operations == request.Operations)
            RetrySuspect(request, retried, dueAt);
        else
            retried.ForEach(operation => Delay(lane, operation, dueAt));
    }

    private void RetrySuspect(BatchRequest request, List<WriteOperation> operations, TimeSpan dueAt)
    {
        BatchRequest retry = request.Part(operations, dueAt);
        // It may have timed out because it is too large for the uplink.
        bool isTooLarge = operations.Count > 1 && retry.BodyBytes > _engine.Window.RequestBytes;
        foreach (BatchRequest part in isTooLarge ? retry.Halve() : [retry])
            request.Lane.Queue.AddSuspect(part);
    }

    private static void Delay(Lane lane, WriteOperation operation, TimeSpan dueAt)
    {
        operation.DueAt = dueAt;
        lane.Queue.AddDelayed(operation);
    }

    private static void GiveUp(BatchRequest request, OperationError error)
    {
        foreach (WriteOperation operation in request.Operations)
            request.Lane.GiveUp(operation, error);
    }
}
