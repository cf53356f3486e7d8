using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading;
using DdbBatch.Driving;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Tests.Simulation;

namespace DdbBatch.Tests.Reading;

/// <summary>One read in virtual time, with the module's engine and driver, and everything that has to hold for it.</summary>
internal sealed class SimulatedRead
{
    private readonly ReadScenario _scenario;
    private readonly SimulatedTable _table;
    private readonly VirtualTime _time;
    private readonly TableRead _read;
    private readonly ReadEngine _engine;
    private readonly List<int>[] _items;
    private int _stepsLeft;
    private bool _stopped;

    public SimulatedRead(ReadScenario scenario)
    {
        _scenario = scenario;
        _table = new SimulatedTable(scenario, stream: 1);
        Dice dice = new(scenario.Seed, 2);
        _time = new VirtualTime(TimeSpan.Zero, dice) { AfterEvent = CheckEvent };
        _items = [.. Enumerable.Range(0, scenario.Segments).Select(_ => new List<int>())];
        _stepsLeft = 200_000 + 500 * scenario.Items;
        _read = new TableRead(
            new ReadNetwork(
                _time, scenario.Options.ThrottleLimit, () => dice.Time(scenario.Latency), call => _table.Answer(call, _time.Now)),
            new ReadStatement { Table = "T", IsConsistent = scenario.Options.IsConsistent },
            scenario.Options,
            Segment.Divide(scenario.Segments, scenario.Options.ThrottleLimit),
            scenario.Capacity,
            new RunEnvironment { Clock = _time, Threads = _time, Random = new Random((int)scenario.Seed) });
        _engine = _read.Read(engine => engine);
    }

    /// <summary>Plays a scenario.</summary>
    /// <returns>How the promise was broken; null if it was kept.</returns>
    public static string? Play(ReadScenario scenario)
    {
        try
        {
            new SimulatedRead(scenario).Run();
            return null;
        }
        catch (Exception exception)
        {
            return exception is PromiseBrokenException ? exception.Message : exception.ToString();
        }
    }

    private void Run()
    {
        while (_read.TryNext(UntilStop() ?? Timeout.InfiniteTimeSpan, out SegmentPage? page))
        {
            if (page is { } taken)
                Take(taken);
            if (UntilStop() == TimeSpan.Zero)
                Stop();
        }

        _read.Dispose();
        Check();
    }

    private void Take(SegmentPage page)
    {
        foreach (ReadOnlyMemory<byte> item in page.Page.Items)
        {
            using JsonDocument document = JsonDocument.Parse(item);
            _items[page.Segment.Index].Add(int.Parse(
                document.RootElement.GetProperty("id").GetProperty("N").GetString()!, CultureInfo.InvariantCulture));
        }

        // The reader is busy with it.
        _time.RunUntil(_time.Now + _scenario.PageTime, () => false);
    }

    private TimeSpan? UntilStop() =>
        _stopped || _scenario.StopAt is not { } stopAt ? null : stopAt > _time.Now ? stopAt - _time.Now : TimeSpan.Zero;

    private void Stop()
    {
        _stopped = true;
        _read.Stop(OperationError.Stopped, TimeSpan.Zero);
        PromiseBrokenException.Unless(_engine.IsIdle, "the read was stopped, and is still busy");
    }

    private void CheckEvent()
    {
        PromiseBrokenException.Unless(--_stepsLeft > 0, "the read goes round in circles");
        PromiseBrokenException.Unless(
            _engine.Error is not { Code: OperationError.InternalCode } error || error.Message.Contains(ReadNetwork.Thrown),
            $"{_engine.Error?.Message}");
        _time.CheckTimer(_stopped ? null : _engine.NextWake(_time.Now), TimeSpan.Zero);
    }

    private void Check()
    {
        PromiseBrokenException.Unless(_engine.InFlight == 0, "requests are in flight after the end");
        PromiseBrokenException.Unless(_engine.IsComplete || _engine.Error is not null, "the read ends early and without an error");
        PromiseBrokenException.Unless(
            _engine.IsComplete || !_scenario.MustComplete, $"the read ended with {_engine.Error} although all that went wrong passes");
        for (int i = 0; i < _items.Length; i++)
        {
            IEnumerable<int> expected = _table.Matching(i);
            PromiseBrokenException.Unless(
                _items[i].SequenceEqual(_engine.IsComplete ? expected : expected.Take(_items[i].Count)),
                $"segment {i} gave [{string.Join(" ", _items[i])}], not [{string.Join(" ", expected)}]");
        }

        PromiseBrokenException.Unless(
            _engine.Tally.Items == _items.Sum(segment => segment.Count), "the count of items is wrong");
    }
}
