using System;
using System.Collections;
using System.Management.Automation;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Reporting;

namespace DdbBatch.Input;

/// <summary>One object of the input: what it says about itself, and later its place and what is to be done with it.</summary>
/// <param name="Source">The object that was given at first, for errors and -PassThru.</param>
/// <param name="Content">The object that is converted.</param>
internal sealed record InputRow(object Source, object Content)
{
    private OperationKind? _operation;

    /// <summary>
    /// Reads a leftover of an earlier run (also one that went through Select-Object, Export-Clixml, a job or JSON), one of this
    /// module's errors, a WriteRequest of any copy of the SDK, or data.
    /// </summary>
    public static InputRow Of(object given)
    {
        object plain = given is PSObject wrapped ? wrapped.BaseObject : given;
        if (plain is ErrorRecord error && TryReadError(error) is { } failed)
            return failed;
        if (given is DdbItem imported)
            return new(given, given) { Table = imported.Table };
        // Most dictionaries are items.
        if (plain is IDictionary map && !LeftoverReader.MayBeLeftover(map))
            return new(given, given);
        if (LeftoverReader.TryRead(given) is { } leftover)
            return leftover;
        if (WriteRequestReader.TryRead(given, out bool isDelete, out object? attributes))
            return new(given, attributes ?? given) { Kind = isDelete ? OperationKind.Delete : OperationKind.Put };
        return new(given, given);
    }

    /// <summary>Its place in the input, from 1; 0 before it has one.</summary>
    public long Position { get; set; }

    /// <summary>The operation: set by <see cref="RowRouter"/>, and before that the one that it carries.</summary>
    public OperationKind Operation
    {
        get => _operation ?? Kind ?? OperationKind.Put;
        set => _operation = value;
    }

    /// <summary>True if only a script block can choose the operation, and it has not.</summary>
    public bool IsOperationOpen { get; set; }

    /// <summary>The table that it carries; null if it carries none.</summary>
    public string? Table { get; init; }

    /// <summary>The operation that it carries; null if it carries none.</summary>
    public OperationKind? Kind { get; init; }

    /// <summary>The condition and the removed attributes that a leftover carries; null for none.</summary>
    public ItemChange? Change { get; init; }

    /// <summary>True if the content is in DynamoDB JSON shape, whatever the parameters say.</summary>
    public bool IsDynamoDBJson { get; init; }

    /// <summary>True if an attempt of an earlier run may have written it.</summary>
    public bool MayBeWritten { get; init; }

    /// <summary>Until when such an attempt, on this operation or an earlier one with its key, may take effect.</summary>
    public DateTimeOffset? SettlesAt { get; init; }

    /// <summary>Why the input can't be read; null if it can. Reported when it is converted, as any invalid input.</summary>
    public ItemException? Refusal { get; init; }

    /// <summary>Why the input can't be read at all; null if it can.</summary>
    public string? UnreadableBecause { get; init; }

    // An error about a refused object has the object itself, which may have been corrected since, as its target. The operation
    // is in the exception, because as a put it would replace the whole item.
    private static InputRow? TryReadError(ErrorRecord error)
    {
        if (!error.FullyQualifiedErrorId.Contains(",DdbBatch.Commands.") || error.TargetObject is not { } target)
            return null;
        InputRow row = Of(target);
        return error.Exception is RefusedInputException { Leftover: { } refused }
            ? row with { Table = refused.Table.Length == 0 ? row.Table : refused.Table, Kind = refused.Operation, Change = refused.Change }
            : row;
    }
}
