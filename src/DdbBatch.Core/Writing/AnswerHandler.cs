using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>Finds out what an answer means for each operation of its request, and has that carried out.</summary>
internal sealed class AnswerHandler
{
    private readonly WriteEngine _engine;
    private readonly WriteOptions _options;
    private readonly RetryVerdict _retries;
    private readonly RefusalVerdict _refusals;
    private readonly BatchSplitter _splitter;
    private readonly ConditionVerdict _conditions;

    public AnswerHandler(WriteEngine engine, WriteOptions options, Random random)
    {
        _engine = engine;
        _options = options;
        _retries = new RetryVerdict(engine, options, random);
        _refusals = new RefusalVerdict(engine);
        _splitter = new BatchSplitter(_refusals);
        _conditions = new ConditionVerdict(options);
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
        ErrorClass[] classes = [.. answer.Failures.Select(failure => ErrorClassifier.Classify(failure.Error, true, 0))];
        // Only if all of its statements were refused, nothing of it was accepted.
        if (classes.Length < request.Operations.Count || classes.Any(IsAccepted))
            Accepted(lane);
        _engine.IsReachable = true;
        // A statement that is denied is one of some keys if others of the same batch were carried out.
        if (classes.Length + answer.Unprocessed.Count < request.Operations.Count || classes.Contains(ErrorClass.ConditionFailed))
            lane.Health.Write();
        lane.Tally.Add(answer);
        List<FailedOperation> left = [];
        int next = 0;
        for (int i = 0; i < request.Operations.Count; i++)
        {
            WriteOperation operation = request.Operations[i];
            if (next < classes.Length && answer.Failures[next].Index == i)
                Fail(request, operation, answer.Failures[next].Error, classes[next++], left, now);
            else if (answer.Unprocessed.Contains(i))
                left.Add(new FailedOperation(operation, OperationError.Unprocessed, ErrorClass.Throttled));
            else
                lane.Confirm(operation, OperationOutcome.Written, now);
        }

        FailedOperation[] throttled = [.. left.Where(failed => failed.Class == ErrorClass.Throttled)];
        double throttledUnits = throttled.Sum(failed => failed.Operation.CapacityUnits);
        lane.Pacer.OnAnswer(request.CapacityUnits - throttledUnits, throttledUnits, answer.Capacity?.Total, now);
        if (throttled.Length > 0)
            lane.Tally.CountThrottled(throttled.Length, []);
        if (left.Count > 0)
            _retries.Apply(request, left, null, now);
    }

    // One statement of a batch: no other one has to do with it.
    private void Fail(
        BatchRequest request, WriteOperation operation, CallAnswer.ServiceError answer, ErrorClass errorClass, List<FailedOperation> left, TimeSpan now)
    {
        switch (errorClass)
        {
            case ErrorClass.ConditionFailed:
                _conditions.Apply(request, operation, answer, now);
                break;
            case ErrorClass.ItemFault:
                _refusals.Refuse(request, operation, answer.ToError(), now);
                break;
            case ErrorClass.LaneFatal when ErrorClassifier.IsDenied(answer.Code) && request.Lane.Health.HasWritten:
                _refusals.Refuse(request, operation, answer.ToError(), now);
                break;
            case ErrorClass.LaneFatal or ErrorClass.RunFatal:
                End(request.Lane, errorClass, answer.ToError());
                request.Lane.GiveUp(operation, answer.ToError());
                break;
            default:
                if (errorClass == ErrorClass.Ambiguous)
                    operation.LoseAnswer(now + _options.SettleTime);
                left.Add(new FailedOperation(operation, answer.ToError(), errorClass));
                break;
        }
    }

    private void Fail(BatchRequest request, CallAnswer answer, TimeSpan now)
    {
        Lane lane = request.Lane;
        OperationError error = answer.ToError();
        ErrorClass errorClass = ErrorClassifier.Classify(answer, _engine.IsReachable, CountCredentialErrors(request, answer));
        if (errorClass == ErrorClass.Ambiguous || ErrorClassifier.MayHaveTakenEffect(answer))
            LoseAnswer(request, now);
        switch (errorClass)
        {
            case ErrorClass.Throttled:
                Accepted(lane);
                lane.Pacer.OnAnswer(0, request.CapacityUnits, null, now);
                lane.Tally.CountThrottled(request.Operations.Count, ((CallAnswer.ServiceError)answer).ThrottlingReasons);
                _retries.Apply(request, answer, error, errorClass, now);
                break;
            case ErrorClass.Ambiguous or ErrorClass.Transient:
                // A request that was not sent, or refused for its signature, has consumed nothing.
                if (answer is CallAnswer.NoAnswer { WasSent: false } || ErrorClassifier.IsCredentialError(answer))
                    lane.Pacer.OnRefused(request.CapacityUnits, now);
                _retries.Apply(request, answer, error, errorClass, now);
                break;
            case ErrorClass.ConditionFailed when request.Operations.Count == 1:
                // The check of a condition costs as much as the write would have.
                Accepted(lane);
                lane.Pacer.OnAnswer(request.CapacityUnits, 0, null, now);
                _conditions.Apply(request, request.Operations[0], (CallAnswer.ServiceError)answer, now);
                break;
            case ErrorClass.ItemFault or ErrorClass.ConditionFailed:
                _splitter.Split(request, error, now);
                break;
            case ErrorClass.LaneFatal when ErrorClassifier.IsDenied(error.Code) && lane.Health.HasWritten:
                _splitter.Split(request, error, now);
                break;
            case ErrorClass.LaneFatal or ErrorClass.RunFatal:
                End(lane, errorClass, error);
                foreach (WriteOperation operation in request.Operations)
                    lane.GiveUp(operation, error);
                break;
        }
    }

    private static bool IsAccepted(ErrorClass errorClass) =>
        errorClass is not (ErrorClass.ItemFault or ErrorClass.LaneFatal or ErrorClass.RunFatal);

    private void End(Lane lane, ErrorClass errorClass, OperationError error)
    {
        if (errorClass == ErrorClass.RunFatal)
            _engine.Stop(error with { DoomsRun = true });
        else
            _engine.CloseLane(lane, error);
    }

    private void LoseAnswer(BatchRequest request, TimeSpan now)
    {
        foreach (WriteOperation operation in request.Operations)
            operation.LoseAnswer(now + _options.SettleTime);
    }

    // Only a valid request can be throttled.
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
            operation.RefuseCredentials();
        return request.Operations.Max(operation => operation.CredentialErrors);
    }
}
