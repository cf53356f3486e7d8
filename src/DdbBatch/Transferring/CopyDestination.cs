using DdbBatch.Copying;
using DdbBatch.Lifecycle;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Tables;
using DdbBatch.Transport;

namespace DdbBatch.Transferring;

/// <summary>The table that a copy writes to: whether it is the right one, and its creation. Each method ends the command if the copy can't go on.</summary>
/// <param name="cmdlet">Gets the errors.</param>
/// <param name="options">The options of the copy.</param>
/// <param name="found">The description of the table; null if it does not exist.</param>
internal sealed class CopyDestination(ModuleCommand cmdlet, TransferOptions options, TableDescription? found)
{
    /// <summary>Checks that the copy can begin, before anything is read or created.</summary>
    /// <param name="mayCreate">True if the table is created if it does not exist.</param>
    public void Check(bool mayCreate)
    {
        if (found is not null)
            Identify(found);
        else if (!mayCreate)
            cmdlet.ThrowTerminatingError(TransferErrors.DestinationNotFound(options.Target, options.TargetConnection.Endpoint));
        else
            options.Files.CheckMissingDestination(former => IdentityOf(options.Description).To(former, options.Target));
    }

    /// <summary>Returns the identity of the copy, after checking that its items fit the table.</summary>
    /// <param name="target">The description of the table.</param>
    public CopyIdentity Identify(TableDescription target)
    {
        CopyIdentity identity = IdentityOf(target);
        if (identity.IsOneTable)
            cmdlet.ThrowTerminatingError(TransferErrors.SameTable(options.Source, options.Target));
        if (options.Description.Schema.KeyDescription != target.Schema.KeyDescription)
            cmdlet.ThrowTerminatingError(TransferErrors.KeysDiffer(options.Source, options.Description.Schema, options.Target, target.Schema));
        return identity;
    }

    /// <summary>Creates the table like the source, if the source can be read.</summary>
    /// <param name="reads">Sends the requests that read.</param>
    /// <param name="nothing">The summary of a copy without items, for the error.</param>
    public void Create(ITransport reads, TransferSummary nothing)
    {
        TryScan(reads, nothing);
        TableDefinition definition = new TableMaker(cmdlet, options.SourceConnection).DefineLike(options.Target, options.Source);
        new TableMaker(cmdlet, options.TargetConnection).Create(definition);
    }

    private CopyIdentity IdentityOf(TableDescription target) => CopyIdentity.Of(
        options.Description,
        options.SourceConnection.Client.EndpointName,
        target,
        options.TargetConnection.Client.EndpointName,
        options.Statement);

    // A Scan that DynamoDB refuses must not leave an empty table. A millionth of the table is read for that.
    private void TryScan(ITransport reads, TransferSummary nothing)
    {
        using TableRead read = new(reads, options.Statement, options.Read, [new Segment(0, Segment.MaxCount)], options.Description.ReadCapacity);
        while (read.TryNext(ModuleCommand.StopCheckInterval, out SegmentPage? page) && page is null)
            cmdlet.ThrowIfStopped();
        if (read.Error is { } error)
        {
            cmdlet.ThrowTerminatingError(TransferErrors.ReadEnded(
                options.Source, options.SourceConnection.Endpoint, error, read.Summarize(options.Source), written: 0, nothing));
        }
    }
}
