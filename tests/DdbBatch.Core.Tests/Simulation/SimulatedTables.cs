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

    /// <summary>The operation takes effect at a time, which may be yet to come.</summary>
    public void Apply(SimulatedOperation operation, TimeSpan at)
    {
        History(operation).TookEffect = true;
        KeyState key = State(operation);
        if (at < key.ChangedAt)
            return;
        key.ChangedAt = at;
        key.LastEffect = operation;
    }

    /// <summary>
    /// Checks every key: it ends as the operations in the order of the input would leave it, one after the other, those
    /// that weren't written left out and each one that may have been written either way.
    /// </summary>
    public void CheckFinalState()
    {
        Dictionary<KeyState, HashSet<SimulatedOperation?>> possible = [];
        foreach (SimulatedOperation operation in scenario.Operations)
        {
            KeyState key = State(operation);
            if (!possible.TryGetValue(key, out HashSet<SimulatedOperation?>? states))
                possible.Add(key, states = [null]);
            OperationOutcome? outcome = History(operation).Outcome;
            if (outcome == OperationOutcome.Written)
                states.Clear();
            // An operation that is refused now may have been accepted before, without an answer.
            bool mayBe = outcome is OperationOutcome.Unknown || (outcome == OperationOutcome.Invalid && History(operation).TookEffect);
            if (mayBe || outcome == OperationOutcome.Written)
                states.Add(operation);
        }

        foreach ((KeyState key, HashSet<SimulatedOperation?> states) in possible)
        {
            PromiseBrokenException.Unless(
                states.Contains(key.LastEffect),
                $"the last to take effect on its key is {key.LastEffect?.ToString() ?? "nothing"}, not {string.Join(" or ", states.Select(state => state?.ToString() ?? "nothing"))}");
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
        public SimulatedOperation? LastEffect { get; set; }

        public TimeSpan ChangedAt { get; set; } = TimeSpan.MinValue;

        public List<(SimulatedOperation Operation, TimeSpan MayChangeUntil)> Attempts { get; } = new(1);
    }
}
