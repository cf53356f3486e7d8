using System;
using System.Collections;
using System.Management.Automation;
using DdbBatch.Completion;

namespace DdbBatch.Commands;

/// <summary>
/// Writes items to DynamoDB in bulk. A put replaces the whole item: attributes that the input doesn't have are gone.
/// </summary>
/// <remarks>
/// <para>
/// A put replaces the whole item. Loading a CSV file of prices over existing items removes all their other attributes.
/// </para>
/// <para>
/// Objects come from the pipeline, are converted to items, packed into BatchWriteItem requests (25 operations, 16 MB) and
/// sent in parallel. What DynamoDB leaves unprocessed is sent again after a wait that grows, at the pace that the table's
/// capacity allows. Operations on one key are carried out in the order of the input, also when they are retried.
/// </para>
/// <para>
/// The table's keys are asked for once (DescribeTable): strings for key attributes take the key's type, so that a column
/// of a CSV file can be a number key. All other strings stay strings, unless -AttributeType says otherwise.
/// </para>
/// <para>
/// Nothing is output unless asked for. Every operation that wasn't written is one error, whose TargetObject is an
/// UnprocessedItem, or the object itself where that was refused. -UnprocessedVariable has them all; pipe them to
/// Write-DdbBatch to write them later. A bad object never takes others down with it.
/// </para>
/// </remarks>
/// <example>
/// <code>Import-Csv samples/music.csv | Write-DdbBatch -Table Music</code>
/// <para>Puts each row of a CSV file into the table Music.</para>
/// </example>
/// <example>
/// <code>
/// @{ Artist = 'Ana'; SongTitle = 'One'; Year = 1999 }, @{ Artist = 'Ana'; SongTitle = 'Two'; Year = 2003 } |
///     Write-DdbBatch -Table Music -PassThru
/// </code>
/// <para>Puts hashtables, and outputs each of them once it is written.</para>
/// </example>
/// <example>
/// <code>
/// $summary = Import-Csv samples/music.csv |
///     Write-DdbBatch -Table Music -AttributeType @{ Year = 'N'; Price = 'N' } -EmptyString Omit -UnprocessedVariable left -Summary
/// $left | Write-DdbBatch
/// </code>
/// <para>
/// Stores years and prices as numbers, leaves empty cells out, and writes what wasn't written the first time once more.
/// </para>
/// </example>
/// <example>
/// <code>
/// $changes = [pscustomobject]@{ Artist = 'Ana'; SongTitle = 'One'; Gone = $true },
///     [pscustomobject]@{ Artist = 'Ana'; SongTitle = 'Three'; Gone = $false }
/// $changes | Write-DdbBatch -Table Music -Operation { if ($_.Gone) { 'Delete' } else { 'Put' } }
/// </code>
/// <para>Deletes some items and puts others, in one go.</para>
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
/// <para>Takes requests in the shape that the DynamoDB API has.</para>
/// </example>
[Cmdlet(
    VerbsCommunications.Write,
    "DdbBatch",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = "InputObject")]
[OutputType(typeof(WriteSummary), typeof(UnprocessedItem))]
public sealed class WriteDdbBatchCommand : BatchCommand
{
    private PerObject _operation = new(null);

    /// <summary>
    /// Put (the default) or Delete; or a script block that sees each object as $_ and gives one of them.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnumCompleter<OperationKind>))]
    public object? Operation { get; set; }

    /// <summary>
    /// Requests in the raw API's shape, in DynamoDB JSON: @{ Table1 = @( @{ PutRequest = @{ Item = @{ Id = @{ N = '1' } } } },
    /// @{ DeleteRequest = @{ Key = @{ Id = @{ N = '2' } } } } ) }; or the UnprocessedItems of an AWS SDK response.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "RequestItem")]
    [ValidateNotNull]
    public IDictionary? RequestItem { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _operation = new PerObject(Operation);
        if (_operation is { IsEmpty: false, IsScript: false } && !TryParse(Operation, out _))
            ThrowTerminatingError(Errors.Parameter("InvalidOperation", $"-Operation '{Operation}' is neither Put nor Delete."));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (RequestItem is null)
        {
            base.ProcessRecord();
            return;
        }

        try
        {
            foreach (OperationInput input in Commands.RequestItem.Read(RequestItem))
                Take(input);
        }
        catch (FormatException exception)
        {
            ThrowTerminatingError(Errors.Parameter("InvalidRequestItem", exception.Message));
        }
    }

    private protected override OperationKind Kind(OperationInput input)
    {
        if (_operation.IsEmpty)
            return input.Kind ?? OperationKind.Put;
        object? operation = _operation.For(nameof(Operation), input.Source);
        return TryParse(operation, out OperationKind kind)
            ? kind
            : throw new PerObjectException(nameof(Operation), $"gave '{operation}', which is neither Put nor Delete.", null);
    }

    private static bool TryParse(object? operation, out OperationKind kind) =>
        Enum.TryParse(operation?.ToString(), ignoreCase: true, out kind) && Enum.IsDefined(typeof(OperationKind), kind);
}
