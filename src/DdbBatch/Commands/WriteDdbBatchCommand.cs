using System;
using System.Management.Automation;
using DdbBatch.Completion;
using DdbBatch.Input;
using DdbBatch.Reporting;

namespace DdbBatch.Commands;

/// <summary>
/// Writes items to DynamoDB in bulk. A put replaces the whole item: attributes that the input does not have are
/// removed.
/// </summary>
/// <remarks>
/// <para>
/// A put replaces the whole item. Loading a CSV file of prices over existing items removes all their other attributes. To change
/// some attributes and keep the others, use Update-DdbBatch, or -Operation Update.
/// </para>
/// <para>
/// Objects from the pipeline are converted to items, packed into BatchWriteItem requests (25 operations, 16 MB) and
/// sent in parallel. Unprocessed operations are retried with backoff, at the pace that the table's capacity allows.
/// Operations on one key are carried out in the order of the input, including retries.
/// </para>
/// <para>
/// The table's schema is read once (DescribeTable). Strings for key attributes get the type of the key, so that a
/// column of a CSV file can be a number key. All other strings stay strings, unless -AttributeType gives another type.
/// </para>
/// <para>
/// By default nothing is output. Each operation that was not written is one error. Its TargetObject is an
/// UnprocessedItem, or the object itself if it was refused. -UnprocessedVariable collects them all; pipe them to
/// Write-DdbBatch to write them later. An invalid object never affects the others.
/// </para>
/// <para>
/// With -WhatIf everything is converted, only DescribeTable is called, and one Preflight object per table reports the
/// items, the capacity and the time of the load. See about_DdbBatch.
/// </para>
/// </remarks>
/// <example>
/// <code>Import-Csv music.csv | Write-DdbBatch -Table Music</code>
/// <para>Puts each row of a CSV file into the table Music.</para>
/// </example>
/// <example>
/// <code>
/// @{ Artist = 'Ana'; SongTitle = 'One'; Year = 1999 }, @{ Artist = 'Ana'; SongTitle = 'Two'; Year = 2003 } |
///     Write-DdbBatch -Table Music -PassThru
/// </code>
/// <para>Puts hashtables, and outputs each of them after it is written.</para>
/// </example>
/// <example>
/// <code>
/// $summary = Import-Csv music.csv |
///     Write-DdbBatch -Table Music -AttributeType @{ Year = 'N'; Price = 'N' } -EmptyString Omit -UnprocessedVariable left -Summary
/// $left | Write-DdbBatch
/// </code>
/// <para>Stores years and prices as numbers, omits empty cells, and retries the operations that were not written.</para>
/// </example>
/// <example>
/// <code>
/// $changes = [pscustomobject]@{ Artist = 'Ana'; SongTitle = 'One'; Gone = $true },
///     [pscustomobject]@{ Artist = 'Ana'; SongTitle = 'Three'; Gone = $false }
/// $changes | Write-DdbBatch -Table Music -Operation { if ($_.Gone) { 'Delete' } else { 'Put' } }
/// </code>
/// <para>Deletes some items and puts others in one run.</para>
/// </example>
/// <example>
/// <code>
/// Import-Csv music.csv | Write-DdbBatch -Table Music -Operation Insert -ConditionFailedVariable existing -Summary
/// $existing | Select-Object Key, ExistingItem
/// </code>
/// <para>Puts only the items whose keys are not in the table yet, and shows those that were there already.</para>
/// </example>
/// <example>
/// <code>
/// @{ Artist = 'Ana'; SongTitle = 'Nine'; Version = 7 } |
///     Write-DdbBatch -Table Music -Condition '#Version &lt; :Version OR attribute_not_exists(#Artist)'
/// </code>
/// <para>Puts an item only if the table has none with its key, or one with a lower version.</para>
/// </example>
/// <example>
/// <code>
/// Write-DdbBatch -RequestItem @{
///     Music = @(
///         @{ PutRequest = @{ Item = @{ Artist = @{ S = 'Ana' }; SongTitle = @{ S = 'Four' } } } }
///         @{ DeleteRequest = @{ Key = @{ Artist = @{ S = 'Ana' }; SongTitle = @{ S = 'Two' } } } }
///     )
/// }
/// </code>
/// <para>Writes requests in the shape of the DynamoDB API.</para>
/// </example>
/// <example>
/// <code>Import-Csv music.csv | Write-DdbBatch -Table Music -MaxWriteCapacity 100 -WhatIf</code>
/// <para>
/// Writes nothing, and reports items, invalid and duplicate items, capacity, requests, and the time at 100 WCU per
/// second.
/// </para>
/// </example>
/// <example>
/// <code>
/// @{ Artist = 'Ana'; SongTitle = 'Eight' }, @{ Artist = 'Ana' } |
///     Write-DdbBatch -Table Music -FailedPath failed.jsonl -ErrorAction SilentlyContinue
/// Import-DdbItem failed.jsonl
/// Remove-Item failed.jsonl
/// </code>
/// <para>
/// Keeps operations that were not written in a file, with the reason: here an item without its sort key. Import-DdbItem
/// failed.jsonl | Write-DdbBatch writes them later.
/// </para>
/// </example>
/// <example>
/// <code>
/// Import-DdbItem music.csv | Write-DdbBatch -Table Music -CheckpointPath load.mark
/// Import-DdbItem music.csv | Write-DdbBatch -Table Music -CheckpointPath load.mark -Summary
/// Remove-Item load.mark
/// </code>
/// <para>
/// Records how far the load is. If the first run had ended early, even by a crash, the second one would continue from
/// there. Here nothing is left to do.
/// </para>
/// </example>
[Cmdlet(
    VerbsCommunications.Write,
    "DdbBatch",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(WriteSummary), typeof(UnprocessedItem), typeof(Preflight))]
public sealed class WriteDdbBatchCommand : BatchCommand
{
    /// <summary>
    /// Put (default) replaces the whole item, Delete deletes it, Update sets the object's attributes and leaves the others, and
    /// Insert puts the item only if no item has its key (the outcome is ConditionFailed if one has). Or a script block that
    /// receives each object as $_ and returns one of these.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnumCompleter<OperationKind>))]
    [PSDefaultValue(Help = "Put")]
    public object? Operation { get; set; }

    /// <summary>
    /// Requests in the shape of the DynamoDB API, in DynamoDB JSON: @{ Table1 = @( @{ PutRequest = @{ Item = @{ Id = @{
    /// N = '1' } } } }, @{ DeleteRequest = @{ Key = @{ Id = @{ N = '2' } } } } ) }; hashtables, or objects as
    /// ConvertFrom-Json returns them; or the UnprocessedItems of an AWS SDK response.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "RequestItem")]
    [ValidateNotNull]
    public object? RequestItem { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (RequestItem is null)
            base.ProcessRecord();
        else
            TakeRequests(RequestItem);
    }

    private protected override bool HasInput => RequestItem is not null || base.HasInput;

    private protected override OperationChoice ChooseOperation() => new(Operation);

    private protected override bool TakesRemove => new OperationChoice(Operation).CanUpdate;

    private protected override long? ExpectedOperations(string table) => RequestItem is null
        ? base.ExpectedOperations(table)
        : Input.RequestItem.Count(RequestItem, table);

    private void TakeRequests(object requests)
    {
        try
        {
            foreach (InputRow row in Input.RequestItem.Read(requests))
                Run.Input.Take(row);
        }
        catch (FormatException exception)
        {
            // The error that ended the run before comes first.
            Run.Input.ThrowIfEnded();
            ThrowTerminatingError(Errors.Parameter("InvalidRequestItem", exception.Message));
        }

        Run.Input.ThrowIfEnded();
    }
}
