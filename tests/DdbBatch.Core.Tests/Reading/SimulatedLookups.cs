using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using DdbBatch.Driving;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Tests.Simulation;
using DdbBatch.Transport;

namespace DdbBatch.Tests.Reading;

/// <summary>One run of lookups in virtual time, with the module's engine and driver, and everything that has to hold for it.</summary>
internal sealed class SimulatedLookups
{
    private static readonly TableSchema Schema = new("T", [new KeyAttribute("id", ScalarAttributeType.N)]);

    private readonly LookupScenario _scenario;
    private readonly VirtualTime _time;
    private readonly TableLookup _lookup;
    private readonly LookupEngine _engine;
    private readonly Dice _dice;
    private readonly List<KeyLookup> _answered = [];
    private int _stepsLeft = 200_000;
    private bool _stopped;

    public SimulatedLookups(LookupScenario scenario)
    {
        _scenario = scenario;
        _dice = new Dice(scenario.Seed, 2);
        _time = new VirtualTime(TimeSpan.Zero, _dice) { AfterEvent = CheckEvent };
        _lookup = new TableLookup(
            new ReadNetwork(_time, scenario.Options.ThrottleLimit, () => _dice.Time(scenario.Latency), Answer),
            new BatchGetStatement { Table = "T" },
            Schema,
            scenario.Options,
            null,
            new RunEnvironment { Clock = _time, Threads = _time, Random = new Random((int)scenario.Seed) });
        _engine = _lookup.Read(engine => engine);
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
        for (int i = 0; i < _scenario.Keys.Count; i++)
        {
            KeyLookup lookup = Lookup(i);
            bool hasAnswer;
            while (!_lookup.TrySubmit(lookup, out hasAnswer))
                Attend();
            if (hasAnswer)
                TakeAnswers();
        }

        _lookup.CompleteInput();
        while (!Attend())
        {
        }

        TakeAnswers();
        Check();
        _lookup.Dispose();
        PromiseBrokenException.Unless(_engine.InFlight == 0, "requests are in flight after the end");
    }

    // Without an end, if nothing stops the run: a wake-up that is missing hangs it.
    private bool Attend()
    {
        bool isIdle = _lookup.Wait(UntilStop() ?? Timeout.InfiniteTimeSpan);
        if (UntilStop() == TimeSpan.Zero)
            Stop();
        TakeAnswers();
        return isIdle;
    }

    private TimeSpan? UntilStop() =>
        _stopped || _scenario.StopAt is not { } stopAt ? null : stopAt > _time.Now ? stopAt - _time.Now : TimeSpan.Zero;

    private void Stop()
    {
        _stopped = true;
        _lookup.Stop();
        PromiseBrokenException.Unless(_engine.IsIdle, "the run was stopped, and not everything has its outcome");
    }

    private void TakeAnswers()
    {
        while (_lookup.TakeAnswer() is { } lookup)
            _answered.Add(lookup);
    }

    private void CheckEvent()
    {
        PromiseBrokenException.Unless(--_stepsLeft > 0, "the run goes round in circles");
        PromiseBrokenException.Unless(
            _engine.Error is not { Code: OperationError.InternalCode } error || error.Message.Contains(ReadNetwork.Thrown),
            $"{_engine.Error?.Message}");
        _time.CheckTimer(_stopped ? null : _engine.NextWake(_time.Now), TimeSpan.Zero);
    }

    private KeyLookup Lookup(int i)
    {
        // One number, spelt in two ways.
        int key = _scenario.Keys[i];
        byte[] json = Encoding.UTF8.GetBytes($$$"""{"id":{"N":"{{{key}}}{{{(i % 3 == 0 ? ".0" : "")}}}"}}""");
        return new KeyLookup(i + 1, new EncodedItem(json, 3, ItemKeyReader.Read(json, Schema)), key);
    }

    private RawAnswer Answer(ApiCall call)
    {
        bool mayFail = _time.Now < _scenario.FaultsEnd && _dice.Chance(_scenario.FaultRate);
        ReadFault fault = mayFail ? _dice.Pick(_scenario.Faults) : ReadFault.Truncated;
        if (mayFail && fault != ReadFault.Truncated)
            return ReadNetwork.Failure(fault);
        byte[] body = Body(Keys(call));
        return ReadNetwork.Success(mayFail ? body[.._dice.Next(body.Length)] : body);
    }

    private static List<int> Keys(ApiCall call)
    {
        using JsonDocument request = JsonDocument.Parse(call.Body.ToArray());
        JsonElement keys = request.RootElement.GetProperty("RequestItems").GetProperty("T").GetProperty("Keys");
        List<int> ids = [.. keys.EnumerateArray().Select(key =>
            (int)decimal.Parse(key.GetProperty("id").GetProperty("N").GetString()!, System.Globalization.CultureInfo.InvariantCulture))];
        PromiseBrokenException.Unless(ids.Count <= KeysRequest.MaxKeys, $"{ids.Count} keys are in a request");
        PromiseBrokenException.Unless(ids.Distinct().Count() == ids.Count, "a key is twice in a request");
        return ids;
    }

    private byte[] Body(List<int> keys)
    {
        List<string> items = [];
        List<string> unprocessed = [];
        string padding = new('x', _scenario.ItemBytes);
        bool isThrottled = _time.Now < _scenario.FaultsEnd;
        foreach (int key in keys)
        {
            bool isFull = (long)items.Count * _scenario.ItemBytes > _scenario.AnswerBytes;
            if (isFull || (isThrottled && _dice.Chance(_scenario.UnprocessedRate)))
                unprocessed.Add($$$"""{"id":{"N":"{{{key}}}"}}""");
            else if (_scenario.Has(key))
                items.Add($$$"""{"id":{"N":"{{{key}}}"},"p":{"S":"{{{padding}}}"}}""");
        }

        string left = unprocessed.Count == 0 ? "" : $$"""
            "T":{"Keys":[{{string.Join(",", unprocessed)}}]}
            """;
        return Encoding.UTF8.GetBytes($$$"""
            {"Responses":{"T":[{{{string.Join(",", items)}}}]},"UnprocessedKeys":{{{{left}}}},"ConsumedCapacity":[{"CapacityUnits":1.5}]}
            """.Trim());
    }

    private void Check()
    {
        PromiseBrokenException.Unless(_answered.Count == _scenario.Keys.Count, $"{_answered.Count} answers to {_scenario.Keys.Count} keys");
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
