using System;
using System.Collections.Generic;
using System.IO;

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

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly CheckpointMark _former;
    private readonly Dictionary<string, ulong> _tableHashes = new(StringComparer.Ordinal);
    private readonly SettledRows _settled;
    private readonly bool _isResumed;
    private CheckpointMark _written;
    private RowHash _hash;
    private long _row;
    private long _blockedRow = long.MaxValue;
    private TimeSpan _nextWrite = Interval;

    private Checkpoint(string path, CheckpointMark former, bool isResumed)
    {
        _path = path;
        _isResumed = isResumed;
        _former = _written = former;
        _settled = new SettledRows(former.Row, former.RowsHash);
        _hash = new RowHash(former.OptionsHash);
    }

    /// <summary>True while a row that was taken has to wait for those before it to be settled.</summary>
    public bool IsFull => !IsBlocked && _settled.Count >= MaxSpan;

    /// <summary>True while the last row that was taken may have been sent by the earlier run, behind its mark.</summary>
    public bool MayHaveBeenSent => _isResumed && (_row - _former.Row <= MaxSpan || _former.IsBlocked);

    private bool IsBlocked => _blockedRow != long.MaxValue;

    /// <summary>Opens a checkpoint; makes sure that its file can be written.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="optionsHash">The hash of what besides the rows has to be the same.</param>
    /// <exception cref="CheckpointException">It belongs to another load, or its file can't be used.</exception>
    public static Checkpoint Open(string path, ulong optionsHash)
    {
        try
        {
            CheckpointMark? former = CheckpointMark.Read(path);
            if (former is not null && former.OptionsHash != optionsHash)
                throw CheckpointException.OtherOptions(path);
            bool isResumed = former is not null;
            former ??= new CheckpointMark(0, optionsHash, optionsHash, IsComplete: false, IsBlocked: false);
            former.Write(path);
            return new Checkpoint(path, former, isResumed);
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CheckpointException.Unusable(path, exception);
        }
    }

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
    /// <inheritdoc cref="Take(string, OperationKind, ReadOnlySpan{byte})"/>
    public bool TakeRefused(string reason)
    {
        _hash.Add(RefusedTag);
        _hash.Add(reason);
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
    /// <param name="flush">Brings to the disk what is kept elsewhere.</param>
    /// <exception cref="CheckpointException">The file can't be written.</exception>
    public void WriteIfDue(TimeSpan now, Action flush)
    {
        if (now < _nextWrite)
            return;
        _nextWrite = now + Interval;
        Write(flush, isComplete: false);
    }

    /// <summary>Writes the mark at the run's end, however it came.</summary>
    /// <param name="flush">Brings to the disk what is kept elsewhere.</param>
    /// <param name="isWholeInput">Whether the input has come to its end.</param>
    /// <exception cref="CheckpointException">It isn't the input of the earlier run, or the file can't be written.</exception>
    public void Close(Action flush, bool isWholeInput)
    {
        if (isWholeInput && _row < _former.Row)
            throw CheckpointException.FewerRows(_path, _former.Row, _row);
        Write(flush, isComplete: isWholeInput && !IsBlocked && _settled.Count == 0);
    }

    private void Write(Action flush, bool isComplete)
    {
        CheckpointMark mark = new(_settled.Row, _settled.Hash, _former.OptionsHash, isComplete || _former.IsComplete, IsBlocked);
        if (mark == _written)
            return;
        try
        {
            flush();
            mark.Write(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CheckpointException.Unusable(_path, exception);
        }

        _written = mark;
    }

    private bool Take()
    {
        _row++;
        if (_row > _former.Row)
        {
            if (_former.IsComplete)
                throw CheckpointException.MoreRows(_path, _former.Row);
            if (!IsBlocked)
                _settled.Take(_hash.Value);
            return false;
        }

        if (_row == _former.Row && _hash.Value != _former.RowsHash)
            throw CheckpointException.OtherRows(_path, _former.Row);
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
