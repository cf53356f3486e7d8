using System.Collections.Generic;
using System.Linq;
using DdbBatch.Storage;

namespace DdbBatch.Tests.Simulation;

/// <summary>
/// The files of a load: its checkpoint and its failed file. They outlive the runs, and lose what was not flushed when the
/// machine goes down.
/// </summary>
internal sealed class SimulatedDisk(Dice dice)
{
    private readonly List<UnprocessedItem> _flushed = [];
    private readonly List<UnprocessedItem> _unflushed = [];

    /// <summary>The checkpoint.</summary>
    public CheckpointMark Mark { get; private set; } = CheckpointMark.Begin();

    /// <summary>The lines of the failed file, in its order.</summary>
    public IReadOnlyList<UnprocessedItem> Lines => [.. _flushed, .. _unflushed];

    /// <summary>The uses of the disk after which the machine goes down in the middle of the next one; null for never.</summary>
    public int? UsesLeft { get; set; }

    /// <summary>The lines after which the failed file takes no more; null for never.</summary>
    public int? RoomLeft { get; set; }

    /// <summary>Begins a run.</summary>
    public Session Open() => new(this, Mark);

    /// <summary>The machine goes down: some of what was not flushed is lost.</summary>
    public void GoDown()
    {
        UsesLeft = null;
        int kept = dice.Next(_unflushed.Count + 1);
        _flushed.AddRange(_unflushed.Take(kept));
        _unflushed.Clear();
    }

    // True if what is done still reaches the disk: the machine goes down before or after it.
    private bool Use(out bool goesDown)
    {
        goesDown = UsesLeft is { } left && (UsesLeft = left - 1) < 0;
        return !goesDown || dice.Chance(0.5);
    }

    /// <summary>One run's use of the files.</summary>
    internal sealed class Session : ICheckpointStore<CheckpointMark>, IFailedRows
    {
        private readonly SimulatedDisk _disk;
        private readonly HashSet<long> _leftRows;

        public Session(SimulatedDisk disk, CheckpointMark former)
        {
            (_disk, Former) = (disk, former);
            _leftRows = [.. disk.Lines
                .Where(line => line.Position <= former.Row && line.Outcome != OperationOutcome.Invalid)
                .Select(line => line.Position)];
        }

        public string Path => "load.mark";

        public CheckpointMark Former { get; }

        public bool HasFailed { get; private set; }

        public void Write(CheckpointMark mark)
        {
            if (_disk.Use(out bool goesDown))
                _disk.Mark = mark;
            ThrowIf(goesDown);
        }

        public void Add(UnprocessedItem item)
        {
            if (HasFailed || (HasFailed = _disk.RoomLeft-- <= 0))
                return;
            if (_disk.Use(out bool goesDown))
                _disk._unflushed.Add(item);
            ThrowIf(goesDown);
        }

        public bool TakeLeft(long row) => _leftRows.Remove(row);

        public void RemoveUnsettled()
        {
            if (_disk.Use(out bool goesDown))
            {
                _disk._flushed.RemoveAll(line => line.Position > Former.Row);
                _disk._unflushed.RemoveAll(line => line.Position > Former.Row);
            }

            ThrowIf(goesDown);
        }

        public bool TryFlush()
        {
            if (HasFailed)
                return false;
            if (_disk.Use(out bool goesDown))
            {
                _disk._flushed.AddRange(_disk._unflushed);
                _disk._unflushed.Clear();
            }

            ThrowIf(goesDown);
            return true;
        }

        private static void ThrowIf(bool goesDown)
        {
            if (goesDown)
                throw new MachineDownException();
        }
    }
}
