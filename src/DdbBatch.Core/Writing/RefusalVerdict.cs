using System;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>Finds the operation for which DynamoDB refuses a request, and ends it; the others are sent without it.</summary>
internal sealed class RefusalVerdict(WriteEngine engine)
{
    /// <summary>Applies it to a request that was refused as a whole.</summary>
    public void Isolate(BatchRequest request, OperationError error, TimeSpan now)
    {
        Lane lane = request.Lane;
        lane.Pacer.OnRefused(request.CapacityUnits, now);
        if (request.Operations.Count == 1)
        {
            Refuse(request, request.Operations[0], error, now);
        }
        else if (lane.Closed is { } closed)
        {
            foreach (WriteOperation operation in request.Operations)
                lane.GiveUp(operation, closed);
        }
        else
        {
            foreach (BatchRequest half in request.Halve())
                lane.Queue.AddSuspect(half);
        }
    }

    /// <summary>Applies it to an operation that was refused by itself.</summary>
    public void Refuse(BatchRequest request, WriteOperation operation, OperationError error, TimeSpan now)
    {
        Lane lane = request.Lane;
        bool isDenied = ErrorClassifier.IsDenied(error.Code);
        OperationError reason = isDenied ? OperationError.AccessDenied(error) : error;
        // Only an error of the item itself is the same at every attempt. For any other reason, an earlier attempt that got
        // no answer may have been accepted, or may still be, so the refusal counts only if it comes after that attempt has
        // settled.
        bool isFinal = !operation.MayBeWritten || ErrorClassifier.IsFaultOfItem(error.Code) || !(operation.SettlesAt > request.SentAt);
        if (isFinal)
        {
            lane.Refuse(operation, reason, now);
            if (lane.Refusals.Refuse(reason, lane.Health.HasWritten, request.AcceptedBefore))
                engine.CloseLane(lane, isDenied ? error : OperationError.InputDoesNotMatchTable(lane.Refusals.Count, error));
        }
        else if (lane.Closed is { } closed)
        {
            lane.GiveUp(operation, closed);
        }
        else
        {
            lane.Health.Progress(now);
            lane.Queue.AddSuspect(request.Part([operation], operation.SettlesAt!.Value));
        }
    }
}
