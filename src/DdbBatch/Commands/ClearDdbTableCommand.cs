using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Preflights;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Running;
using DdbBatch.Storage;
using DdbBatch.Tables;
using DdbBatch.Transferring;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>Deletes all items of a table, or those that a filter finds. The table stays.</summary>
/// <remarks>
/// <para>
/// The keys are read in parallel segments, and each item is deleted by its key, at the pace that the table allows. Before the
/// command asks, it reports the number of items, their size, the capacity and the time that this takes, and whether
/// point-in-time recovery is on. The counts are those of DescribeTable, which are up to six hours old. It warns if deleted
/// items cannot be restored. -Confirm:$false does not ask, and -WhatIf outputs the estimates and deletes nothing.
/// </para>
/// <para>
/// Items that are written while the command runs may stay. An item that a -Filter found is deleted even if it was changed
/// after it was read. If the command ends early, it reports how many items are deleted. Run it again to continue.
/// </para>
/// <para>
/// Reading consumes read capacity for every item, and each delete consumes write capacity by the size of the item. To empty a
/// large table without that cost, delete the table and create it again (New-DdbEmptyTable -Like): then its settings, such as
/// tags and streams, are lost.
/// </para>
/// </remarks>
/// <example>
/// <code>Clear-DdbTable Music -Confirm:$false -Summary</code>
/// <para>Deletes all items without asking, and outputs the counts.</para>
/// </example>
/// <example>
/// <code>Clear-DdbTable Music -Filter '#Year &lt; :y' -FilterValue @{ ':y' = '2000' } -Confirm:$false -Summary</code>
/// <para>Deletes the items that a filter finds. The years are strings here, as Import-Csv reads them.</para>
/// </example>
/// <example>
/// <code>Clear-DdbTable Music -Confirm:$false -MaxWriteCapacity 100 -SummaryVariable cleared; $cleared.Deleted</code>
/// <para>Deletes at most 100 WCU per second, and shows how many items are deleted. $cleared is set however the run ends.</para>
/// </example>
/// <example>
/// <code>Clear-DdbTable Music -MaxWriteCapacity 100 -WhatIf</code>
/// <para>Estimates the capacity and the time, and shows whether point-in-time recovery is on.</para>
/// </example>
/// <whatIf>
/// Deletes nothing, and outputs one TransferPreflight object: estimates of items, bytes, capacity and time, from the counts of
/// DescribeTable. No summary is output.
/// </whatIf>
/// <confirm>Prompts before anything is deleted, with the estimates. It is on by default; -Confirm:$false does not prompt.</confirm>
[Cmdlet(VerbsCommon.Clear, "DdbTable", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ClearSummary), typeof(TransferPreflight))]
public sealed class ClearDdbTableCommand : TransferCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ResolvedClient connection = Connect(2 * ThrottleLimit);
        ITransport transport = Open(connection);
        TableDescription description = Describe(Table, connection, transport);
        TransferOptions options = CreateOptions(connection, description);
        if (Confirm(options))
            Transfer(options, transport, new WriteCalls(transport), _ => null);
    }

    private protected override TransferSummary SummaryOfNothing() =>
        new ClearSummary(new ReadSummary { Table = Table }, WriteSummary.OfNothing(completed: false, SummaryFacts.None));

    private TransferOptions CreateOptions(ResolvedClient connection, TableDescription description) => new()
    {
        Activity = "Clearing",
        Source = Table,
        Target = Table,
        SourceConnection = connection,
        TargetConnection = connection,
        Description = description,
        Statement = CreateStatement(
            new ReadRequest { Table = Table, Filter = Filter, FilterValue = FilterValue, IsKeyOnly = true, IsConsistent = ConsistentRead },
            description),
        Read = CreateReadOptions(),
        Write = CreateWriteOptions(),
        Kind = OperationKind.Delete,
        Files = RunFiles.OpenCopy(this, failedPath: null, checkpointPath: null),
        Leftovers = new Leftovers(areListed: false, file: null, hasCheckpoint: false),
    };

    private bool Confirm(TransferOptions options)
    {
        TransferPreflight preflight = TransferEstimate.Of(
            options.Description, options.Description, ConsistentRead, ReadCapacityLimit, WriteCapacityLimit, destination: null);
        preflight.PointInTimeRecovery = FindRecovery(options.SourceConnection);
        string items = Filter is null ? "delete ALL items" : "delete the items that -Filter finds";
        bool isConfirmed = ShouldProcess(
            $"table '{Table}' at {options.SourceConnection.Endpoint}",
            $"{items} ({TransferMessages.Estimate(preflight, Filter is not null)}; {TransferMessages.Recovery(preflight.PointInTimeRecovery)})");
        if (CommonSettings.IsWhatIf(this))
            WriteObject(preflight);
        return isConfirmed;
    }

    // Null if that is unknown. The warnings come before anything is deleted.
    private bool? FindRecovery(ResolvedClient connection)
    {
        bool? isOn = null;
        try
        {
            TableCalls calls = new(connection.Client);
            isOn = Await(() => calls.HasPointInTimeRecoveryAsync(Table, StopToken));
            if (isOn == false)
                WriteWarning($"Point-in-time recovery is off for table '{Table}': items that are deleted can't be restored, unless there is a backup.");
        }
        catch (FailedCallException failed)
        {
            WriteWarning(
                $"Whether point-in-time recovery is on for table '{Table}' could not be determined: {failed.Error.Code}: {Sentence.Of(failed.Error.Message)} "
                + "This requires dynamodb:DescribeContinuousBackups.");
        }

        return isOn;
    }
}
