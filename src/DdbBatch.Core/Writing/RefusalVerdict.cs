using System;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>Decides what a refusal means for the operation that was refused.</summary>
internal sealed class RefusalVerdict(WriteEngine engine)
{
    /// <summary>Ends an operation that was refused by itself, or sends it once more if an earlier attempt may still be accepted.</summary>
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
