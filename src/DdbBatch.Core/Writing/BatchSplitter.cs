using System;
using DdbBatch.Model;

namespace DdbBatch.Writing;

/// <summary>
/// Splits a batch that DynamoDB refused, for what it contains or for its size (413), in halves, until the operation that is to blame
/// is alone. The others are sent without it.
/// </summary>
internal sealed class BatchSplitter(RefusalVerdict refusals)
{
    /// <summary>Splits a request that was refused as a whole; a single operation is refused.</summary>
    public void Split(BatchRequest request, OperationError error, TimeSpan now)
    {
        Lane lane = request.Lane;
        lane.Pacer.OnRefused(request.CapacityUnits, now);
        if (request.Operations.Count == 1)
        {
            refusals.Refuse(request, request.Operations[0], error, now);
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
}
