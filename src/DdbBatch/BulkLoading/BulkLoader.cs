using System;
using System.Management.Automation;
using DdbBatch.Bulk;
using DdbBatch.Input;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;
using DdbBatch.Running;

namespace DdbBatch.BulkLoading;

/// <summary>Adds a cmdlet's objects to a bulk load on the pipeline thread, and waits if there is no room.</summary>
/// <param name="cmdlet">Writes the messages.</param>
/// <param name="run">Uploads the items.</param>
/// <param name="router">Creates the items.</param>
/// <param name="refusals">Reports objects that cannot become items.</param>
/// <param name="preflight">Counts the load (-WhatIf); null for a run that loads.</param>
internal sealed class BulkLoader(
    ModuleCommand cmdlet, BulkRun run, InputRouter router, Refusals refusals, BulkPreflight? preflight)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly PhaseBar _bar = new(cmdlet, "uploading");
    private long _position;

    /// <summary>The number of objects that break a rule.</summary>
    public long InvalidItems { get; private set; }

    /// <summary>Adds an object.</summary>
    public void Take(OperationInput input)
    {
        RoutedInput routed = new(input, ++_position, router.Kind(input), router);
        try
        {
            EncodedItem item = router.ConvertPut(input, run.Table.Schema);
            if (run.IsRefusedDuplicate(item))
                Refuse(routed, Errors.Refused(routed.ToInvalid(run.Options.Table, OperationError.DuplicateKey)));
            else
                Add(item);
        }
        catch (ItemException exception)
        {
            Refuse(routed, Errors.InvalidItem(exception, _position, input.Source));
        }
        catch (BulkException exception)
        {
            cmdlet.ThrowTerminatingError(Errors.Bulk(exception));
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

    private void Refuse(RoutedInput input, ErrorRecord error)
    {
        InvalidItems++;
        refusals.Refuse(run.Options.Table, input, error);
        if (refusals.LimitError(target: null) is { } limit)
            cmdlet.ThrowTerminatingError(limit);
    }

    private void Wait()
    {
        run.Wait(PollInterval);
        if (cmdlet.StopToken.IsCancellationRequested)
            throw new PipelineStoppedException();
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
