using System;
using System.Collections.Generic;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.Storage;

/// <summary>
/// Lets an interrupted load continue: the mark says up to which row of the input everything is settled, and the next run of
/// the same input skips these rows.
/// </summary>
internal sealed class Checkpoint
{
    /// <summary>
    /// The maximum number of rows after the mark that may be sent, and therefore the maximum that an interrupted load sends
    /// twice. It is the number of rows that a table's default quota (40,000 WCU per second) allows in the 10 s for which a
    /// lost request delays the mark.
    /// </summary>
    public const int MaxSpan = 400_000;

    // Keeps a refused row from having the same hash as an operation with the same bytes.
    private const long RefusedTag = -1;
    private const long PassedTag = -2;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The least time between two marks that operations wait for. If a disk takes longer for a mark, it is that time: the pipeline's
    /// thread has other work.
    /// </summary>
    public static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(20);

    private readonly ICheckpointStore<CheckpointMark> _store;
    private readonly CheckpointMark _former;
    private readonly string _failedPath;
    private readonly ulong _optionsHash;
    private readonly int _span;
    private readonly Dictionary<string, ulong> _tableHashes = new(StringComparer.Ordinal);
    private readonly SettledRows _settled;
    private CheckpointMark _written;
    private IReadOnlyDictionary<string, string> _tableIds;
    private RowHash _hash;
    private long _row;
    private long _limit;
    private long _blockedRow = long.MaxValue;
    private TimeSpan _writtenAt;
    private TimeSpan? _doneAt = TimeSpan.Zero;
    private bool _isClosed;

    /// <param name="store">The store of the marks.</param>
    /// <param name="optionsHash">The hash of everything besides the rows that must not change.</param>
    /// <param name="failedPath">The file that keeps the operations that were not written; empty if there is none.</param>
    /// <param name="span">The maximum number of rows after the mark that may be sent.</param>
    /// <exception cref="CheckpointException">The checkpoint belongs to another load.</exception>
    public Checkpoint(ICheckpointStore<CheckpointMark> store, ulong optionsHash, string failedPath, int span = MaxSpan)
    {
        _store = store;
        _former = _written = store.Former;
        if (_former.OptionsHash is { } former && former != optionsHash)
            throw CheckpointException.OtherOptions(store.Path);
        _optionsHash = optionsHash;
        _failedPath = failedPath;
        _span = span;
        _tableIds = _former.TableIds;
        _hash = new RowHash(optionsHash);
        _settled = new SettledRows(_former.Row, _former.Row == 0 ? optionsHash : _former.RowsHash);
        // Rows may be sent after this, and the next run must know that.
        Write(() => true, isComplete: false);
    }

    /// <summary>The files that a checkpoint uses: the checkpoint, its lock, and the next mark.</summary>
    public static string[] FilesAt(string? path) => path is null ? [] : [path, path + FileLock.Suffix, path + DurableFile.FreshSuffix];

    /// <summary>
    /// True while no further row may be sent: if this run were killed, the next one could not know that the row was sent.
    /// The limit counts from the mark on the disk, which is older than the one in memory.
    /// </summary>
    public bool IsFull => _row >= _limit;

    /// <summary>
    /// The row up to which the mark on the disk has everything. Once it stays before a blocked row, the next run repeats all
    /// later rows, so nothing is left to wait for.
    /// </summary>
    public long MarkedRow => _written.Row >= _blockedRow - 1 ? long.MaxValue : _written.Row;

    /// <summary>True if an earlier run may have sent the last row that was taken.</summary>
    public bool MayHaveBeenSent => _row <= _former.SendLimit;

    /// <summary>True if a blocked row keeps the mark in its place until the end of the run.</summary>
    public bool IsBlocked => _blockedRow != long.MaxValue;

    // After a blocked row the mark no longer moves, and the limit counts from the newest row.
    private long NextLimit => (IsBlocked ? _row : _settled.Row) + _span;

    /// <summary>Takes the next row of the input, given its operation.</summary>
    /// <param name="table">The table's identity.</param>
    /// <param name="tableId">Its TableId; null if unknown.</param>
    /// <param name="kind">The kind of operation.</param>
    /// <param name="item">Its item, DynamoDB JSON.</param>
    /// <param name="change">All that it says besides its item: another condition is another input. Null for nothing.</param>
    /// <returns>True if an earlier run has settled the row.</returns>
    /// <exception cref="CheckpointException">The input is not that of the earlier run, or the table was replaced since.</exception>
    public bool Take(string table, string? tableId, OperationKind kind, ReadOnlySpan<byte> item, ItemChange? change = null)
    {
        _hash.Add((long)TableHash(table, tableId));
        _hash.Add((long)kind);
        _hash.Add((long)ItemHash.Of(item));
        if (change is not null)
            _hash.Add((long)ItemHash.OfJson(change.ToJson()));
        return Take();
    }

    /// <summary>Takes the next row of the input, which is refused.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="input">The input object, as JSON.</param>
    /// <inheritdoc cref="Take(string, string, OperationKind, ReadOnlySpan{byte}, ItemChange)"/>
    public bool TakeRefused(string reason, ReadOnlySpan<byte> input)
    {
        _hash.Add(RefusedTag);
        _hash.Add(reason);
        _hash.Add((long)ItemHash.OfJson(input));
        return Take();
    }

    /// <summary>Takes the next row of the input without reading it.</summary>
    /// <inheritdoc cref="Take(string, string, OperationKind, ReadOnlySpan{byte}, ItemChange)"/>
    public bool TakePassed()
    {
        _hash.Add(PassedTag);
        return Take();
    }

    /// <summary>Records that a row is settled: written, or kept in the failed file.</summary>
    public void Settle(long row)
    {
        if (row > _settled.Row && row < _blockedRow)
            _settled.Settle(row);
    }

    /// <summary>Records that a row is not settled: the mark stays before it.</summary>
    public void Block(long row)
    {
        if (row > _settled.Row)
            _blockedRow = Math.Min(_blockedRow, row);
    }

    /// <summary>Writes the mark once a second, and at once if rows or operations wait for it.</summary>
    /// <param name="now">The time since the start of the run.</param>
    /// <param name="flush">Flushes the failed file to the disk; returns false if that fails, and then the last mark
    /// stays.</param>
    /// <param name="isAwaited">Returns whether operations wait for a mark with all rows up to one.</param>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public void WriteIfDue(TimeSpan now, Func<bool> flush, Func<long, bool> isAwaited)
    {
        // The first call after a mark shows how long that took.
        _doneAt ??= now;
        bool isDue = now - _writtenAt >= Interval || (IsFull && NextLimit > _limit);
        if (!isDue && !(HasRested(now) && _settled.Row > _written.Row && isAwaited(_settled.Row)))
            return;
        (_writtenAt, _doneAt) = (now, null);
        Write(flush, isComplete: false);
    }

    /// <summary>Writes the mark at the end of the run, unless writing has failed before.</summary>
    /// <param name="flush">Flushes the failed file to the disk; returns false if that fails, and then the last mark
    /// stays.</param>
    /// <param name="isWholeInput">True if the whole input was read.</param>
    /// <exception cref="CheckpointException">The input is not that of the earlier run, or the file cannot be
    /// written.</exception>
    public void Close(Func<bool> flush, bool isWholeInput)
    {
        if (_isClosed)
            return;
        if (isWholeInput && _row < _former.TakenRow)
            throw Failed(CheckpointException.FewerRows(_store.Path, _former, _row));
        Write(flush, isComplete: isWholeInput && !IsBlocked && _settled.Count == 0);
        _isClosed = true;
    }

    private bool HasRested(TimeSpan now)
    {
        TimeSpan took = _doneAt!.Value - _writtenAt;
        return now - _doneAt >= (took > LeastInterval ? took : LeastInterval);
    }

    private void Write(Func<bool> flush, bool isComplete)
    {
        long limit = NextLimit;
        CheckpointMark mark = new(
            _former.Load,
            _settled.Row,
            _settled.Hash,
            Math.Max(_row, _former.TakenRow),
            _optionsHash,
            _failedPath,
            isComplete || _former.IsComplete,
            Math.Max(limit, _former.SendLimit))
        {
            TableIds = _tableIds,
        };
        if (mark != _written)
        {
            // The operations that the mark counts as settled must be on the disk before the mark is.
            if (!flush())
                return;
            Write(mark);
        }

        _limit = limit;
    }

    private void Write(CheckpointMark mark)
    {
        try
        {
            _store.Write(mark);
            _written = mark;
        }
        catch (CheckpointException exception)
        {
            throw Failed(exception);
        }
    }

    // The file's content stays true, because nothing more is written to it.
    private CheckpointException Failed(CheckpointException exception)
    {
        _isClosed = true;
        return exception;
    }

    private bool Take()
    {
        _row++;
        if (_row > _former.Row)
        {
            if (_former.IsComplete)
                throw Failed(CheckpointException.MoreRows(_store.Path, _former.Row));
            if (!IsBlocked)
                _settled.Take(_hash.Value);
            return false;
        }

        if (_row == _former.Row && _hash.Value != _former.RowsHash)
            throw Failed(CheckpointException.OtherRows(_store.Path, _former.Row));
        return true;
    }

    private ulong TableHash(string table, string? tableId)
    {
        if (_tableHashes.TryGetValue(table, out ulong known))
            return known;
        if (tableId is not null)
            Identify(table, tableId);
        RowHash hash = new(0);
        hash.Add(table);
        return _tableHashes[table] = hash.Value;
    }

    private void Identify(string table, string tableId)
    {
        if (_former.Row > 0 && _former.TableIds.TryGetValue(table, out string? former) && former != tableId)
            throw Failed(CheckpointException.ReplacedTable(_store.Path, table, former, tableId));
        // A mark that was written has its own list.
        Dictionary<string, string> tableIds = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> known in _tableIds)
            tableIds[known.Key] = known.Value;
        tableIds[table] = tableId;
        _tableIds = tableIds;
    }
}
