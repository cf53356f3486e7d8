using System;
using System.Collections.Generic;

namespace DdbBatch.Checkpoints;

/// <summary>
/// Lets a load that was ended by anything go on where it was: the mark says up to which row of the input everything is
/// settled, and the next run of the same input skips these rows.
/// </summary>
internal sealed class Checkpoint
{
    /// <summary>The most rows between the mark and the newest row that was taken: more are never sent twice.</summary>
    public const int MaxSpan = 50_000;

    // A row of its own kind can't stand for another one with the same bytes.
    private const long RefusedTag = -1;
    private const long PassedTag = -2;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CheckpointFile _file;
    private readonly CheckpointMark _former;
    private readonly string _failedPath;
    private readonly ulong _optionsHash;
    private readonly Dictionary<string, ulong> _tableHashes = new(StringComparer.Ordinal);
    private readonly SettledRows _settled;
    private CheckpointMark _written;
    private RowHash _hash;
    private long _row;
    private long _blockedRow = long.MaxValue;
    private TimeSpan _nextWrite = Interval;

    /// <param name="file">Its file.</param>
    /// <param name="optionsHash">The hash of what besides the rows has to be the same.</param>
    /// <param name="failedPath">The file that keeps what isn't written; empty without one.</param>
    /// <exception cref="CheckpointException">It belongs to another load.</exception>
    public Checkpoint(CheckpointFile file, ulong optionsHash, string failedPath)
    {
        _file = file;
        _former = _written = file.Former;
        if (_former.OptionsHash is { } former && former != optionsHash)
            throw CheckpointException.OtherOptions(file.Path);
        _optionsHash = optionsHash;
        _failedPath = failedPath;
        _hash = new RowHash(optionsHash);
        _settled = new SettledRows(_former.Row, _former.Row == 0 ? optionsHash : _former.RowsHash);
        // From here on rows may be sent: the next run has to know.
        Write(() => true, isComplete: false);
    }

    /// <summary>True while a row that was taken has to wait for those before it to be settled.</summary>
    public bool IsFull => !IsBlocked && _settled.Count >= MaxSpan;

    /// <summary>True while the last row that was taken may have been sent by the earlier run, behind its mark.</summary>
    public bool MayHaveBeenSent => _former.OptionsHash is not null && (_row - _former.Row <= MaxSpan || _former.IsBlocked);

    private bool IsBlocked => _blockedRow != long.MaxValue;

    /// <summary>Takes the next row of the input, as the operation that it is.</summary>
    /// <returns>True where an earlier run has settled it.</returns>
    /// <exception cref="CheckpointException">It isn't the input of the earlier run.</exception>
    public bool Take(string table, OperationKind kind, ReadOnlySpan<byte> item)
    {
        _hash.Add((long)TableHash(table));
        _hash.Add((long)kind);
        _hash.Add((long)ItemHash.Of(item));
        return Take();
    }

    /// <summary>Takes the next row of the input, which is refused.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="input">What was given, as JSON.</param>
    /// <inheritdoc cref="Take(string, OperationKind, ReadOnlySpan{byte})"/>
    public bool TakeRefused(string reason, ReadOnlySpan<byte> input)
    {
        _hash.Add(RefusedTag);
        _hash.Add(reason);
        _hash.Add((long)ItemHash.OfJson(input));
        return Take();
    }

    /// <summary>Takes the next row of the input, which is not even looked at.</summary>
    /// <inheritdoc cref="Take(string, OperationKind, ReadOnlySpan{byte})"/>
    public bool TakePassed()
    {
        _hash.Add(PassedTag);
        return Take();
    }

    /// <summary>Says that a row is settled: written, or kept elsewhere.</summary>
    public void Settle(long row)
    {
        if (row > _settled.Row && row < _blockedRow)
            _settled.Settle(row);
    }

    /// <summary>Says that a row is neither: the mark never gets past it.</summary>
    public void Block(long row)
    {
        if (row > _settled.Row)
            _blockedRow = Math.Min(_blockedRow, row);
    }

    /// <summary>Writes the mark if the last time is a second ago.</summary>
    /// <param name="now">The time since the run began.</param>
    /// <param name="flush">Brings to the disk what is kept elsewhere; false where it can't, and the last mark stays.</param>
    /// <exception cref="CheckpointException">The file can't be written.</exception>
    public void WriteIfDue(TimeSpan now, Func<bool> flush)
    {
        if (now < _nextWrite)
            return;
        _nextWrite = now + Interval;
        Write(flush, isComplete: false);
    }

    /// <summary>Writes the mark at the run's end, however it came.</summary>
    /// <param name="flush">Brings to the disk what is kept elsewhere; false where it can't, and the last mark stays.</param>
    /// <param name="isWholeInput">Whether the input has come to its end.</param>
    /// <exception cref="CheckpointException">It isn't the input of the earlier run, or the file can't be written.</exception>
    public void Close(Func<bool> flush, bool isWholeInput)
    {
        if (isWholeInput && _row < _former.TakenRow)
            throw CheckpointException.FewerRows(_file.Path, _former, _row);
        Write(flush, isComplete: isWholeInput && !IsBlocked && _settled.Count == 0);
    }

    private void Write(Func<bool> flush, bool isComplete)
    {
        CheckpointMark mark = new(
            _former.Load,
            _settled.Row,
            _settled.Hash,
            Math.Max(_row, _former.TakenRow),
            _optionsHash,
            _failedPath,
            isComplete || _former.IsComplete,
            IsBlocked);
        if (mark == _written || !flush())
            return;
        _file.Write(mark);
        _written = mark;
    }

    private bool Take()
    {
        _row++;
        if (_row > _former.Row)
        {
            if (_former.IsComplete)
                throw CheckpointException.MoreRows(_file.Path, _former.Row);
            if (!IsBlocked)
                _settled.Take(_hash.Value);
            return false;
        }

        if (_row == _former.Row && _hash.Value != _former.RowsHash)
            throw CheckpointException.OtherRows(_file.Path, _former.Row);
        return true;
    }

    private ulong TableHash(string table)
    {
        if (_tableHashes.TryGetValue(table, out ulong known))
            return known;
        RowHash hash = new(0);
        hash.Add(table);
        return _tableHashes[table] = hash.Value;
    }
}
