using System;
using System.Management.Automation;
using DdbBatch.Items;

namespace DdbBatch.Input;

/// <summary>An operation from the input, before conversion.</summary>
/// <param name="Source">The original input object, for errors and -PassThru.</param>
/// <param name="Content">The object to convert.</param>
internal sealed record OperationInput(object Source, object Content)
{
    /// <summary>The table that the input specifies; null if it specifies none.</summary>
    public string? Table { get; init; }

    /// <summary>The operation that the input specifies; null if it specifies none.</summary>
    public OperationKind? Kind { get; init; }

    /// <summary>True if the content is in DynamoDB JSON shape, whatever the parameters specify.</summary>
    public bool IsDynamoDBJson { get; init; }

    /// <summary>True if an attempt of an earlier run may have written it.</summary>
    public bool MayBeWritten { get; init; }

    /// <summary>
    /// The time until which such an attempt, on this operation or an earlier one with its key, may take effect.
    /// </summary>
    public DateTimeOffset? SettlesAt { get; init; }

    /// <summary>
    /// The reason why the input cannot be read; null if it can. It is reported on conversion, as for any invalid input.
    /// </summary>
    public ItemException? Refusal { get; init; }

    /// <summary>The reason why the input cannot be read at all; null if it can.</summary>
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
