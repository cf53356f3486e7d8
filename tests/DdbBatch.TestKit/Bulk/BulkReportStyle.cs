namespace DdbBatch.TestKit;

/// <summary>
/// How the report of a bulk operation looks. AWS's pages that we could read name its parts ("Bulk put items output and
/// reconciliation" in the Developer Guide), not its fields; a reader has to cope with every style.
/// </summary>
public sealed record BulkReportStyle
{
    /// <summary>Whether the data files are compressed.</summary>
    public bool IsCompressed { get; init; } = true;

    /// <summary>Whether there are manifest files.</summary>
    public bool HasManifest { get; init; } = true;

    /// <summary>How many records a data file holds at most.</summary>
    public int RecordsPerFile { get; init; } = 1000;

    /// <summary>The field with the item; null for a record that is an item and nothing else.</summary>
    public string? ItemField { get; init; } = "Item";

    /// <summary>The field with the error's code.</summary>
    public string CodeField { get; init; } = "ErrorCode";

    /// <summary>The field with the error's message.</summary>
    public string MessageField { get; init; } = "ErrorMessage";
}
