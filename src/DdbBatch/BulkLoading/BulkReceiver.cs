using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Bulk.Report;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;

namespace DdbBatch.BulkLoading;

/// <summary>Waits for the end of a load, and returns its failed items.</summary>
/// <param name="cmdlet">Writes the messages.</param>
/// <param name="connection">The clients.</param>
internal sealed class BulkReceiver(ModuleCommand cmdlet, BulkConnection connection)
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Waits until a load has ended. A command that is stopped in the meantime leaves the load running, and reports that.
    /// </summary>
    public BulkLoad WaitForEnd(BulkLoad load)
    {
        cmdlet.WriteVerbose($"Waiting for {load.Arn}. {WaitAdvice(load)}");
        PhaseBar bar = new(cmdlet, $"loading {load.Table}");
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
            // Also if DynamoDB can no longer be reached: that is an error, but it does not change the load.
            cmdlet.WarnAtTheEnd($"The load continues in DynamoDB: {load.Arn}. {WaitAdvice(load)}");
            throw;
        }

        bar.End();
        return load;
    }

    /// <summary>
    /// Returns the failed items of a load that has ended, and deletes the upload if it is no longer needed.
    /// </summary>
    /// <param name="load">The load.</param>
    /// <param name="keepUpload">True to keep it anyway; null for the choice made when the load was started.</param>
    /// <param name="take">Receives a failed item.</param>
    public void Receive(BulkLoad load, bool? keepUpload, Action<UnprocessedItem> take)
    {
        using BulkResults results = new(connection.DynamoDB, connection.S3, load);
        while (connection.Ask(results.NextFailedAsync) is { } items)
            Hand(items, take);
        int deleted = connection.Ask(stop => results.CleanUpAsync(keepUpload, stop));
        cmdlet.WriteVerbose($"{deleted} uploaded objects were deleted from {load.S3Uri}.");
        if (load.Status is BulkLoadStatus.Failed or BulkLoadStatus.Cancelled)
            cmdlet.WriteError(BulkLoadErrors.Ended(load));
    }

    private static void Hand(IReadOnlyList<UnprocessedItem> items, Action<UnprocessedItem> take)
    {
        foreach (UnprocessedItem item in items)
            take(item);
    }

    private static string WaitAdvice(BulkLoad load) =>
        $"Receive-DdbBulkLoad -Arn '{load.Arn}' -Wait waits for its end; Stop-DdbBulkLoad -Arn '{load.Arn}' stops it.";

    private static string Status(BulkLoad load)
    {
        string items = load.TotalItems is { } total ? $"{load.ProcessedItems} of {total}" : $"{load.ProcessedItems}";
        string bytes = load.TotalBytes is { } all
            ? $"{ByteCount.Text(load.ProcessedBytes)} of {ByteCount.Text(all)}"
            : ByteCount.Text(load.ProcessedBytes);
        return $"{load.Status}: {items} items processed, {load.FailedItems} failed, {bytes} read";
    }

    // Based on the bytes that were read while it was observed.
    private static TimeSpan? TimeLeft(BulkLoad load, long bytes, TimeSpan elapsed) => load.TotalBytes is { } total && bytes > 0
        ? TimeSpan.FromSeconds(Math.Min(int.MaxValue, elapsed.TotalSeconds * (total - load.ProcessedBytes) / bytes))
        : null;

    // The interval is a tenth of the elapsed time, so that the end is noticed with at most that delay.
    private static TimeSpan Interval(TimeSpan elapsed) => TimeSpan.FromSeconds(
        Math.Min(LongestInterval.TotalSeconds, Math.Max(ShortestInterval.TotalSeconds, elapsed.TotalSeconds / 10)));
}
