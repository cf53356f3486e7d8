using System;
using System.Management.Automation;
using DdbBatch.Items;

namespace DdbBatch.Input;

/// <summary>An operation as the input has it, before it is converted.</summary>
/// <param name="Source">The object that was given at first, for errors and -PassThru.</param>
/// <param name="Content">What is to be converted.</param>
internal sealed record OperationInput(object Source, object Content)
{
    /// <summary>The table that it carries; null where it carries none.</summary>
    public string? Table { get; init; }

    /// <summary>The operation that it carries; null where it carries none.</summary>
    public OperationKind? Kind { get; init; }

    /// <summary>True where the content is in DynamoDB JSON shape, whatever the parameters say.</summary>
    public bool IsDynamoDBJson { get; init; }

    /// <summary>True where an attempt of an earlier run may have written it.</summary>
    public bool MayBeWritten { get; init; }

    /// <summary>Until when such an attempt, on this operation or an earlier one with its key, may take effect.</summary>
    public DateTimeOffset? SettlesAt { get; init; }

    /// <summary>Why the input can't be read; null if it can. Reported when it is converted, as any invalid input.</summary>
    public ItemException? Refusal { get; init; }

    /// <summary>Why the input can't be read at all; null if it can.</summary>
    public string? UnreadableBecause { get; init; }

    /// <summary>
    /// Reads an input: a leftover of an earlier run (also one that went through Select-Object, Export-Clixml, a job or JSON),
    /// one of this module's errors, a WriteRequest of any copy of the SDK, or data.
    /// </summary>
    public static OperationInput Read(object given)
    {
        object input = OfError(given) ?? given;
        if (input is DdbItem imported)
            return new(input, input) { Table = imported.Table };
        if (LeftoverReader.TryRead(input) is { } leftover)
            return leftover;
        if (WriteRequestReader.TryRead(input, out bool isDelete, out object? attributes))
            return new(input, attributes ?? input) { Kind = isDelete ? OperationKind.Delete : OperationKind.Put };
        return new(input, input);
    }

    private static object? OfError(object given) =>
        (given is PSObject wrapped ? wrapped.BaseObject : given) is ErrorRecord error
        && error.FullyQualifiedErrorId.Contains(",DdbBatch.Commands.")
            ? error.TargetObject
            : null;
}
