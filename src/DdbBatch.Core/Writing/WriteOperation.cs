using System;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.Writing;

/// <summary>One operation on its way: its bytes, its key, and what has happened to it so far.</summary>
internal sealed partial class WriteOperation
{
    // The engine keeps for an operation, besides its JSON: the object itself, its key, its place in the queues.
    private const int OverheadBytes = 256;

    private readonly EncodedItem _item;
    private readonly ItemChange? _change;

    public WriteOperation(long position, OperationKind kind, EncodedItem item, object? input, ItemChange? change = null)
    {
        Position = position;
        Kind = kind;
        _item = item;
        _change = change;
        Input = input;
        Form = RequestForm.Of(kind, change);
    }

    /// <summary>The position in the input, from 1; unique in a run.</summary>
    public long Position { get; }

    public OperationKind Kind { get; }

    /// <summary>The item to put, the attributes to set with their key, or the key to delete.</summary>
    public EncodedItem Item => _union?.Item ?? _item;

    /// <summary>All that it says besides its item; null for nothing.</summary>
    public ItemChange? Change => _union is null ? _change : _union.Change;

    /// <summary>The input object.</summary>
    public object? Input { get; }

    /// <summary>The page that its item was read with; null unless it is a part of a copy.</summary>
    public object? Origin { get; init; }

    public ItemKey Key => _item.Key;

    /// <summary>True if DynamoDB carries it out only if the item, or its absence, is as the operation says.</summary>
    public bool IsConditional => Kind == OperationKind.Insert || Change is { IsConditional: true };

    /// <summary>The form of its requests.</summary>
    public RequestForm Form { get; private set; }

    /// <summary>
    /// The cost to the table, indexes aside: a write unit for each started KB (1024 bytes) of the item. An update costs by
    /// its whole item, so this is the least.
    /// </summary>
    public int CapacityUnits => Math.Max(1, (Item.SizeBytes + 1023) / 1024);

    /// <summary>Its share of the byte budget.</summary>
    public int BufferedBytes => _item.Json.Length + OverheadBytes;

    /// <summary>The number of requests that contained it.</summary>
    public int Attempts { get; private set; }

    /// <summary>The time at which it may be sent (again), or since which it has been waiting to be sent.</summary>
    public TimeSpan DueAt { get; private set; }

    /// <summary>Its state.</summary>
    public OperationStage Stage { get; private set; }

    /// <summary>Its outcome; of meaning once it is settled.</summary>
    public OperationOutcome Outcome { get; private set; }

    /// <summary>True if an attempt, of this run or an earlier one, got no trustworthy answer.</summary>
    public bool MayBeWritten { get; set; }

    /// <summary>True if an attempt of this run got no trustworthy answer.</summary>
    public bool HasLostAnswer => _retryState?.HasLostAnswer ?? false;

    /// <summary>True if an earlier run of a load has given it up: later operations on its key are not sent.</summary>
    public bool IsLeft { get; set; }

    /// <summary>
    /// True if the input was this JSON already, so that it does not need to be converted again: if it is refused, it is
    /// returned unchanged.
    /// </summary>
    public bool IsSnapshot { get; init; }

    /// <summary>True if an earlier operation of the run has its key, and that is an error (-DuplicateKey Error).</summary>
    public bool IsDuplicate { get; set; }

    /// <summary>Records that it waits for another one on its key.</summary>
    public void Wait(TimeSpan now) => (Stage, DueAt) = (OperationStage.Blocked, now);

    /// <summary>Records that it can be packed.</summary>
    /// <param name="since">Since when; null if it has waited for its time.</param>
    public void Queue(TimeSpan? since = null) => (Stage, DueAt) = (OperationStage.Queued, since ?? DueAt);

    /// <summary>Records that it waits for its time.</summary>
    public void Delay(TimeSpan dueAt) => (Stage, DueAt) = (OperationStage.Delayed, dueAt);

    /// <summary>Records that it is in a request that is given out.</summary>
    public void Send()
    {
        Attempts++;
        Stage = OperationStage.InFlight;
    }

    /// <summary>From now on it is sent alone, by the call that returns the item that makes its condition false.</summary>
    public void SendAlone() => Form = RequestForm.Single;

    /// <summary>Records that an attempt got no trustworthy answer.</summary>
    /// <param name="settlesAt">When that attempt can no longer take effect.</param>
    public void LoseAnswer(TimeSpan settlesAt)
    {
        MayBeWritten = true;
        OwnRetryState.HasLostAnswer = true;
        SettlesAt = settlesAt;
    }

    /// <summary>Records that it takes the place of one that was never sent.</summary>
    public void TakePlaceOf(WriteOperation earlier) => (Stage, DueAt) = (earlier.Stage, earlier.DueAt);

    /// <summary>Gives it its outcome.</summary>
    /// <param name="outcome">The outcome. Unprocessed may become Unknown: <see cref="UnknownVerdict"/>.</param>
    /// <param name="error">Why; null if it needs no reason.</param>
    public void Complete(OperationOutcome outcome, OperationError? error)
    {
        Outcome = outcome == OperationOutcome.Unprocessed ? UnknownVerdict.OfGivenUp(MayBeWritten) : outcome;
        Stage = OperationStage.Settled;
        LastError = Outcome.IsLeftover() ? error : null;
        // It is reported as its own row, without those that were merged into it.
        _union = null;
    }

    /// <summary>Returns the operation for the user if it was not written.</summary>
    /// <param name="table">Its table, by the name or ARN that was given.</param>
    /// <param name="schema">The table's keys; null if they are not needed.</param>
    /// <param name="runStart">The time at which the run started.</param>
    public UnprocessedItem ToUnprocessedItem(string table, TableSchema? schema, DateTimeOffset runStart)
    {
        // A refused object is converted again, perhaps with other parameters.
        bool isConvertedAgain = Outcome == OperationOutcome.Invalid && !IsSnapshot;
        return new(Position, table, Kind, Outcome, LastError, Input)
        {
            Attempts = Attempts,
            SettlesAt = runStart + SettlesAt,
            Json = isConvertedAgain ? null : Item.Json,
            Change = isConvertedAgain ? Change?.Unbound : Change,
            Schema = schema,
        };
    }
}
