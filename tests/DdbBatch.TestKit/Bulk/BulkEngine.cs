using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.S3;
using Amazon.S3.Model;
using DdbBatch.TestKit.Capacity;

namespace DdbBatch.TestKit.Bulk;

/// <summary>Processes one bulk operation.</summary>
internal sealed class BulkEngine(IAmazonS3 s3, IBulkTable table, BulkStartRequest request, BulkServerOptions options)
{
    private const int BatchItems = 25;
    private const int BatchBytes = 8 * 1024 * 1024;
    private const int ParallelObjects = 4;

    private readonly BulkInput _input = new(s3, request, options);
    private readonly BulkReport _report = new(s3, request, options.Report);
    private readonly ConcurrentQueue<BulkError> _errors = [];
    private readonly SemaphoreSlim _turn = new(1);
    private Queue<S3Object>? _objects;

    /// <summary>Lists the input, or loads an object, or ends the operation.</summary>
    public Task StepAsync(BulkOperation operation, CancellationToken cancellation) => TakeTurnAsync(
        operation,
        async () =>
        {
            if (operation.Status != "IN_PROGRESS" || _objects is { Count: 0 })
                await EndAsync(operation, failure: null, cancellation);
            else if (_objects is null)
                await ListAsync(operation, cancellation);
            else
                await LoadAsync(operation, _objects.Dequeue(), cancellation);
        },
        cancellation);

    /// <summary>Loads all objects, some at a time, and ends the operation.</summary>
    public Task RunAsync(BulkOperation operation, CancellationToken cancellation) => TakeTurnAsync(
        operation,
        async () =>
        {
            if (_objects is null)
                await ListAsync(operation, cancellation);
            await Parallel.ForEachAsync(
                _objects!,
                new ParallelOptions { MaxDegreeOfParallelism = ParallelObjects, CancellationToken = cancellation },
                async (found, stop) => await LoadAsync(operation, found, stop));
            await EndAsync(operation, failure: null, cancellation);
        },
        cancellation);

    private async Task TakeTurnAsync(BulkOperation operation, Func<Task> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (!operation.IsEnded)
                await EndOnFailureAsync(operation, work, cancellation);
        }
        catch (AmazonS3Exception exception)
        {
            operation.End("FAILED", options.Clock.GetUtcNow(), ($"S3{exception.ErrorCode}", exception.Message));
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task EndOnFailureAsync(BulkOperation operation, Func<Task> work, CancellationToken cancellation)
    {
        try
        {
            await work();
        }
        catch (BulkFailure failure)
        {
            await EndAsync(operation, failure, cancellation);
        }
    }

    private async Task ListAsync(BulkOperation operation, CancellationToken cancellation)
    {
        await _report.CheckAsync(cancellation);
        IReadOnlyList<S3Object> objects = await _input.ListAsync(cancellation);
        operation.TotalInputBytes = objects.Sum(found => found.Size ?? 0);
        _objects = new Queue<S3Object>(objects);
    }

    private async Task LoadAsync(BulkOperation operation, S3Object found, CancellationToken cancellation)
    {
        List<BulkRecord> batch = [];
        int batchBytes = 0;
        try
        {
            await foreach (BulkRecord record in _input.ReadAsync(found, cancellation))
            {
                if (operation.Status != "IN_PROGRESS")
                    return;
                if (batch.Count == BatchItems || batchBytes + record.Raw.Length > BatchBytes)
                {
                    await PutAsync(operation, batch, cancellation);
                    (batch, batchBytes) = ([], 0);
                }

                batch.Add(record);
                batchBytes += record.Raw.Length;
                if (record.Item is null && options.MalformedRecordStopsObject)
                    break;
            }
        }
        catch (InvalidDataException exception)
        {
            operation.AddItems(processed: 1, failed: 1, putBytes: 0);
            _errors.Enqueue(new BulkError(new BulkRecord(found.Key), "InvalidCompression", exception.Message));
        }

        await PutAsync(operation, batch, cancellation);
        operation.AddInputBytes(found.Size ?? 0);
    }

    private async Task PutAsync(BulkOperation operation, List<BulkRecord> records, CancellationToken cancellation)
    {
        int count = (int)Math.Clamp((options.FailAfterItems ?? long.MaxValue) - operation.ProcessedItems, 0, records.Count);
        List<BulkRecord> batch = records[..count];
        List<BulkError> errors = [.. batch.Select(Check).OfType<BulkError>()];
        HashSet<BulkRecord> refused = [.. errors.Select(error => error.Record)];
        List<BulkRecord> sent = [.. batch.Where(record => !refused.Contains(record))];
        if (sent.Count > 0)
            errors.AddRange(await table.PutAsync(sent, cancellation));
        refused.UnionWith(errors.Select(error => error.Record));
        foreach (BulkError error in errors)
            _errors.Enqueue(error);
        operation.AddItems(
            count, errors.Count, sent.Where(record => !refused.Contains(record)).Sum(record => ItemSizer.SizeOf(record.ItemJson)));
        if (count < records.Count)
            throw new BulkFailure(options.FailureCode, $"The operation failed after {operation.ProcessedItems} items.");
    }

    /// <summary>Checks a record before it is sent to the table; returns the error, or null.</summary>
    private BulkError? Check(BulkRecord record)
    {
        if (record.Item is not { } item)
            return new BulkError(record, "MalformedRecord", "The line is not an object with the property Item.");
        return options.Refuse(item) is { } message ? new BulkError(record, "ValidationException", message) : null;
    }

    /// <summary>The report is there before the status says so.</summary>
    private async Task EndAsync(BulkOperation operation, BulkFailure? failure, CancellationToken cancellation)
    {
        (string status, (string, string)? reason) = (failure, operation.Status) switch
        {
            ({ } found, _) => ("FAILED", (found.Code, found.Message)),
            (_, "CANCELLING") => ("CANCELLED", ("UserCancelled", "The operation was cancelled by a request.")),
            _ => (operation.FailedItems > 0 ? "COMPLETED_WITH_ERRORS" : "COMPLETED", default((string, string)?)),
        };
        DateTimeOffset now = options.Clock.GetUtcNow();
        await _report.WriteAsync(operation, status, now, [.. _errors], cancellation);
        operation.End(status, now, reason);
    }
}
