using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.Model;
using DdbBatch.Reading;
using DdbBatch.Tests.Simulation;

namespace DdbBatch.Tests.Reading;

/// <summary>One read on a virtual clock, with what every read has to hold.</summary>
internal sealed class SimulatedRead
{
    private readonly ReadScenario _scenario;
    private readonly SimulatedTable _table;
    private readonly VirtualClock _clock = new(TimeSpan.Zero);
    private readonly ReadEngine _engine;
    private readonly List<int>[] _items;
    private readonly Dice _dice;
    private TimeSpan? _timerAt;
    private bool _isReading;

    public SimulatedRead(ReadScenario scenario)
    {
        _scenario = scenario;
        _table = new SimulatedTable(scenario, stream: 1);
        _dice = new Dice(scenario.Seed, 2);
        _items = [.. Enumerable.Range(0, scenario.Segments).Select(_ => new List<int>())];
        _engine = new ReadEngine(
            scenario.Options,
            Segment.Divide(scenario.Segments, scenario.Options.ThrottleLimit),
            scenario.Capacity,
            new Random((int)scenario.Seed),
            TimeSpan.Zero);
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
        if (_scenario.StopAt is { } stopAt)
            _clock.Schedule(stopAt, () => _engine.Stop(OperationError.Stopped));
        Dispatch();
        int stepsLeft = 200_000 + 500 * _scenario.Items;
        while (!_engine.IsIdle || _engine.HasPage)
        {
            PromiseBrokenException.Unless(_clock.Step(), "the read hangs: nothing will happen any more");
            PromiseBrokenException.Unless(--stepsLeft > 0, "the read goes round in circles");
            Dispatch();
            TakePage();
        }

        Check();
    }

    private void Dispatch()
    {
        while (_engine.TryTake(_clock.Now) is { } request)
        {
            PromiseBrokenException.Unless(
                _engine.InFlight <= _scenario.Options.ThrottleLimit, $"{_engine.InFlight} requests are in flight");
            _clock.Schedule(_dice.Time(_scenario.Latency), () => Answer(request));
        }

        if (_engine.NextWake(_clock.Now) is not { } wake || wake >= _timerAt)
            return;
        PromiseBrokenException.Unless(wake > _clock.Now, $"the timer is set for {wake}, which is over at {_clock.Now}");
        _timerAt = wake;
        _clock.Schedule(wake - _clock.Now + TimeSpan.FromMilliseconds(_dice.Pick(0, 1, 15)), () => OnTimer(wake));
    }

    private void OnTimer(TimeSpan setFor)
    {
        if (_timerAt == setFor)
            _timerAt = null;
    }

    private void Answer(PageRequest request)
    {
        SimulatedAnswer answer = _table.Answer(request, _clock.Now);
        if (answer.Page is { } page)
            _engine.Complete(request, page, _clock.Now);
        else
            _engine.Fail(request, answer.Failure!, _clock.Now);
    }

    private void TakePage()
    {
        if (_isReading || _engine.TakePage() is not { } page)
            return;
        foreach (ReadOnlyMemory<byte> item in page.Page.Items)
        {
            using JsonDocument document = JsonDocument.Parse(item);
            _items[page.Segment.Index].Add(int.Parse(
                document.RootElement.GetProperty("id").GetProperty("N").GetString()!,
                System.Globalization.CultureInfo.InvariantCulture));
        }

        _isReading = true;
        _clock.Schedule(_scenario.PageTime, () => _isReading = false);
    }

    private void Check()
    {
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
