using System;
using System.Linq;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using DdbBatch.Aws;
using DdbBatch.Lifecycle;
using DdbBatch.Protocol;
using DdbBatch.Reporting;
using TableDescription = Amazon.DynamoDBv2.Model.TableDescription;

namespace DdbBatch.Tables;

/// <summary>Creates tables on the pipeline thread, and waits until they can be used.</summary>
/// <param name="cmdlet">Gets messages and progress, and ends with the errors.</param>
/// <param name="connection">The endpoint that creates the tables.</param>
internal sealed class TableMaker(ModuleCommand cmdlet, ResolvedClient connection)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    // DescribeTable is eventually consistent: for a few seconds it may not know a new table.
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromSeconds(30);

    private readonly TableCalls _calls = new(connection.Client);

    /// <summary>Defines a table like another; ends the command if that can't be described.</summary>
    /// <param name="table">The name of the new table.</param>
    /// <param name="other">The other table's name or ARN.</param>
    public TableDefinition DefineLike(string table, string other)
    {
        TableDescription description = Call(other, "dynamodb:DescribeTable", () => _calls.DescribeAsync(other, cmdlet.StopToken));
        TableDefinition definition = TableDefinition.Like(table, description);
        string found = definition.NotCopied.Count == 0 ? "nothing that DescribeTable shows" : string.Join(", ", definition.NotCopied);
        cmdlet.WriteVerbose(
            $"Not copied from '{other}': {found}. Neither are those that DescribeTable does not show: tags, time to live, "
            + "point-in-time recovery, auto scaling, warm throughput, resource policies, Kinesis destinations.");
        return definition;
    }

    /// <summary>Creates a table and waits until it and its indexes are ACTIVE; ends the command if that fails.</summary>
    public TableInfo Create(TableDefinition definition)
    {
        string table = definition.Request.TableName;
        Call(table, "dynamodb:CreateTable", async () =>
        {
            await _calls.CreateAsync(definition, cmdlet.StopToken).ConfigureAwait(false);
            return true;
        });
        return WaitUntilReady(table);
    }

    private TableInfo WaitUntilReady(string table)
    {
        PhaseBar bar = new(cmdlet, $"creating {table}");
        TimeSpan pause = FirstPause;
        bool wasFound = false;
        while (true)
        {
            TableDescription? found = Call(table, "dynamodb:DescribeTable", () => _calls.FindAsync(table, cmdlet.StopToken));
            if (found is not null && IsReady(found))
            {
                bar.End();
                return TableInfos.Of(found);
            }

            if (found is null ? wasFound || bar.Elapsed > LongestAbsence : found.TableStatus == TableStatus.DELETING)
                cmdlet.ThrowTerminatingError(TableErrors.Gone(table, connection.Endpoint));
            wasFound |= found is not null;
            if (bar.IsDue)
                bar.Show(FormattableString.Invariant($"{found?.TableStatus?.Value ?? "CREATING"}, {bar.Elapsed.TotalSeconds:0} s"));
            Pause(pause);
            pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 2));
        }
    }

    private static bool IsReady(TableDescription table) =>
        table.TableStatus == TableStatus.ACTIVE
        && (table.GlobalSecondaryIndexes ?? []).All(index => index.IndexStatus == IndexStatus.ACTIVE);

    private void Pause(TimeSpan pause) => cmdlet.Await(async () =>
    {
        await Task.Delay(pause, cmdlet.StopToken).ConfigureAwait(false);
        return true;
    });

    private T Call<T>(string table, string permission, Func<Task<T>> call)
    {
        try
        {
            return cmdlet.Await(call);
        }
        catch (FailedCallException failed)
        {
            cmdlet.ThrowTerminatingError(TableErrors.Failed(table, failed, connection.Endpoint, permission));
            throw;
        }
    }
}
