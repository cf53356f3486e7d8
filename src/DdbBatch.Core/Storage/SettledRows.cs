namespace DdbBatch.Storage;

/// <summary>
/// Knows up to which row of the input everything is settled, however rows are settled out of order. It keeps what is
/// between that row and the newest.
/// </summary>
internal sealed class SettledRows
{
    // A ring: the row behind the last settled one is at _first.
    private (ulong Hash, bool IsSettled)[] _rows = new (ulong, bool)[1024];
    private int _first;
    private int _count;

    /// <param name="row">The row up to which everything is settled already.</param>
    /// <param name="hash">The running hash up to it.</param>
    public SettledRows(long row, ulong hash)
    {
        Row = row;
        Hash = hash;
    }

    /// <summary>The last row up to which everything is settled.</summary>
    public long Row { get; private set; }

    /// <summary>The running hash up to that row.</summary>
    public ulong Hash { get; private set; }

    /// <summary>How many rows were taken behind it.</summary>
    public int Count => _count;

    /// <summary>Takes the next row.</summary>
    /// <param name="hash">The running hash up to it.</param>
    public void Take(ulong hash)
    {
        if (_count == _rows.Length)
            Grow();
        _rows[(_first + _count++) % _rows.Length] = (hash, false);
    }

    /// <summary>Says that a row is settled.</summary>
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
