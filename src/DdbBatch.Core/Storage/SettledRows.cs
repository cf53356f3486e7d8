namespace DdbBatch.Storage;

/// <summary>
/// Tracks up to which row of the input everything is settled, although rows are settled out of order. It keeps the rows
/// between that row and the newest.
/// </summary>
internal sealed class SettledRows
{
    // A ring buffer: the row after the last settled one is at _first.
    private (ulong Hash, bool IsSettled)[] _rows = new (ulong, bool)[1024];
    private int _first;
    private int _count;

    /// <param name="row">The row up to which everything is already settled.</param>
    /// <param name="hash">The running hash up to that row.</param>
    public SettledRows(long row, ulong hash)
    {
        Row = row;
        Hash = hash;
    }

    /// <summary>The last row up to which everything is settled.</summary>
    public long Row { get; private set; }

    /// <summary>The running hash up to that row.</summary>
    public ulong Hash { get; private set; }

    /// <summary>The number of rows that were taken after that row.</summary>
    public int Count => _count;

    /// <summary>Takes the next row.</summary>
    /// <param name="hash">The running hash up to that row.</param>
    public void Take(ulong hash)
    {
        if (_count == _rows.Length)
            Grow();
        _rows[(_first + _count++) % _rows.Length] = (hash, false);
    }

    /// <summary>Records that a row is settled.</summary>
    public void Settle(long row)
    {
        _rows[(int)((_first + (row - Row - 1)) % _rows.Length)].IsSettled = true;
        while (_count > 0 && _rows[_first].IsSettled)
        {
            Hash = _rows[_first].Hash;
            Row++;
            _first = (_first + 1) % _rows.Length;
            _count--;
        }
    }

    private void Grow()
    {
        var larger = new (ulong, bool)[_rows.Length * 2];
        for (int i = 0; i < _count; i++)
            larger[i] = _rows[(_first + i) % _rows.Length];
        (_rows, _first) = (larger, 0);
    }
}
