using System.Management.Automation;
using DdbBatch.Input;

namespace DdbBatch.Commands;

/// <summary>Deletes items from DynamoDB in bulk, by their keys.</summary>
/// <remarks>
/// <para>
/// Takes keys or whole items. The key attributes are selected by the table's schema, and all other attributes are
/// ignored. Deleting an item that does not exist is not an error. Batches, retries, order per key and errors are the
/// same as for Write-DdbBatch.
/// </para>
/// </remarks>
/// <example>
/// <code>Import-Csv music.csv | Remove-DdbBatch -Table Music</code>
/// <para>Deletes the items that the rows of a CSV file name.</para>
/// </example>
/// <example>
/// <code>[pscustomobject]@{ Artist = 'Ana'; SongTitle = 'One' } | Remove-DdbBatch -Table Music -WhatIf</code>
/// <para>Reports how many items would be deleted and the capacity this would consume. Nothing is deleted.</para>
/// </example>
/// <example>
/// <code>
/// @{ Artist = 'Ana'; SongTitle = 'One' }, @{ Artist = 'Ana'; SongTitle = 'Two' } |
///     Remove-DdbBatch -Table Music -KeyName Artist, SongTitle -PassThru
/// </code>
/// <para>Deletes by the given keys without calling DescribeTable, and outputs each object after it is deleted.</para>
/// </example>
/// <example>
/// <code>Import-Csv music.csv | Remove-DdbBatch -Table Music -MaxWriteCapacity 500 -Summary</code>
/// <para>Deletes at no more than 500 WCU per second, and outputs a summary.</para>
/// </example>
[Cmdlet(
    VerbsCommon.Remove,
    "DdbBatch",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(WriteSummary), typeof(UnprocessedItem), typeof(Preflight))]
public sealed class RemoveDdbBatchCommand : BatchCommand
{
    private protected override OperationChoice ChooseOperation() => OperationChoice.Delete;
}
