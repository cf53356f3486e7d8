using System.Collections.Generic;

namespace DdbBatch.Writing;

/// <summary>Fills requests: due retries first, up to 25 operations, 16 MB on the wire, and what the pace allows.</summary>
internal static class Packer
{
    /// <summary>True where the queue fills a whole request.</summary>
    public static bool IsFull(Lane lane) =>
        lane.Queue.SendableCount >= BatchLimits.Operations || lane.Queue.SendableBytes >= RoomFor(lane);

    /// <summary>Takes the next request from a lane's queue, which has something sendable.</summary>
    public static BatchRequest Pack(Lane lane)
    {
        List<WriteOperation> operations = new(BatchLimits.Operations);
        long room = RoomFor(lane);
        double units = lane.Pacer.MaxRequestUnits;
        while (operations.Count < BatchLimits.Operations && lane.Queue.PeekSendable() is { } operation)
        {
            room -= BatchRequest.WireBytes(operation);
            units -= operation.CapacityUnits;
            if (operations.Count > 0 && (room < 0 || units < 0))
                break;
            lane.Queue.TakeSendable();
            operations.Add(operation);
        }

        return new BatchRequest(lane, operations);
    }

    // Each operation counts with a comma, and the last one has none.
    private static long RoomFor(Lane lane) => BatchLimits.BodyBytes - lane.BodyStart.Length - lane.BodyEnd.Length + 1;
}
