using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Bulk;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;

namespace DdbBatch.BulkLoading;

/// <summary>Waits for the end of a load, and gives what failed of it.</summary>
/// <param name="cmdlet">Tells of it.</param>
/// <param name="connection">What it asks.</param>
internal sealed class BulkReceiver(ModuleCommand cmdlet, BulkConnection connection)
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(10);

    /// <summary>Waits until a load has ended. A command that is stopped meanwhile leaves it running, and says so.</summary>
    public BulkLoad WaitForEnd(BulkLoad load)
    {
        cmdlet.WriteVerbose($"Waiting for {load.Arn}. {WayBack(load)}");
        BulkBar bar = new(cmdlet, $"loading {load.Table}");
        long firstBytes = load.ProcessedBytes;
        try
        {
            while (!load.IsFinished)
            {
                if (bar.IsDue)
                    bar.Show(Status(load), load.PercentComplete, TimeLeft(load, load.ProcessedBytes - firstBytes, bar.Elapsed));
                if (cmdlet.StopToken.WaitHandle.WaitOne(Interval(bar.Elapsed)))
                    throw new PipelineStoppedException();
                load = connection.Ask(stop => connection.Operations.DescribeAsync(load.Arn, stop));
            }
        }
        catch (PipelineStoppedException)
        {
            // Also where DynamoDB can't be asked any more: that is an error, and changes nothing for the load.
            cmdlet.WarnAtTheEnd($"The load goes on in DynamoDB: {load.Arn}. {WayBack(load)}");
            throw;
        }

        bar.End();
        return load;
    }

    /// <summary>Hands over the items that failed of a load that has ended, and takes the upload away where it isn't needed any more.</summary>
    /// <param name="load">The load.</param>
    /// <param name="keepUpload">Whether to keep it all the same; null for what was said when the load was started.</param>
    /// <param name="take">Takes a failed item.</param>
    public void Receive(BulkLoad load, bool? keepUpload, Action<UnprocessedItem> take)
    {
        using BulkResults results = new(connection.DynamoDB, connection.S3, load);
        while (connection.Ask(results.NextFailedAsync) is { } items)
            Hand(items, take);
        int deleted = connection.Ask(stop => results.CleanUpAsync(keepUpload, stop));
        cmdlet.WriteVerbose($"{deleted} uploaded objects were deleted from {load.S3Uri}.");
        if (load.Status is BulkLoadStatus.Failed or BulkLoadStatus.Cancelled)
            cmdlet.WriteError(Errors.BulkEnded(load));
    }

    private static void Hand(IReadOnlyList<UnprocessedItem> items, Action<UnprocessedItem> take)
    {
        foreach (UnprocessedItem item in items)
            take(item);
    }

    private static string WayBack(BulkLoad load) =>
        $"Receive-DdbBulkLoad -Arn '{load.Arn}' -Wait gets back to it; Stop-DdbBulkLoad -Arn '{load.Arn}' stops it.";

    private static string Status(BulkLoad load)
    {
        string items = load.TotalItems is { } total ? $"{load.ProcessedItems} of {total}" : $"{load.ProcessedItems}";
        string bytes = load.TotalBytes is { } all
            ? $"{ByteCount.Text(load.ProcessedBytes)} of {ByteCount.Text(all)}"
            : ByteCount.Text(load.ProcessedBytes);
        return $"{load.Status}: {items} items processed, {load.FailedItems} failed, {bytes} read";
    }

    // By what was read while it was watched.
    private static TimeSpan? TimeLeft(BulkLoad load, long bytes, TimeSpan elapsed) => load.TotalBytes is { } total && bytes > 0
        ? TimeSpan.FromSeconds(Math.Min(int.MaxValue, elapsed.TotalSeconds * (total - load.ProcessedBytes) / bytes))
        : null;

    // The end is noticed within a tenth of the time that it took.
    private static TimeSpan Interval(TimeSpan elapsed) => TimeSpan.FromSeconds(
        Math.Min(LongestInterval.TotalSeconds, Math.Max(ShortestInterval.TotalSeconds, elapsed.TotalSeconds / 10)));
}
