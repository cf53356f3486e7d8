using System;
using DdbBatch.Conversion;
using DdbBatch.Reporting;

namespace DdbBatch.Input;

/// <summary>
/// The choice of an operation: the same for all objects, the object's own, or the result of a script block.
/// </summary>
internal sealed class OperationChoice
{
    private static readonly string Names = string.Join(", ", Enum.GetNames(typeof(OperationKind)));

    private readonly PerObject _operation;

    /// <param name="parameter">-Operation: null, the name of an operation, or a script block.</param>
    /// <exception cref="ArgumentException">The value is invalid.</exception>
    public OperationChoice(object? parameter)
    {
        _operation = new PerObject(parameter);
        if (_operation.IsEmpty || IsScript)
            return;
        Constant = TryParse(parameter, out OperationKind kind)
            ? kind
            : throw new ArgumentException($"-Operation '{parameter}' is none of {Names}.");
    }

    private OperationChoice(OperationKind kind)
    {
        _operation = new PerObject(null);
        Constant = kind;
    }

    /// <summary>Chooses deletes, whatever an object specifies.</summary>
    public static OperationChoice Delete { get; } = new(OperationKind.Delete);

    /// <summary>Chooses updates, whatever an object specifies.</summary>
    public static OperationChoice Update { get; } = new(OperationKind.Update);

    /// <summary>True if the parameter can make an object an update.</summary>
    public bool CanUpdate => IsScript || Constant == OperationKind.Update;

    /// <summary>True if only a script block can determine the operation.</summary>
    public bool IsScript => _operation.IsScript;

    /// <summary>The operation of all rows; null if each row has its own, or a script block chooses it.</summary>
    public OperationKind? Constant { get; }

    /// <summary>Returns the operation of a row that doesn't say it.</summary>
    /// <exception cref="PerObjectException">There is no script block, or it threw or returned an invalid value.</exception>
    public OperationKind Ask(InputRow row)
    {
        if (!IsScript)
            throw new PerObjectException("Operation", "is required for this object: the run that left it over ended before a script block chose its operation.", null);
        object? operation = _operation.For("Operation", row.Source);
        return TryParse(operation, out OperationKind kind)
            ? kind
            : throw new PerObjectException("Operation", $"gave '{operation}', which is none of {Names}.", null);
    }

    private static bool TryParse(object? operation, out OperationKind kind) => EnumName.TryParse(operation, out kind);
}
