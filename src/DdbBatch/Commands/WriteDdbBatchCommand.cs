using System;
using System.Collections;
using System.Management.Automation;

namespace DdbBatch.Commands;

/// <summary>
/// Writes items to DynamoDB in bulk. A put replaces the whole item: attributes that the input doesn't have are gone.
/// </summary>
[Cmdlet(
    VerbsCommunications.Write,
    "DdbBatch",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = "InputObject")]
[OutputType(typeof(WriteSummary), typeof(UnprocessedItem))]
public sealed class WriteDdbBatchCommand : BatchCommand
{
    private PerObject? _operation;

    /// <summary>
    /// Put (the default) or Delete; or a script block that sees each object as $_ and gives one of them.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object? Operation { get; set; }

    /// <summary>
    /// Requests in the raw API's shape, in DynamoDB JSON: @{ Table1 = @( @{ PutRequest = @{ Item = @{ Id = @{ N = '1' } } } },
    /// @{ DeleteRequest = @{ Key = @{ Id = @{ N = '2' } } } } ) }; or the UnprocessedItems of an AWS SDK response.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "RequestItem")]
    [ValidateNotNull]
    public IDictionary? RequestItem { get; set; }

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
        _operation ??= new PerObject(Operation);
        if (_operation.IsEmpty)
            return input.Kind ?? OperationKind.Put;
        string? operation = _operation.For(nameof(Operation), input.Source)?.ToString();
        return Enum.TryParse(operation, ignoreCase: true, out OperationKind kind) && Enum.IsDefined(typeof(OperationKind), kind)
            ? kind
            : throw new PerObjectException(nameof(Operation), $"gave '{operation}', which is neither Put nor Delete.", null);
    }
}
