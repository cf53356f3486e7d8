using System.Management.Automation;

namespace DdbBatch.Input;

/// <summary>Reads what an object of the input says about itself.</summary>
internal static class InputReader
{
    /// <summary>
    /// Reads a leftover of an earlier run (also one that went through Select-Object, Export-Clixml, a job or JSON), one of this
    /// module's errors, a WriteRequest of any copy of the SDK, or data.
    /// </summary>
    public static InputRow Read(object given)
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
