using DdbBatch.Lifecycle;
using DdbBatch.Reporting;

namespace DdbBatch.Input;

/// <summary>Finds out what a row is for: its table and its operation.</summary>
/// <param name="cmdlet">Ends with an error if nothing says which table.</param>
/// <param name="table">-Table.</param>
/// <param name="operation">-Operation.</param>
/// <param name="isTableCarried">Whether each row has to carry its table: one that doesn't is refused by itself.</param>
internal sealed class RowRouter(ModuleCommand cmdlet, PerObject table, OperationChoice operation, bool isTableCarried)
{
    /// <summary>Sets the operation of a row.</summary>
    /// <returns>The row's table.</returns>
    /// <exception cref="PerObjectException">A script block failed, or nothing says which table.</exception>
    public string Route(InputRow row)
    {
        if (!TrySetOperation(row))
        {
            row.Operation = operation.Ask(row);
            row.IsOperationOpen = false;
        }

        return Table(row);
    }

    /// <summary>
    /// Sets the operation of a row that is not reached. When the pipeline stops, no script block runs any more: what only one
    /// could say stays open, and a replay asks for the table.
    /// </summary>
    /// <returns>The row's table; empty if unknown.</returns>
    public string RouteUnreached(InputRow row)
    {
        if (!TrySetOperation(row))
            return "";
        return (table.IsEmpty ? row.Table : table.Constant?.ToString()) ?? "";
    }

    // False if only a script block can choose it.
    private bool TrySetOperation(InputRow row)
    {
        row.IsOperationOpen = operation.IsScript || (operation.Constant is null && row.Change is { IsOperationOpen: true });
        if (operation.Constant is { } kind)
            row.Operation = kind;
        return !row.IsOperationOpen;
    }

    private string Table(InputRow row)
    {
        if (row.UnreadableBecause is { } reason)
            throw new PerObjectException("FailedPath", $"has a line that can't be read: {reason}", null);
        if (table.IsEmpty && row.Table is { } carried)
            return carried;
        if (table.IsEmpty && isTableCarried)
            throw new PerObjectException(nameof(Table), "is missing in this line. Write it with Import-DdbItem and Write-DdbBatch -Table.", null);
        if (table.IsEmpty)
            cmdlet.ThrowTerminatingError(Errors.Parameter("TableMissing", "-Table has to say which table to write to."));
        string? name = (table.IsScript ? table.For(nameof(Table), row.Source) : table.Constant)?.ToString();
        return string.IsNullOrEmpty(name) ? throw new PerObjectException(nameof(Table), "gave no table name.", null) : name!;
    }
}
