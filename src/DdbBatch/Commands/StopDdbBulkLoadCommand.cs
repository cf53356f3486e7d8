using System.Management.Automation;

namespace DdbBatch.Commands;

/// <summary>Stops bulk loads. Items that have been written remain.</summary>
/// <remarks>
/// <para>
/// DynamoDB takes a while to stop a load: its status is Cancelling, then Cancelled. Receive-DdbBulkLoad -Wait waits for
/// that, and outputs the items that had failed by then.
/// </para>
/// </remarks>
/// <whatIf>Reports which loads would be stopped, and stops none.</whatIf>
/// <confirm>Prompts before a load is stopped.</confirm>
/// <example>
/// <code>
/// $load = Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/
/// Stop-DdbBulkLoad -Arn $load.Arn -PassThru
/// </code>
/// <para>Stops a load, and shows its state.</para>
/// </example>
/// <example>
/// <code>
/// Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ | Stop-DdbBulkLoad -PassThru
/// </code>
/// <para>Stops a load that was just started.</para>
/// </example>
/// <example>
/// <code>
/// Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ | Out-Null
/// Get-DdbBulkLoad -Table Music -Status InProgress | Stop-DdbBulkLoad -PassThru
/// </code>
/// <para>Stops all loads into a table.</para>
/// </example>
/// <example>
/// <code>Get-DdbBulkLoad -Status InProgress | Stop-DdbBulkLoad -WhatIf</code>
/// <para>Reports which loads would be stopped, and stops none.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "DdbBulkLoad", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BulkLoad))]
public sealed class StopDdbBulkLoadCommand : BulkLoadCommand
{
    /// <summary>The ARN of a load, or a BulkLoad.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BulkOperationArn")]
    [ValidateNotNullOrEmpty]
    public string Arn { get; set; } = "";

    /// <summary>Outputs each load, with its state after the request to stop it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ShouldProcess($"the load {Arn}", MyInvocation.MyCommand.Name))
            return;
        BulkLoad? load = Connection.TryAsk(stop => Connection.Operations.CancelAsync(Arn, stop));
        if (PassThru && load is not null)
            WriteObject(load);
    }
}
