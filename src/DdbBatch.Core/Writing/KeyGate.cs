using System;
using System.Collections.Generic;
using DdbBatch.Items;

namespace DdbBatch.Writing;

/// <summary>
/// Keeps the order per key within a table: at most one operation per key is in flight or queued, and the later ones wait
/// after it in a chain. A key whose operation was not confirmed is closed for the rest of the run.
/// </summary>
internal sealed class KeyGate
{
    private readonly Dictionary<ItemKey, WriteOperation> _last = [];
    private readonly Dictionary<ItemKey, TimeSpan> _settling = [];
    private readonly Queue<(ItemKey Key, TimeSpan Until)> _settlingOrder = new();
    private readonly HashSet<ItemKey> _closed = [];

    public bool IsClosed(ItemKey key) => _closed.Contains(key);

    /// <summary>The last queued or waiting operation on a key.</summary>
    public WriteOperation? Last(ItemKey key) => _last.TryGetValue(key, out WriteOperation? last) ? last : null;

    /// <summary>
    /// The time after which no attempt on the key without a trustworthy answer can take effect; null if there is none.
    /// </summary>
    public TimeSpan? SettlesAt(ItemKey key) => _settling.TryGetValue(key, out TimeSpan until) ? until : null;

    /// <summary>The time from which an operation on the key may be sent.</summary>
    public TimeSpan DueAt(ItemKey key, TimeSpan now) => SettlesAt(key) is { } until && until > now ? until : now;

    /// <summary>Admits an operation, or makes it wait for the one on its key.</summary>
    /// <returns>The time at which it may be sent; null while it waits for another one.</returns>
    public TimeSpan? Enter(WriteOperation operation, TimeSpan now)
    {
        ForgetSettled(now);
        // A leftover of an earlier run: attempts of that run on the key may still take effect.
        RememberSettling(operation);
        operation.SettlesAt ??= operation.ResentSettlesAt;
        if (Last(operation.Key) is { } last)
        {
            last.NextOnKey = operation;
            _last[operation.Key] = operation;
            return null;
        }

        _last.Add(operation.Key, operation);
        return DueAt(operation.Key, now);
    }

    /// <summary>Drops the last operation on a key, which was never sent, for a later one.</summary>
    public void Supersede(WriteOperation last, WriteOperation operation)
    {
        last.SupersededBy = operation;
        operation.Superseded = last;
        _last[operation.Key] = operation;
    }

    /// <summary>
    /// Restores an operation that was dropped in favor of one that was then refused: it comes next on the key.
    /// </summary>
    public void Restore(WriteOperation dropped, WriteOperation refused)
    {
        refused.Superseded = null;
        dropped.SupersededBy = null;
        dropped.NextOnKey = refused.NextOnKey;
        refused.NextOnKey = dropped;
        if (_last[refused.Key] == refused)
            _last[refused.Key] = dropped;
    }

    /// <summary>
    /// Takes back that an operation was merged into a later one, which is the first on the key: the earlier one goes first
    /// again, and the later one waits for it.
    /// </summary>
    public static void Separate(WriteOperation merged, WriteOperation later)
    {
        later.Superseded = null;
        merged.SupersededBy = null;
        merged.NextOnKey = later;
    }

    /// <summary>Removes an operation that has ended with its key still open.</summary>
    /// <param name="operation">The first on its key.</param>
    /// <param name="now">The time.</param>
    /// <param name="dueAt">The time at which the next one may be sent.</param>
    /// <returns>The next one on the key, if one waits.</returns>
    public WriteOperation? Leave(WriteOperation operation, TimeSpan now, out TimeSpan dueAt)
    {
        RememberSettling(operation);
        dueAt = DueAt(operation.Key, now);
        WriteOperation? next = TakeNext(operation);
        if (next is null)
            _last.Remove(operation.Key);
        return next;
    }

    /// <summary>Closes the key of an operation that wasn't confirmed.</summary>
    public void Close(WriteOperation operation)
    {
        RememberSettling(operation);
        _last.Remove(operation.Key);
        _closed.Add(operation.Key);
    }

    /// <summary>Removes the operation that waits directly after another one; null if there is none.</summary>
    public static WriteOperation? TakeNext(WriteOperation operation)
    {
        WriteOperation? next = operation.NextOnKey?.Latest;
        operation.NextOnKey = null;
        return next;
    }

    private void RememberSettling(WriteOperation operation)
    {
        if (operation.SettlesAt is not { } until || SettlesAt(operation.Key) >= until)
            return;
        _settling[operation.Key] = until;
        _settlingOrder.Enqueue((operation.Key, until));
    }

    private void ForgetSettled(TimeSpan now)
    {
        while (_settlingOrder.Count > 0 && _settlingOrder.Peek() is var (key, until) && until <= now)
        {
            _settlingOrder.Dequeue();
            if (SettlesAt(key) <= now)
                _settling.Remove(key);
        }
    }
}
