using System;
using System.Collections.Generic;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>
/// Chooses the form of a lane's next request and fills it: due retries first, up to 25 operations, 16 MB on the wire, and
/// what the pace allows.
/// </summary>
internal static class Packer
{
    /// <summary>True if the operations of a form fill a whole request.</summary>
    public static bool IsFull(Lane lane, RequestForm form, int bodyBytes = BatchLimits.BodyBytes)
    {
        SendableQueue queue = lane.Queue.Sendable(form);
        return queue.Count >= form.MaxOperations || queue.Bytes >= RequestRoom.Bytes(lane, form, bodyBytes);
    }

    /// <summary>
    /// The form of the next request: of those whose request is full, or has waited long enough, the one whose oldest operation
    /// has waited longest. So no kind of operation holds the others up.
    /// </summary>
    /// <param name="lane">The lane.</param>
    /// <param name="waitedSince">A request that is not full goes out if it has waited since this time; null for none.</param>
    /// <param name="bodyBytes">The most bytes that the request's body should have.</param>
    /// <returns>Null if there is nothing to send.</returns>
    public static RequestForm? NextForm(Lane lane, TimeSpan? waitedSince, int bodyBytes = BatchLimits.BodyBytes)
    {
        RequestForm? next = null;
        WriteOperation? oldest = null;
        foreach (RequestForm form in RequestForm.All)
        {
            if (lane.Queue.Sendable(form).Oldest is not { } first
                || !(first.DueAt <= waitedSince || IsFull(lane, form, bodyBytes))
                || (oldest is not null && !IsBefore(first, oldest)))
                continue;
            (next, oldest) = (form, first);
        }

        return next;
    }

    /// <summary>Takes the next request of a form from a lane's queue, which has such an operation.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="form">The form.</param>
    /// <param name="bodyBytes">The most bytes that the request's body should have.</param>
    public static BatchRequest Pack(Lane lane, RequestForm form, int bodyBytes = BatchLimits.BodyBytes)
    {
        List<WriteOperation> operations = new(form.MaxOperations);
        SendableQueue queue = lane.Queue.Sendable(form);
        RequestRoom room = new(lane, form, lane.Pacer.MaxRequestUnits, bodyBytes);
        while (queue.Next is { } operation && room.TryTake(form.WireBytes(operation), operation.CapacityUnits))
            operations.Add(queue.Take());
        return new BatchRequest(lane, operations) { AcceptedBefore = lane.Refusals.Accepted };
    }

    private static bool IsBefore(WriteOperation left, WriteOperation right) =>
        left.DueAt < right.DueAt || (left.DueAt == right.DueAt && left.Position < right.Position);
}
