using DdbBatch.Items;

namespace DdbBatch.Writing;

/// <summary>Replaces operations that were never sent by later ones on their keys (-DuplicateKey KeepLast).</summary>
/// <param name="gate">The order of the operations on each key.</param>
/// <param name="queue">The operations that wait to be sent.</param>
/// <param name="schema">The table's keys.</param>
internal sealed class KeepLast(KeyGate gate, LaneQueue queue, TableSchema schema)
{
    /// <summary>Puts an operation in the place of the one before it on its key, if that may be replaced.</summary>
    /// <returns>False if both are sent.</returns>
    public bool TrySupersede(WriteOperation operation)
    {
        // A leftover whose key may not have settled cannot be sent before the one in front of it.
        if (operation.SettlesAt is not null || gate.Last(operation.Key) is not { CanBeSuperseded: true } last
            || last.Form != operation.Form || !CanReplace(last, operation))
            return false;
        gate.Supersede(last, operation);
        queue.Supersede(last, operation);
        return true;
    }

    // A put or a delete leaves nothing of what was before it, and an update may take an earlier one in. Whatever depends on the
    // item's state, or sends another call, keeps its place.
    private bool CanReplace(WriteOperation last, WriteOperation operation)
    {
        if (operation.Form == RequestForm.Batch)
            return true;
        if (operation.Kind != OperationKind.Update || last.Kind != OperationKind.Update || operation.MayBeWritten
            || MergedUpdate.Of(last, operation, schema) is not { } union)
            return false;
        operation.Merge(union);
        return true;
    }
}
