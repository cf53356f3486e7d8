using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;

namespace DdbBatch.Writing;

/// <summary>
/// The keys whose last operation was carried out, but is not yet in the checkpoint: if the run were killed, the next one would
/// repeat that operation. It must not meet what a later operation on its key has left, because its condition could hold then
/// although it was false before; so the later one waits for the checkpoint.
/// </summary>
/// <remarks>
/// An operation that replaces the whole item and has no condition leaves the same whenever it is repeated. So does an
/// update, as long as no later operation depends on the item that both leave together, and that is not larger than 400 KB.
/// </remarks>
internal sealed class UnmarkedKeys
{
    private const int LeastSweep = 1024;

    private readonly Dictionary<ItemKey, (long Row, bool IsConditional)> _rows = [];
    private long _markedRow;
    private int _nextSweep = LeastSweep;

    /// <summary>The number of keys that take memory.</summary>
    public int Count => _rows.Count;

    /// <summary>Records that an operation was carried out.</summary>
    public void Add(WriteOperation operation)
    {
        if (operation.Form == RequestForm.Batch)
        {
            _rows.Remove(operation.Key);
            return;
        }

        _rows[operation.Key] = (operation.Position, operation.IsConditional);
        if (_rows.Count >= _nextSweep)
            Sweep();
    }

    /// <summary>The row that has to be in the checkpoint before an operation is sent; null for none.</summary>
    public long? RowBefore(WriteOperation operation) =>
        _rows.TryGetValue(operation.Key, out (long Row, bool IsConditional) last) && last.Row > _markedRow
            && (last.IsConditional || operation.IsConditional)
            ? last.Row
            : null;

    /// <summary>Records that the checkpoint has all rows up to one.</summary>
    public void Mark(long row) => _markedRow = row;

    // Now and then, because most keys have one row and are not asked for again.
    private void Sweep()
    {
        foreach (ItemKey key in _rows.Where(pair => pair.Value.Row <= _markedRow).Select(pair => pair.Key).ToArray())
            _rows.Remove(key);
        _nextSweep = LeastSweep + (2 * _rows.Count);
    }
}
