using System.Collections.Generic;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>Fills requests: due retries first, up to 25 operations, 16 MB on the wire, and what the pace allows.</summary>
internal static class Packer
{
    /// <summary>True where the queue fills a whole request.</summary>
    public static bool IsFull(Lane lane, int bodyBytes = BatchLimits.BodyBytes) =>
        lane.Queue.SendableCount >= BatchLimits.Operations || lane.Queue.SendableBytes >= RequestRoom.Bytes(lane, bodyBytes);

    /// <summary>Takes the next request from a lane's queue, which has something sendable.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="bodyBytes">The most bytes that the request's body should have.</param>
    public static BatchRequest Pack(Lane lane, int bodyBytes = BatchLimits.BodyBytes)
    {
        List<WriteOperation> operations = new(BatchLimits.Operations);
        RequestRoom room = new(lane, lane.Pacer.MaxRequestUnits, bodyBytes);
        while (lane.Queue.PeekSendable() is { } operation
            && room.TryTake(BatchRequest.WireBytes(operation), operation.CapacityUnits))
        {
            lane.Queue.TakeSendable();
            operations.Add(operation);
        }

        return new BatchRequest(lane, operations);
    }
}
