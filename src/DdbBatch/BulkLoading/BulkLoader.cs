using System;
using System.Management.Automation;
using DdbBatch.Bulk;
using DdbBatch.Bulk.Load;
using DdbBatch.Bulk.Upload;
using DdbBatch.Input;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;
using DdbBatch.Running;
using DdbBatch.Storage;

namespace DdbBatch.BulkLoading;

/// <summary>Adds a cmdlet's objects to a bulk load on the pipeline thread, and waits if there is no room.</summary>
/// <param name="cmdlet">Writes the messages.</param>
/// <param name="run">Uploads the items.</param>
/// <param name="converter">Creates the items.</param>
/// <param name="invalid">Reports rows that cannot become items.</param>
/// <param name="leftovers">Takes these rows.</param>
/// <param name="preflight">Counts the load (-WhatIf); null for a run that loads.</param>
internal sealed class BulkLoader(
    ModuleCommand cmdlet, BulkRun run, RowConverter converter, InvalidRows invalid, Leftovers leftovers, BulkPreflight? preflight)
{
    private readonly PhaseBar _bar = new(cmdlet, "uploading");
    private long _position;

    /// <summary>The number of objects that break a rule.</summary>
    public long InvalidItems { get; private set; }

    /// <summary>Adds an object.</summary>
    public void Take(InputRow row)
    {
        row.Position = ++_position;
        try
        {
            EncodedItem item = Convert(row);
            if (run.IsRefusedDuplicate(item))
                Refuse(row, Errors.Refused(converter.ToInvalid(row, run.Options.Table, OperationError.DuplicateKey)));
            else
                Add(item);
        }
        catch (ItemException exception)
        {
            Refuse(row, Errors.InvalidItem(exception, _position, row.Source));
        }
        catch (BulkException exception)
        {
            cmdlet.ThrowTerminatingError(BulkLoadErrors.Of(exception));
        }

        Show();
    }

    /// <summary>Uploads the remaining items, and starts the load.</summary>
    /// <returns>Null if there was no item.</returns>
    public BulkLoad? Finish(BulkConnection connection)
    {
        run.InvalidItems = InvalidItems;
        BulkLoad? load = connection.Ask(run.StartAsync);
        _bar.End();
        return load;
    }

    private void Add(EncodedItem item)
    {
        while (!run.TryAdd(item))
            Wait();
        preflight?.Add(item, _position);
    }

    private EncodedItem Convert(InputRow row) => row switch
    {
        { Operation: OperationKind.Put, Change: null } => converter.ToItem(row, run.Table.Schema),
        { Operation: OperationKind.Delete } => throw new ItemException(
            "DeleteRefused", "", "a bulk load puts items, and can't delete any. Pipe it to Write-DdbBatch, or to Remove-DdbBatch."),
        _ => throw new ItemException(
            "ChangeRefused", "", $"a bulk load puts items without a condition, and this is an operation of the kind {row.Operation}. Pipe it to Write-DdbBatch."),
    };

    private void Refuse(InputRow row, ErrorRecord error)
    {
        InvalidItems++;
        OperationError reason = new(error.FullyQualifiedErrorId, Errors.ReasonOf(error, row.Source));
        leftovers.Add(converter.ToInvalid(row, run.Options.Table, reason));
        invalid.Report(run.Options.Table, error);
        if (invalid.LimitError(target: null) is { } limit)
            cmdlet.ThrowTerminatingError(limit);
    }

    private void Wait()
    {
        run.Wait(ModuleCommand.StopCheckInterval);
        cmdlet.ThrowIfStopped();
        Show();
    }

    private void Show()
    {
        if (!_bar.IsDue)
            return;
        BulkProgress progress = run.Progress();
        _bar.Show(FormattableString.Invariant(
            $"{progress.Items} items, {ByteCount.Text(progress.Bytes)}, {ByteCount.Text(progress.UploadedBytes)} uploaded, {progress.Shards} objects"));
    }
}
