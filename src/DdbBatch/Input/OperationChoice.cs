using System;
using DdbBatch.Conversion;
using DdbBatch.Reporting;

namespace DdbBatch.Input;

/// <summary>What to do with an object: the same with all, what it says itself, or what a script block says.</summary>
internal sealed class OperationChoice
{
    private readonly PerObject _operation;
    private readonly OperationKind? _constant;

    /// <param name="parameter">-Operation: nothing, Put, Delete, or a script block.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public OperationChoice(object? parameter)
    {
        _operation = new PerObject(parameter);
        if (_operation.IsEmpty || IsScript)
            return;
        _constant = TryParse(parameter, out OperationKind kind)
            ? kind
            : throw new ArgumentException($"-Operation '{parameter}' is neither Put nor Delete.");
    }

    private OperationChoice(OperationKind kind)
    {
        _operation = new PerObject(null);
        _constant = kind;
    }

    /// <summary>Deletes, whatever an object says.</summary>
    public static OperationChoice Delete { get; } = new(OperationKind.Delete);

    /// <summary>True where only a script block can tell.</summary>
    public bool IsScript => _operation.IsScript;

    /// <summary>What to do with an object.</summary>
    /// <exception cref="PerObjectException">The script block threw, or gave nothing of use.</exception>
    public OperationKind For(OperationInput input)
    {
        if (!IsScript)
            return _constant ?? input.Kind ?? OperationKind.Put;
        object? operation = _operation.For("Operation", input.Source);
        return TryParse(operation, out OperationKind kind)
            ? kind
            : throw new PerObjectException("Operation", $"gave '{operation}', which is neither Put nor Delete.", null);
    }

    private static bool TryParse(object? operation, out OperationKind kind) => EnumName.TryParse(operation, out kind);
}
