using System;
using System.Collections.Generic;
using System.Text.Json;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>
/// Decides about an operation whose condition is false. After an attempt without a trustworthy answer that may be because of
/// the operation itself: an insert meets the item that it has written. So the item that exists decides.
/// </summary>
/// <remarks>
/// If another item exists, the run that lost the answer cannot decide. A later run can: no earlier attempt takes effect any
/// more, so the same answer would come for ever, and the key would stay closed.
/// </remarks>
internal sealed class ConditionVerdict(WriteOptions options)
{
    /// <summary>Applies it.</summary>
    public void Apply(BatchRequest request, WriteOperation operation, CallAnswer.ServiceError answer, TimeSpan now)
    {
        Lane lane = request.Lane;
        operation.Meet(answer.ExistingItem);
        lane.Health.Progress(now);
        lane.Health.Write();
        // A batch of statements doesn't return the item: the same as a single request does.
        bool hasLooked = request.Form == RequestForm.Single || answer.ExistingItem is not null;
        bool hasToLook = operation.MayBeWritten || options.ReturnExistingItems;
        if (hasToLook && !hasLooked && lane.Closed is null)
        {
            operation.SendAlone();
            lane.Queue.AddDelayed(operation, now);
        }
        else if (!operation.MayBeWritten)
        {
            lane.Confirm(operation, OperationOutcome.ConditionFailed, now);
        }
        else if (IsDone(operation, answer.ExistingItem))
        {
            lane.Confirm(operation, OperationOutcome.Written, now);
        }
        else
        {
            ApplyUndecided(request, operation, hasLooked, answer, now);
        }
    }

    private static void ApplyUndecided(
        BatchRequest request, WriteOperation operation, bool hasLooked, CallAnswer.ServiceError answer, TimeSpan now)
    {
        Lane lane = request.Lane;
        bool canChange = operation.SettlesAt > request.SentAt;
        if (!operation.HasLostAnswer && hasLooked && !canChange)
            lane.Confirm(operation, OperationOutcome.ConditionFailed, now);
        else if (!operation.HasLostAnswer && lane.Closed is null)
            lane.Queue.AddDelayed(operation, operation.SettlesAt!.Value);
        else
            lane.GiveUp(operation, OperationError.ConditionUndecided(answer.Code));
    }

    // True if the item is as the operation leaves it.
    private static bool IsDone(WriteOperation operation, byte[]? existing)
    {
        if (existing is null)
            return false;
        try
        {
            return operation.Kind switch
            {
                OperationKind.Delete => false,
                OperationKind.Update => ItemEquality.Has(existing, operation.Item.Json, operation.Change?.Removed ?? []),
                _ => ItemEquality.AreEqual(existing, operation.Item.Json),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return false;
        }
    }
}
