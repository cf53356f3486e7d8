using System.Management.Automation;

namespace DdbBatch.Commands;

/// <summary>
/// Deletes items from DynamoDB in bulk, by their keys.
/// </summary>
/// <remarks>
/// <para>
/// Takes keys or whole items: the key attributes are picked out by the table's keys, everything else is passed over. An
/// item that isn't there is no error. Everything else is as with Write-DdbBatch: batches, retries, order per key, errors.
/// </para>
/// </remarks>
/// <example>
/// <code>Import-Csv samples/music.csv | Remove-DdbBatch -Table Music</code>
/// <para>Deletes the items of the rows of a CSV file.</para>
/// </example>
/// <example>
/// <code>[pscustomobject]@{ Artist = 'Ana'; SongTitle = 'One' } | Remove-DdbBatch -Table Music -WhatIf</code>
/// <para>Says how much would be deleted from where and what it would cost, and deletes nothing.</para>
/// </example>
/// <example>
/// <code>
/// @{ Artist = 'Ana'; SongTitle = 'One' }, @{ Artist = 'Ana'; SongTitle = 'Two' } |
///     Remove-DdbBatch -Table Music -KeyName Artist, SongTitle -PassThru
/// </code>
/// <para>Deletes by the keys given, without asking for the table's keys, and outputs each object once it is deleted.</para>
/// </example>
/// <example>
/// <code>Import-Csv samples/music.csv | Remove-DdbBatch -Table Music -MaxWriteCapacity 500 -Summary</code>
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
