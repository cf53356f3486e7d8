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
    private readonly OperationKind? _constant;

    /// <param name="parameter">-Operation: null, the name of an operation, or a script block.</param>
    /// <exception cref="ArgumentException">The value is invalid.</exception>
    public OperationChoice(object? parameter)
    {
        _operation = new PerObject(parameter);
        if (_operation.IsEmpty || IsScript)
            return;
        _constant = TryParse(parameter, out OperationKind kind)
            ? kind
            : throw new ArgumentException($"-Operation '{parameter}' is none of {Names}.");
    }

    private OperationChoice(OperationKind kind)
    {
        _operation = new PerObject(null);
        _constant = kind;
    }

    /// <summary>Chooses deletes, whatever an object specifies.</summary>
    public static OperationChoice Delete { get; } = new(OperationKind.Delete);

    /// <summary>Chooses updates, whatever an object specifies.</summary>
    public static OperationChoice Update { get; } = new(OperationKind.Update);

    /// <summary>True if the parameter can make an object an update.</summary>
    public bool CanUpdate => IsScript || _constant == OperationKind.Update;

    /// <summary>True if only a script block can determine the operation.</summary>
    public bool IsScript => _operation.IsScript;

    /// <summary>True if the operation of a row is not known before a script block chooses it.</summary>
    public bool IsOpen(InputRow row) => IsScript || (_constant is null && row.Change is { IsOperationOpen: true });

    /// <summary>Returns the operation of an object.</summary>
    /// <exception cref="PerObjectException">The script block threw, or returned an invalid value.</exception>
    public OperationKind For(InputRow row)
    {
        if (!IsScript && IsOpen(row))
            throw new PerObjectException("Operation", "is required for this object: the run that left it over ended before a script block chose its operation.", null);
        if (!IsScript)
            return _constant ?? row.Kind ?? OperationKind.Put;
        object? operation = _operation.For("Operation", row.Source);
        return TryParse(operation, out OperationKind kind)
            ? kind
            : throw new PerObjectException("Operation", $"gave '{operation}', which is none of {Names}.", null);
    }

    private static bool TryParse(object? operation, out OperationKind kind) => EnumName.TryParse(operation, out kind);
}
