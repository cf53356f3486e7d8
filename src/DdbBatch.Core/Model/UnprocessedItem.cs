using System;
using System.Text;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch;

/// <summary>
/// An operation that was not written, with everything that is needed to write it later: pipe it to Write-DdbBatch.
/// </summary>
public sealed class UnprocessedItem
{
    private readonly object? _input;
    private string? _text;
    private string? _key;
    private string? _change;

    internal UnprocessedItem(
        long position,
        string table,
        OperationKind operation,
        OperationOutcome outcome,
        OperationError? error,
        object? input)
    {
        Position = position;
        Table = table;
        Operation = operation;
        Outcome = outcome;
        ErrorCode = error?.Code ?? "";
        Reason = error?.Message ?? "";
        _input = input;
    }

    /// <summary>The position in the input, from 1.</summary>
    public long Position { get; }

    /// <summary>The table, by the name or ARN that was specified.</summary>
    public string Table { get; }

    /// <summary>Put, Delete, Update or Insert.</summary>
    public OperationKind Operation { get; }

    /// <summary>Unprocessed (certainly not written), Unknown (perhaps written) or Invalid (refused).</summary>
    public OperationOutcome Outcome { get; }

    /// <summary>Requests that it was part of.</summary>
    public int Attempts { get; internal init; }

    /// <summary>DynamoDB's error code, or one of this module's own.</summary>
    public string ErrorCode { get; }

    /// <summary>The reason why it was not written.</summary>
    public string Reason { get; }

    /// <summary>
    /// The time until which DynamoDB may still carry out an attempt that got no answer, of this operation or an earlier one
    /// on its key; null if there was no such attempt. A replay waits for this time if necessary.
    /// </summary>
    public DateTimeOffset? SettlesAt { get; internal init; }

    /// <summary>
    /// The key as text: <c>Artist=Ana, SongTitle=One</c>. Empty if unknown, as for most Invalid operations.
    /// </summary>
    public string Key => _key ??= Schema is null || Json is null ? "" : KeyText.Of(Json, Schema);

    /// <summary>The input object.</summary>
    public object? InputObject => _input switch
    {
        UnprocessedItem former => former.InputObject,
        IDeferredObject deferred => deferred.Complete(),
        _ => _input,
    };

    /// <summary>The leftover of an earlier run that this one was made of by Resume-DdbBatch; null if there is none.</summary>
    internal UnprocessedItem? Former => _input as UnprocessedItem;

    /// <summary>
    /// The item to put, the attributes to set with their key, or the key to delete, as it would have been sent: DynamoDB JSON. Null for an operation that was
    /// Invalid or not reached, unless it came as DynamoDB JSON: its object is converted again when it is given again.
    /// </summary>
    public string? DynamoDBJson => _text ??= Json is null ? null : Encoding.UTF8.GetString(Json);

    /// <summary>
    /// All that the operation says besides its item, as JSON: the attributes that it removes, whether the item has to exist, its
    /// condition with the values in it. Null if it says nothing of the kind.
    /// </summary>
    public string? ChangeJson => _change ??= Change is null ? null : Encoding.UTF8.GetString(Change.ToJson());

    /// <summary>The keys of its table; null if unknown.</summary>
    internal TableSchema? Schema { get; init; }

    /// <summary>The same as DynamoDBJson, as its bytes.</summary>
    internal byte[]? Json { get; init; }

    /// <summary>The same as ChangeJson.</summary>
    internal ItemChange? Change { get; init; }

    /// <summary>The load with a checkpoint that first failed to write it, by its name; null without one.</summary>
    internal string? FirstLoad { get; init; }

    /// <summary>Its position in the input of that load.</summary>
    internal long FirstPosition { get; init; }

    /// <summary>Returns the same with another position.</summary>
    internal UnprocessedItem At(long position) => new(position, Table, Operation, Outcome, new OperationError(ErrorCode, Reason), _input)
    {
        Attempts = Attempts,
        SettlesAt = SettlesAt,
        Schema = Schema,
        Json = Json,
        Change = Change,
        FirstLoad = FirstLoad,
        FirstPosition = FirstPosition,
    };

    /// <summary>Returns one line with the operation, its outcome and its item.</summary>
    public override string ToString() => $"{Operation} {Outcome} ({ErrorCode}): {DynamoDBJson ?? InputObject?.ToString()}";
}
