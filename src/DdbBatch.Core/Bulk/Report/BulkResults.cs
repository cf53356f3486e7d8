using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Bulk.Load;
using DdbBatch.Bulk.S3;
using DdbBatch.Files;
using DdbBatch.Model;
using DdbBatch.Transport;

namespace DdbBatch.Bulk.Report;

/// <summary>The results of a load that has ended: the failed items, and the upload.</summary>
internal sealed class BulkResults : IDisposable
{
    private const int MostAtOnce = 500;

    private readonly BulkLoad _load;
    private readonly LoadBucket _input;
    private readonly LoadBucket _output;
    private readonly Queue<BulkFailure> _stopped = new();
    private readonly HashSet<string> _stoppedKeys = new(StringComparer.Ordinal);
    private readonly HashSet<(string Key, long Line)> _reported = [];
    private BulkReport? _report;
    private LineReader? _shard;
    private BulkFailure? _shardFailure;

    /// <param name="dynamoDB">Describes exceptions.</param>
    /// <param name="s3">The client for S3.</param>
    /// <param name="load">A load that has ended.</param>
    public BulkResults(DynamoDBClient dynamoDB, S3Client s3, BulkLoad load)
    {
        _load = load;
        _input = Bucket(load.Input, load.InputOwner);
        _output = Bucket(load.Output, load.OutputOwner);

        LoadBucket Bucket(S3Location? location, string? owner) =>
            new(s3, dynamoDB, location?.Bucket ?? "", owner, null, TimeSpan.FromSeconds(60));
    }

    // If every uploaded item was processed, no object was stopped early.
    private bool IsWhole => _load.TotalItems <= _load.ProcessedItems;

    /// <summary>Returns the next failed items; null after the last ones.</summary>
    /// <exception cref="BulkException">The report cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<IReadOnlyList<UnprocessedItem>?> NextFailedAsync(CancellationToken cancellationToken) =>
        // Decompression blocks, and runs on the calling thread.
        Task.Run(() => ReadAsync(cancellationToken), cancellationToken);

    /// <summary>
    /// Records the outcome in the manifest, and deletes the upload of a load that has ended, unless it is to be kept.
    /// </summary>
    /// <param name="keepUpload">True to keep it; null for the choice made at the start.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The number of deleted objects.</returns>
    /// <exception cref="BulkException">A call to S3 failed.</exception>
    public async Task<int> CleanUpAsync(bool? keepUpload, CancellationToken cancellationToken)
    {
        if (!_load.IsFinished || _load.Input is not { } input
            || S3Location.FolderOfData(input.Bucket, input.Prefix) is not { } folder
            || await BulkManifest.ReadAsync(_input, folder, cancellationToken).ConfigureAwait(false) is not { } manifest
            || manifest.ClientToken != _load.ClientToken)
            return 0;
        // The outcome is recorded first, so that a later command finds it even if the objects are only partly deleted.
        if (manifest.Outcome is null)
        {
            BulkManifest ended = manifest with
            {
                Operation = new BulkStart(_load.Arn, _load.StartTime),
                Outcome = BulkOutcome.Of(_load),
            };
            await ended.WriteAsync(_input, folder, cancellationToken).ConfigureAwait(false);
        }

        bool isDone = _load.Status is BulkLoadStatus.Completed or BulkLoadStatus.CompletedWithErrors && manifest.Items <= _load.ProcessedItems;
        return isDone && !(keepUpload ?? manifest.KeepUpload)
            ? await _input.DeleteAllAsync(input.Prefix, cancellationToken).ConfigureAwait(false)
            : 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _report?.Dispose();
        CloseShard();
    }

    private async Task<IReadOnlyList<UnprocessedItem>?> ReadAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(Dispose);
        List<UnprocessedItem> items = [];
        while (items.Count < MostAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await NextAsync(cancellationToken).ConfigureAwait(false) is not { } item)
                return items.Count > 0 ? items : null;
            items.Add(item);
        }

        return items;
    }

    private async Task<UnprocessedItem?> NextAsync(CancellationToken cancellationToken)
    {
        _report ??= await BulkReport.OpenAsync(_output, _load, cancellationToken).ConfigureAwait(false);
        while (await _report.NextAsync(cancellationToken).ConfigureAwait(false) is { } failure)
        {
            if (!IsWhole || failure.IsOfObject)
                NoteStopped(failure);
            if (!failure.IsOfObject)
                return ToItem(failure, OperationOutcome.Invalid);
        }

        return await NextOfStoppedAsync(cancellationToken).ConfigureAwait(false);
    }

    // If a record could not be understood, the rest of its object may not have been processed.
    private void NoteStopped(BulkFailure failure)
    {
        if (failure.ObjectKey is not { } key)
            return;
        if (failure.Line is { } line)
            _reported.Add((key, line));
        if (failure.Item is null && _stoppedKeys.Add(key))
            _stopped.Enqueue(failure);
    }

    // It is unknown how far a stopped object was processed, so all of its items that were not reported are returned.
    private async Task<UnprocessedItem?> NextOfStoppedAsync(CancellationToken cancellationToken)
    {
        while (_shard is not null || _stopped.Count > 0)
        {
            try
            {
                _shard ??= await OpenStoppedAsync(_shardFailure = _stopped.Dequeue(), cancellationToken).ConfigureAwait(false);
                if (_shard is null)
                    return ToItem(_shardFailure! with { Raw = _shardFailure.ObjectKey }, OperationOutcome.Unknown);
                while (_shard.Next() is { } line)
                {
                    if (_shard.Line > (_shardFailure!.Line ?? 0) && !_reported.Contains((_shardFailure.ObjectKey!, _shard.Line)))
                        return ToItem(ItemOfStopped(_shardFailure, line), OperationOutcome.Unknown);
                }

                CloseShard();
            }
            catch (FileException exception)
            {
                CloseShard();
                string message = $"{_shardFailure!.Message} Its items can't be returned: {exception.Message}";
                return ToItem(new BulkFailure(_shardFailure.Code, message) { Raw = _shardFailure.ObjectKey }, OperationOutcome.Unknown);
            }
        }

        return null;
    }

    private async Task<LineReader?> OpenStoppedAsync(BulkFailure failure, CancellationToken cancellationToken)
    {
        Stream? stream = await _input.OpenAsync(failure.ObjectKey!, cancellationToken).ConfigureAwait(false);
        return stream is null ? null : new LineReader(stream, failure.ObjectKey!);
    }

    private BulkFailure ItemOfStopped(BulkFailure failure, byte[] line) => failure with
    {
        Item = BulkRecord.Read(line).Item,
        Raw = null,
        Line = _shard!.Line,
        Message = $"It may not have been processed, because its object was stopped: {failure.Message}",
    };

    private void CloseShard()
    {
        _shard?.Dispose();
        _shard = null;
    }

    private UnprocessedItem ToItem(BulkFailure failure, OperationOutcome outcome)
    {
        string where = (failure.ObjectKey, failure.Line) switch
        {
            ({ } key, { } line) => $" ({key}, line {line})",
            ({ } key, _) => $" ({key})",
            _ => "",
        };
        return new UnprocessedItem(
            position: 0, _load.Table, OperationKind.Put, outcome, new OperationError(failure.Code, failure.Message + where), failure.Raw)
        {
            Json = failure.Item,
            Attempts = 1,
        };
    }
}
