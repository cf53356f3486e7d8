using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Tests.Simulation;

namespace DdbBatch.Tests.Reading;

/// <summary>One run of lookups on a virtual clock, with what every run has to hold.</summary>
internal sealed class SimulatedLookups
{
    private static readonly TableSchema Schema = new("T", [new KeyAttribute("id", ScalarAttributeType.N)]);

    private readonly LookupScenario _scenario;
    private readonly VirtualClock _clock = new(TimeSpan.Zero);
    private readonly LookupEngine _engine;
    private readonly Dice _dice;
    private readonly List<KeyLookup> _answered = [];
    private int _next;
    private TimeSpan? _timerAt;

    public SimulatedLookups(LookupScenario scenario)
    {
        _scenario = scenario;
        _dice = new Dice(scenario.Seed, 2);
        _engine = new LookupEngine(scenario.Options, null, new Random((int)scenario.Seed), TimeSpan.Zero);
    }

    /// <summary>Plays a scenario.</summary>
    /// <returns>How the promise was broken; null if it was kept.</returns>
    public static string? Play(LookupScenario scenario)
    {
        try
        {
            new SimulatedLookups(scenario).Run();
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
        int stepsLeft = 200_000;
        for (Proceed(); _answered.Count < _scenario.Keys.Count; Proceed())
        {
            PromiseBrokenException.Unless(_clock.Step(), "the run hangs: nothing will happen any more");
            PromiseBrokenException.Unless(--stepsLeft > 0, "the run goes round in circles");
        }

        PromiseBrokenException.Unless(_engine.IsIdle || _engine.InFlight > 0, "something is left");
        Check();
    }

    private void Proceed()
    {
        while (_engine.TakeAnswer() is { } lookup)
            _answered.Add(lookup);
        while (_next < _scenario.Keys.Count && _engine.HasRoom)
            _engine.Submit(Lookup(_scenario.Keys[_next++]), _clock.Now);
        if (_next == _scenario.Keys.Count)
            _engine.CompleteInput();
        else
            _engine.InputIsWaiting = true;
        while (_engine.TryTake(_clock.Now) is { } request)
        {
            PromiseBrokenException.Unless(
                _engine.InFlight <= _scenario.Options.ThrottleLimit, $"{_engine.InFlight} requests are in flight");
            PromiseBrokenException.Unless(
                request.Lookups.Select(lookup => lookup.Key.Key).Distinct().Count() == request.Lookups.Count, "a key is twice in a request");
            _clock.Schedule(_dice.Time(_scenario.Latency), () => Answer(request));
        }

        SetTimer();
        while (_engine.TakeAnswer() is { } lookup)
            _answered.Add(lookup);
    }

    private void SetTimer()
    {
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

    private KeyLookup Lookup(int key)
    {
        // One number, spelt in two ways.
        byte[] json = Encoding.UTF8.GetBytes($$$"""{"id":{"N":"{{{key}}}{{{(_next % 3 == 0 ? ".0" : "")}}}"}}""");
        return new KeyLookup(_next, new EncodedItem(json, 3, ItemKeyReader.Read(json, Schema)), key);
    }

    private void Answer(KeysRequest request)
    {
        bool mayFail = _clock.Now < _scenario.FaultsEnd && _dice.Chance(_scenario.FaultRate);
        ReadFault fault = mayFail ? _dice.Pick(_scenario.Faults) : ReadFault.Truncated;
        if (mayFail && fault != ReadFault.Truncated)
        {
            _engine.Fail(request, SimulatedTable.ToAnswer(fault), _clock.Now);
            return;
        }

        byte[] body = Body(request);
        if (mayFail)
            body = body[.._dice.Next(body.Length)];
        try
        {
            _engine.Complete(request, KeysAnswerReader.Read(body, request.Keys, Schema), _clock.Now);
        }
        catch (FormatException exception)
        {
            _engine.Fail(request, new CallAnswer.NoAnswer(true, "CorruptAnswer", exception.Message), _clock.Now);
        }
    }

    private byte[] Body(KeysRequest request)
    {
        List<string> items = [];
        List<string> unprocessed = [];
        string padding = new('x', _scenario.ItemBytes);
        bool isThrottled = _clock.Now < _scenario.FaultsEnd;
        foreach (KeyLookup lookup in request.Lookups)
        {
            int key = (int)lookup.Input!;
            bool isFull = (long)items.Count * _scenario.ItemBytes > _scenario.AnswerBytes;
            if (isFull || (isThrottled && _dice.Chance(_scenario.UnprocessedRate)))
                unprocessed.Add($$$"""{"id":{"N":"{{{key}}}"}}""");
            else if (_scenario.Has(key))
                items.Add($$$"""{"id":{"N":"{{{key}}}"},"p":{"S":"{{{padding}}}"}}""");
        }

        string keys = unprocessed.Count == 0 ? "" : $$"""
            "T":{"Keys":[{{string.Join(",", unprocessed)}}]}
            """;
        return Encoding.UTF8.GetBytes($$$"""
            {"Responses":{"T":[{{{string.Join(",", items)}}}]},"UnprocessedKeys":{{{{keys}}}},"ConsumedCapacity":[{"CapacityUnits":1.5}]}
            """.Trim());
    }

    private void Check()
    {
        for (int i = 0; i < _answered.Count; i++)
        {
            KeyLookup lookup = _answered[i];
            PromiseBrokenException.Unless(lookup.Position == i + 1, $"lookup {lookup.Position} came as number {i + 1}");
            bool isFound = _scenario.Has(_scenario.Keys[i]);
            PromiseBrokenException.Unless(
                lookup.Outcome == (isFound ? LookupOutcome.Found : LookupOutcome.Missing)
                || (lookup.Outcome == LookupOutcome.Unprocessed && lookup.Error is not null && !_scenario.MustComplete),
                $"key {_scenario.Keys[i]} is {lookup.Outcome} ({lookup.Error}); in the table: {isFound}");
        }

        LookupTally tally = _engine.Tally;
        PromiseBrokenException.Unless(
            tally.Found + tally.Missing + tally.Unprocessed == _scenario.Keys.Count, "the counts do not add up");
    }
}
