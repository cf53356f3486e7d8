using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Tests.Simulation;

/// <summary>
/// The content of the tables, through all runs: for each key, the operation that took effect last, and those that may still
/// take effect.
/// </summary>
internal sealed class SimulatedTables(Scenario scenario)
{
    private const int MostStates = 200;

    private readonly bool _mayMerge = scenario.Runs.Any(run => run.Options.DuplicateKey == DuplicateKeyMode.KeepLast);
    private readonly Dictionary<(int Table, int Key), KeyState> _keys = [];
    private readonly OperationHistory[] _histories =
        [.. Enumerable.Range(0, scenario.Operations.Select(operation => operation.Id).DefaultIfEmpty().Max() + 1)
            .Select(_ => new OperationHistory())];

    public OperationHistory History(SimulatedOperation operation) => _histories[operation.Id];

    /// <summary>
    /// An attempt sets out. No attempt of another operation on its key may still take effect, but for one of a later operation
    /// that is sent again after this one.
    /// </summary>
    public void Begin(SimulatedOperation operation, TimeSpan now, bool isAgain)
    {
        KeyState key = State(operation);
        key.Attempts.RemoveAll(attempt => attempt.MayChangeUntil <= now);
        foreach ((SimulatedOperation other, TimeSpan until) in key.Attempts)
        {
            bool comesAgain = other.Id > operation.Id
                && (isAgain || History(other).Outcome is null or OperationOutcome.Unknown);
            bool isAllowed = other == operation || comesAgain;
            PromiseBrokenException.Unless(
                isAllowed && until < TimeSpan.MaxValue, $"{operation} is sent at {now} while {other} may still take effect until {until}");
        }

        key.Attempts.Add((operation, TimeSpan.MaxValue));
    }

    /// <summary>An attempt has ended, but for effects that may come later.</summary>
    public void End(SimulatedOperation operation, TimeSpan mayChangeUntil)
    {
        List<(SimulatedOperation, TimeSpan)> attempts = State(operation).Attempts;
        attempts.Remove((operation, TimeSpan.MaxValue));
        attempts.Add((operation, mayChangeUntil));
    }

    /// <summary>The operation takes effect at a time, which may be yet to come, if its condition holds then.</summary>
    public void Apply(SimulatedOperation operation, TimeSpan at)
    {
        if (!operation.IsConditional)
            History(operation).TookEffect = true;
        State(operation).Coming.Add((at, operation, null));
    }

    /// <summary>Another writer puts an item of its own.</summary>
    public void Disturb(SimulatedOperation operation, TimeSpan at)
    {
        History(operation).HasMetOther = State(operation).IsDisturbed = true;
        State(operation).Coming.Add((at, operation, SimulatedState.OfOther(operation)));
    }

    /// <summary>The item of an operation at a time that no later effect precedes.</summary>
    public SimulatedState? ItemAt(SimulatedOperation operation, TimeSpan at)
    {
        KeyState key = State(operation);
        Come(key, at);
        return key.Item;
    }

    /// <summary>True if another writer has written the item of an operation.</summary>
    public bool IsDisturbed(SimulatedOperation operation) => State(operation).IsDisturbed;

    /// <summary>
    /// Checks every key: its item ends as the operations in the order of the input would leave it, one after the other, those
    /// that weren't written left out and each one that may have been written either way.
    /// </summary>
    public void CheckFinalState()
    {
        Dictionary<KeyState, HashSet<SimulatedState?>> possible = [];
        foreach (SimulatedOperation operation in scenario.Operations)
        {
            KeyState key = State(operation);
            if (!possible.TryGetValue(key, out HashSet<SimulatedState?>? states))
                possible.Add(key, states = [null]);
            OperationOutcome? outcome = History(operation).Outcome;
            // A merge that was dropped for a later one is part of that.
            bool isWritten = outcome == OperationOutcome.Written
                || (outcome == OperationOutcome.Superseded && operation.Kind == OperationKind.Update);
            // An operation that is refused now may have been accepted before, without an answer.
            bool mayBe = outcome is OperationOutcome.Unknown
                || (outcome == OperationOutcome.Invalid && (History(operation).TookEffect || History(operation).MayBeWritten))
                || (outcome == OperationOutcome.ConditionFailed && History(operation).MayBeWritten);
            // A resumed load repeats the updates before one that was undecided, and not those after it: these have left traces.
            // So does an update into which an earlier one was merged, which a replay sends by itself.
            bool hasTraces = (scenario.Span is not null && !operation.IsConditional) || (_mayMerge && !operation.OnlyIfNewer);
            key.IsOpen |= mayBe && operation.Kind == OperationKind.Update && hasTraces;
            if (key.IsOpen || (!isWritten && !mayBe))
                continue;
            if (mayBe && scenario.Span is not null && !operation.IsConditional)
                AddRepeated(key, operation, states);
            Carry(operation, isWritten, states);
            key.Carried.Add((operation, isWritten));
            key.IsOpen |= states.Count > MostStates;
        }

        foreach ((KeyState key, HashSet<SimulatedState?> states) in possible)
        {
            PromiseBrokenException.Unless(
                key.IsDisturbed || key.IsOpen || states.Contains(key.Finally()),
                $"an item is '{key.Finally()}', not {string.Join(" or ", states.Select(state => $"'{state}'"))}");
        }
    }

    // An operation that is certainly written, or may be.
    private static void Carry(SimulatedOperation operation, bool isWritten, HashSet<SimulatedState?> states)
    {
        SimulatedState?[] after = [.. states.Select(state => SimulatedState.After(operation, state))];
        if (isWritten)
            states.Clear();
        states.UnionWith(after);
    }

    // A killed run may have carried an operation out, and the next one repeated some of those before it on top of that. That shows
    // only after updates: all others replace the item. A row with a condition, and one that comes after it, waits for the checkpoint.
    private static void AddRepeated(KeyState key, SimulatedOperation operation, HashSet<SimulatedState?> all)
    {
        int first = 1 + key.Carried.FindLastIndex(carried =>
            carried.Operation.IsConditional || (carried.IsWritten && carried.Operation.Kind != OperationKind.Update));
        if (key.Carried.FindIndex(first, carried => carried.Operation.Kind == OperationKind.Update) < 0)
            return;
        for (; first < key.Carried.Count && all.Count <= MostStates; first++)
        {
            HashSet<SimulatedState?> states = [SimulatedState.After(operation, null)];
            for (int i = first; i < key.Carried.Count && states.Count <= MostStates; i++)
                Carry(key.Carried[i].Operation, key.Carried[i].IsWritten, states);
            all.UnionWith(states);
        }
    }

    private void Come(KeyState key, TimeSpan until)
    {
        while (key.Coming.Count > 0)
        {
            (TimeSpan at, SimulatedOperation operation, SimulatedState? other) = key.Coming.MinBy(effect => effect.At);
            if (at > until)
                return;
            key.Coming.Remove((at, operation, other));
            if (other is null && SimulatedState.Holds(operation, key.Item))
                History(operation).TookEffect = true;
            key.Item = other ?? SimulatedState.Next(operation, key.Item);
        }
    }

    private KeyState State(SimulatedOperation operation)
    {
        if (!_keys.TryGetValue((operation.Table, operation.Key), out KeyState? key))
            _keys.Add((operation.Table, operation.Key), key = new KeyState());
        return key;
    }

    private sealed class KeyState
    {
        public SimulatedState? Item { get; set; }

        /// <summary>Effects that are yet to be carried out, by their times.</summary>
        public List<(TimeSpan At, SimulatedOperation Operation, SimulatedState? Other)> Coming { get; } = new(1);

        public bool IsDisturbed { get; set; }

        /// <summary>The item once everything that is to come was carried out.</summary>
        public SimulatedState? Finally() => Coming.OrderBy(effect => effect.At)
            .Aggregate(Item, (item, effect) => effect.Other ?? SimulatedState.Next(effect.Operation, item));

        /// <summary>The operations that were written or may have been, in the order of the input.</summary>
        public List<(SimulatedOperation Operation, bool IsWritten)> Carried { get; } = new(1);

        /// <summary>So many ends are possible that they are not looked at.</summary>
        public bool IsOpen { get; set; }

        public List<(SimulatedOperation Operation, TimeSpan MayChangeUntil)> Attempts { get; } = new(1);
    }
}
