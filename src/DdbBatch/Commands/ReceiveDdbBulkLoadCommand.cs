using System.Management.Automation;
using DdbBatch.BulkLoading;

namespace DdbBatch.Commands;

/// <summary>Outputs the items of a bulk load that failed, after the load has ended.</summary>
/// <remarks>
/// <para>
/// Each item that DynamoDB refused is output as an UnprocessedItem with the item and the reason. Fix it and pipe it to
/// Write-DdbBatch. If no item failed there is no output. A load that is running has no report yet: use -Wait. A load
/// that failed or was stopped is also an error.
/// </para>
/// <para>
/// After all items of a load have been processed, the uploaded objects are deleted, unless -KeepUpload is given here or
/// was given when the load was started. The report is kept, so that a load can be received again.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// $load = Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/
/// $load | Receive-DdbBulkLoad -Wait
/// </code>
/// <para>Waits for a load that was started before. Here no item fails.</para>
/// </example>
/// <example>
/// <code>
/// $load = Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ -Wait
/// Receive-DdbBulkLoad -Arn $load.Arn | Write-DdbBatch
/// </code>
/// <para>Writes the items that DynamoDB refused with Write-DdbBatch. Here there are none.</para>
/// </example>
/// <example>
/// <code>
/// $load = Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ -KeepUpload
/// $failed = $load | Receive-DdbBulkLoad -Wait
/// $failed | Group-Object ErrorCode
/// </code>
/// <para>Counts the failed items by reason.</para>
/// </example>
/// <example>
/// <code>
/// Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ | Out-Null
/// Get-DdbBulkLoad -Table Music -Status InProgress | Receive-DdbBulkLoad -Wait
/// </code>
/// <para>Waits for all loads into a table.</para>
/// </example>
[Cmdlet(VerbsCommunications.Receive, "DdbBulkLoad")]
[OutputType(typeof(UnprocessedItem))]
public sealed class ReceiveDdbBulkLoadCommand : BulkLoadCommand
{
    /// <summary>The ARN of a load, or a BulkLoad.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BulkOperationArn")]
    [ValidateNotNullOrEmpty]
    public string Arn { get; set; } = "";

    /// <summary>Waits until the load has ended. Ctrl-C leaves it running.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Keeps the uploaded objects, even if the load was started without -KeepUpload.</summary>
    [Parameter]
    public SwitchParameter KeepUpload { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Find(Arn) is not { } load)
            return;
        BulkReceiver receiver = new(this, Connection);
        if (Wait)
            load = receiver.WaitForEnd(load);
        if (load.IsFinished)
            receiver.Receive(load, keepUpload: KeepUpload ? true : null, WriteObject);
        else
            WriteWarning($"The load is {load.Status}, and there is no report before its end: {Arn}. -Wait waits for it.");
    }
}
