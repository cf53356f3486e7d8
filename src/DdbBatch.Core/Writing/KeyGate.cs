using System;
using System.Collections.Generic;
using DdbBatch.Items;

namespace DdbBatch.Writing;

/// <summary>
/// Keeps the order per key within a table: at most one operation per key is on its way, the later ones wait behind it
/// in a chain. A key whose operation wasn't confirmed is closed for the rest of the run.
/// </summary>
internal sealed class KeyGate
{
    private readonly Dictionary<ItemKey, Chain> _busy = [];
    private readonly Dictionary<ItemKey, TimeSpan> _settling = [];
    private readonly Queue<(ItemKey Key, TimeSpan Until)> _settlingOrder = new();
    private readonly HashSet<ItemKey> _closed = [];
    private readonly TimeSpan _settleTime;

    /// <param name="settleTime">
    /// How long after an attempt without a trustworthy answer DynamoDB may still apply it.
    /// </param>
    public KeyGate(TimeSpan settleTime) => _settleTime = settleTime;

    public bool IsClosed(ItemKey key) => _closed.Contains(key);

    /// <summary>The last operation on a key that is on its way or waiting.</summary>
    public WriteOperation? Last(ItemKey key) => _busy.TryGetValue(key, out Chain chain) ? chain.Last : null;

    /// <summary>Lets an operation in, or has it wait behind the one on its key.</summary>
    /// <returns>When it may be sent; null while it waits for another one.</returns>
    public TimeSpan? Enter(WriteOperation operation, TimeSpan now)
    {
        if (_busy.TryGetValue(operation.Key, out Chain chain))
        {
            chain.Last.NextOnKey = operation;
            _busy[operation.Key] = chain with { Last = operation };
            return null;
        }

        _busy.Add(operation.Key, new Chain(operation, operation));
        ForgetSettled(now);
        return _settling.TryGetValue(operation.Key, out TimeSpan until) ? until : now;
    }

    /// <summary>Puts a later operation in the place of the last one on its key, which was never sent.</summary>
    /// <returns>True where the new one is now the first on its key, and so has to be queued.</returns>
    public bool Supersede(WriteOperation last, WriteOperation operation)
    {
        Chain chain = _busy[operation.Key];
        last.IsSuperseded = true;
        operation.Superseded = last;
        if (chain.First == last)
        {
            _busy[operation.Key] = new Chain(operation, operation);
            return true;
        }

        WriteOperation before = chain.First;
        while (before.NextOnKey != last)
            before = before.NextOnKey!;
        before.NextOnKey = operation;
        _busy[operation.Key] = chain with { Last = operation };
        return false;
    }

    /// <summary>Takes away an operation that came to its end with its key intact.</summary>
    /// <param name="operation">The first on its key.</param>
    /// <param name="now">The time.</param>
    /// <param name="dueAt">When the next one may be sent.</param>
    /// <returns>The next one on the key, if one waits.</returns>
    public WriteOperation? Leave(WriteOperation operation, TimeSpan now, out TimeSpan dueAt)
    {
        TimeSpan settled = operation.AmbiguousAt is { } ambiguousAt ? ambiguousAt + _settleTime : now;
        if (settled > now)
            RememberSettling(operation.Key, settled);
        dueAt = _settling.TryGetValue(operation.Key, out TimeSpan until) && until > now ? until : now;
        if (operation.NextOnKey is not { } next)
        {
            _busy.Remove(operation.Key);
            return null;
        }

        operation.NextOnKey = null;
        _busy[operation.Key] = _busy[operation.Key] with { First = next };
        return next;
    }

    /// <summary>Closes the key of an operation that wasn't confirmed.</summary>
    /// <returns>The operations that waited behind it, in order, linked by <see cref="WriteOperation.NextOnKey"/>.</returns>
    public WriteOperation? Close(WriteOperation operation)
    {
        _busy.Remove(operation.Key);
        _closed.Add(operation.Key);
        WriteOperation? waiting = operation.NextOnKey;
        operation.NextOnKey = null;
        return waiting;
    }

    private void RememberSettling(ItemKey key, TimeSpan until)
    {
        if (_settling.TryGetValue(key, out TimeSpan known) && known >= until)
            return;
        _settling[key] = until;
        _settlingOrder.Enqueue((key, until));
    }

    private void ForgetSettled(TimeSpan now)
    {
        while (_settlingOrder.Count > 0 && _settlingOrder.Peek() is var (key, until) && until <= now)
        {
            _settlingOrder.Dequeue();
            if (_settling.TryGetValue(key, out TimeSpan latest) && latest <= now)
                _settling.Remove(key);
        }
    }

    private readonly record struct Chain(WriteOperation First, WriteOperation Last);
}
