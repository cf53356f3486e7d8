using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Completion;
using DdbBatch.Items;

namespace DdbBatch.Commands;

/// <summary>Shows the state of bulk loads: of one by its ARN, or of all of the last 90 days.</summary>
/// <remarks>
/// <para>
/// Without -Arn it lists the bulk loads of the account and region, including those that others have started, newest
/// first. They are output one by one as they are read, so Select-Object -First ends the list early.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ | Get-DdbBulkLoad
/// </code>
/// <para>Shows the state of a load that was just started.</para>
/// </example>
/// <example>
/// <code>
/// $load = Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ -Wait
/// Get-DdbBulkLoad -Arn $load.Arn | Format-List *
/// </code>
/// <para>Shows all properties of a load.</para>
/// </example>
/// <example>
/// <code>
/// Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ -Wait | Out-Null
/// Get-DdbBulkLoad -Table Music | Format-Table
/// </code>
/// <para>Lists the loads into one table.</para>
/// </example>
/// <example>
/// <code>
/// Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ -Wait | Out-Null
/// Get-DdbBulkLoad -Status Completed, CompletedWithErrors | Select-Object -First 1
/// </code>
/// <para>Shows the last load that was not stopped.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "DdbBulkLoad", DefaultParameterSetName = "List")]
[OutputType(typeof(BulkLoad))]
public sealed class GetDdbBulkLoadCommand : BulkLoadCommand
{
    /// <summary>The ARN of a load, or a BulkLoad.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Arn")]
    [Alias("BulkOperationArn")]
    [ValidateNotNullOrEmpty]
    public string Arn { get; set; } = "";

    /// <summary>Lists only loads into this table, given by name or ARN.</summary>
    [Parameter(ParameterSetName = "List")]
    [Alias("TableName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string? Table { get; set; }

    /// <summary>Lists only loads with one of these statuses.</summary>
    [Parameter(ParameterSetName = "List")]
    [ValidateNotNullOrEmpty]
    public BulkLoadStatus[]? Status { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == "List")
            List();
        else if (Find(Arn) is { } load)
            WriteObject(load);
    }

    private void List()
    {
        string? token = null;
        do
        {
            (IReadOnlyList<string> arns, token) = Connection.Ask(stop => Connection.Operations.ListAsync(token, stop));
            foreach (string arn in arns)
            {
                if (Find(arn) is { } load && IsAskedFor(load))
                    WriteObject(load);
            }
        }
        while (token is not null);
    }

    private bool IsAskedFor(BulkLoad load) =>
        (Table is null || TableName.MayBeSame(load.Table, Table))
        && (Status is null || Status.Contains(load.Status));
}
