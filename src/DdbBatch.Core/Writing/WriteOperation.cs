using System;
using System.Collections.Generic;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.Writing;

/// <summary>One put or delete on its way: its bytes, its key, and what has happened to it so far.</summary>
internal sealed class WriteOperation
{
    // What the engine keeps for an operation besides its JSON: the object itself, its key, its place in the queues.
    private const int OverheadBytes = 256;

    // Most operations go through at once and never have any: what many are made of should be small.
    private Troubles? _troubles;

    public WriteOperation(long position, OperationKind kind, EncodedItem item, object? input)
    {
        Position = position;
        Kind = kind;
        Item = item;
        Input = input;
    }

    /// <summary>Place in the input, from 1; no two operations of a run share one.</summary>
    public long Position { get; }

    public OperationKind Kind { get; }

    /// <summary>The item to put, or the key to delete.</summary>
    public EncodedItem Item { get; }

    /// <summary>The object that the user gave.</summary>
    public object? Input { get; }

    public ItemKey Key => Item.Key;

    /// <summary>What it costs the table, indexes aside: a write unit for each started KB (1024 bytes) of the item.</summary>
    public int CapacityUnits => Math.Max(1, (Item.SizeBytes + 1023) / 1024);

    /// <summary>What it counts against the byte budget.</summary>
    public int BufferedBytes => Item.Json.Length + OverheadBytes;

    /// <summary>Requests it was part of.</summary>
    public int Attempts { get; set; }

    /// <summary>Attempts that failed and were made again, other than in halves of a refused batch.</summary>
    public int Retries
    {
        get => _troubles?.Retries ?? 0;
        set => OwnTroubles.Retries = value;
    }

    /// <summary>Attempts for which the credentials were refused.</summary>
    public int CredentialErrors
    {
        get => _troubles?.CredentialErrors ?? 0;
        set => OwnTroubles.CredentialErrors = value;
    }

    /// <summary>True once an attempt, of this run or an earlier one, got no trustworthy answer.</summary>
    public bool MayBeWritten { get; set; }

    /// <summary>
    /// When such an attempt can no longer take effect: its own or, of a leftover, another operation's on its key; null
    /// where there was none.
    /// </summary>
    public TimeSpan? SettlesAt
    {
        get => _troubles?.SettlesAt;
        set
        {
            if (value != SettlesAt)
                OwnTroubles.SettlesAt = value;
        }
    }

    /// <summary>
    /// When an attempt on this very operation by an ended run of the load can no longer take effect: it may be sent before,
    /// but not the next one on its key; null if no such run can have sent it.
    /// </summary>
    public TimeSpan? ResentSettlesAt
    {
        get => _troubles?.ResentSettlesAt;
        set => OwnTroubles.ResentSettlesAt = value;
    }

    /// <summary>True where an earlier run of a load has given it up: later ones on its key stay behind it.</summary>
    public bool IsLeft { get; set; }

    /// <summary>Why its last attempt didn't write it.</summary>
    public OperationError? LastError
    {
        get => _troubles?.LastError;
        set
        {
            if (value != LastError)
                OwnTroubles.LastError = value;
        }
    }

    /// <summary>The object that the user gets if it wasn't written; null until somebody asks for it.</summary>
    public UnprocessedItem? Leftover
    {
        get => _troubles?.Leftover;
        set => OwnTroubles.Leftover = value;
    }

    /// <summary>When it may be sent (again), or since when it waits to be.</summary>
    public TimeSpan DueAt { get; set; }

    /// <summary>The next operation on the same key, waiting for this one.</summary>
    public WriteOperation? NextOnKey { get; set; }

    /// <summary>Its neighbours in <see cref="UnsettledOperations"/>.</summary>
    public WriteOperation? PreviousUnsettled { get; set; }

    /// <inheritdoc cref="PreviousUnsettled"/>
    public WriteOperation? NextUnsettled { get; set; }

    /// <summary>
    /// True if the input was this JSON already, so that there is nothing to convert again: if it is refused, it is given back
    /// as it is.
    /// </summary>
    public bool IsSnapshot { get; init; }

    /// <summary>True where an earlier operation of the run has its key, and that is an error (-DuplicateKey Error).</summary>
    public bool IsDuplicate { get; set; }

    /// <summary>An earlier operation on the key that this one supersedes (-DuplicateKey KeepLast).</summary>
    public WriteOperation? Superseded { get; set; }

    /// <summary>The later operation that has taken its place in the queues and on its key.</summary>
    public WriteOperation? SupersededBy { get; set; }

    /// <summary>The operation that now stands in its place; itself as a rule.</summary>
    public WriteOperation Latest
    {
        get
        {
            WriteOperation latest = this;
            while (latest.SupersededBy is { } later)
                latest = later;
            return latest;
        }
    }

    /// <summary>Where it is just now.</summary>
    public OperationStage Stage { get; set; }

    /// <summary>What became of it; of meaning once it is settled.</summary>
    public OperationOutcome Outcome { get; set; }

    /// <summary>The earlier operations that were dropped in its favour, the earliest first.</summary>
    public IReadOnlyCollection<WriteOperation> Dropped()
    {
        if (Superseded is null)
            return [];
        Stack<WriteOperation> dropped = new();
        for (WriteOperation? earlier = Superseded; earlier is not null; earlier = earlier.Superseded)
            dropped.Push(earlier);
        return dropped;
    }

    /// <summary>True as long as a later operation on its key may take its place: it was never sent.</summary>
    public bool CanBeSuperseded => Attempts == 0 && !MayBeWritten
        && Stage is OperationStage.Behind or OperationStage.Delayed or OperationStage.Queued;

    /// <summary>Returns the operation as the user gets it if it was not written.</summary>
    /// <param name="table">Its table, by the name or ARN that was given.</param>
    /// <param name="schema">The table's keys; null if they are of no interest.</param>
    /// <param name="runStart">When the run began.</param>
    public UnprocessedItem ToUnprocessedItem(string table, TableSchema? schema, DateTimeOffset runStart) =>
        new(Position, table, Kind, Outcome, LastError, Input)
        {
            Attempts = Attempts,
            SettlesAt = runStart + SettlesAt,
            // A refused object is converted again, with other parameters perhaps.
            Json = Outcome == OperationOutcome.Invalid && !IsSnapshot ? null : Item.Json,
            Schema = schema,
        };

    private Troubles OwnTroubles => _troubles ??= new();

    private sealed class Troubles
    {
        public int Retries { get; set; }

        public int CredentialErrors { get; set; }

        public TimeSpan? SettlesAt { get; set; }

        public TimeSpan? ResentSettlesAt { get; set; }

        public OperationError? LastError { get; set; }

        public UnprocessedItem? Leftover { get; set; }
    }
}
