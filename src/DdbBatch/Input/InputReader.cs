using System.Management.Automation;
using DdbBatch.Reporting;

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
        if ((given is PSObject wrapped ? wrapped.BaseObject : given) is ErrorRecord error && TryReadError(error) is { } failed)
            return failed;
        if (given is DdbItem imported)
            return new(given, given) { Table = imported.Table };
        if (LeftoverReader.TryRead(given) is { } leftover)
            return leftover;
        if (WriteRequestReader.TryRead(given, out bool isDelete, out object? attributes))
            return new(given, attributes ?? given) { Kind = isDelete ? OperationKind.Delete : OperationKind.Put };
        return new(given, given);
    }

    // An error about a refused object has the object itself, which may have been corrected since, as its target. The operation
    // is in the exception, because as a put it would replace the whole item.
    private static InputRow? TryReadError(ErrorRecord error)
    {
        if (!error.FullyQualifiedErrorId.Contains(",DdbBatch.Commands.") || error.TargetObject is not { } target)
            return null;
        InputRow row = Read(target);
        return error.Exception is RefusedInputException { Leftover: { } refused }
            ? row with { Table = refused.Table.Length == 0 ? row.Table : refused.Table, Kind = refused.Operation, Change = refused.Change }
            : row;
    }
}
