using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Bulk;

/// <summary>
/// One run of a bulk load: checks what has to be so, uploads the items, starts the operation. A run with the token of an
/// earlier one, however that ended, goes on where it was. One run at a time has a token.
/// </summary>
/// <remarks>
/// The manifest is written behind the upload, and once more with the operation's ARN behind the start. Without a manifest
/// the upload is taken back and made anew. With one, the input is compared with it, and the operation is asked for by its
/// ARN, else by its token; only where DynamoDB knows of none is it started.
/// </remarks>
internal sealed class BulkRun : IDisposable
{
    // A token holds for 8 hours (API reference, "StartBulkPutItems"); clocks differ.
    private static readonly TimeSpan TokenHolds = TimeSpan.FromHours(7);

    private readonly DynamoDBClient _dynamoDB;
    private readonly S3Bucket _bucket;
    private readonly S3Bucket _reportBucket;
    private readonly S3ShardStore _store;
    private readonly BulkOperations _operations;
    private readonly SeenKeys? _seenKeys;
    private TableDescription? _table;
    private BulkManifest? _former;
    private BulkUpload? _upload;
    private bool _isComplete;

    /// <param name="dynamoDB">Talks to DynamoDB; not disposed of.</param>
    /// <param name="s3">Talks to S3; not disposed of.</param>
    /// <param name="options">What to do.</param>
    /// <exception cref="BulkException">An option can't be.</exception>
    public BulkRun(DynamoDBClient dynamoDB, S3Client s3, BulkLoadOptions options)
    {
        BulkPreconditions.Check(options);
        Options = options;
        _dynamoDB = dynamoDB;
        _bucket = new S3Bucket(s3, dynamoDB, options.Location.Bucket, options.BucketOwner, options.KmsKeyId, options.RetryTimeout);
        _reportBucket = options.Report.Bucket == _bucket.Name
            ? _bucket
            : new S3Bucket(s3, dynamoDB, options.Report.Bucket, options.OutputBucketOwner, options.KmsKeyId, options.RetryTimeout);
        _store = new S3ShardStore(_bucket);
        _operations = new BulkOperations(dynamoDB, s3);
        _seenKeys = options.DuplicateKey == DuplicateKeyMode.Error ? new SeenKeys() : null;
    }

    public BulkLoadOptions Options { get; }

    /// <summary>The table, once the run is open.</summary>
    public TableDescription Table => _table ?? throw NotOpen();

    /// <summary>
    /// True if everything is uploaded, and stays when the run ends: by an earlier run, in which case the input is only compared
    /// with what it was, or by this one.
    /// </summary>
    public bool IsUploaded => _former is not null || _isComplete;

    /// <summary>Objects of the input that make no item: counted by the caller until the start, and kept in the manifest.</summary>
    public long InvalidItems { get; set; }

    /// <summary>How far it has come.</summary>
    public BulkProgress Progress() => Upload.Progress;

    private BulkUpload Upload => _upload ?? throw NotOpen();

    /// <summary>Checks the preconditions, and looks for what an earlier run has left.</summary>
    /// <exception cref="BulkException">A precondition isn't met, or the token is that of another load.</exception>
    /// <exception cref="TableException">The table can't be described.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        BulkPreconditions preconditions = new(_dynamoDB, _bucket, _reportBucket);
        _table = await preconditions.CheckAsync(Options.Table, cancellationToken).ConfigureAwait(false);
        _former = await BulkManifest.ReadAsync(_bucket, Options.Folder, cancellationToken).ConfigureAwait(false);
        if (_former is not null)
            Compare(_former);
        else if (!Options.WhatIf)
            await ClearAsync(cancellationToken).ConfigureAwait(false);
        _upload = new BulkUpload(IsUploaded || Options.WhatIf ? null : _store, new ShardPlan(Options));
    }

    /// <summary>Whether an earlier item has the same key, and that is an error (-DuplicateKey Error). To be asked once an item.</summary>
    public bool IsRefusedDuplicate(EncodedItem item) => _seenKeys?.Add(item.Key) == false;

    /// <summary>Takes an item in, if there is room for it. For one thread.</summary>
    /// <returns>False where there is no room: <see cref="Wait"/>, and try again.</returns>
    /// <exception cref="BulkException">The upload has failed.</exception>
    public bool TryAdd(EncodedItem item) => Upload.TryAdd(item);

    /// <summary>Waits until there is room, or a while has gone by.</summary>
    public void Wait(TimeSpan atMost) => Upload.Wait(atMost);

    /// <summary>
    /// Ends the input: what is left is uploaded, the manifest written, the operation started, or found where an earlier run
    /// has started it.
    /// </summary>
    /// <returns>Null where there was no item.</returns>
    /// <exception cref="BulkException">The upload has failed, the input is another one than the earlier run's, or DynamoDB refuses the operation.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<BulkLoad?> StartAsync(CancellationToken cancellationToken)
    {
        BulkManifest? manifest = await CompleteUploadAsync(cancellationToken).ConfigureAwait(false);
        if (manifest is null)
            return null;
        if (manifest.Operation is { } started)
            return await FindStartedAsync(manifest, started, cancellationToken).ConfigureAwait(false);
        BulkLoad? load = DateTimeOffset.UtcNow - manifest.Uploaded > TokenHolds
            ? await _operations.FindAsync(manifest, cancellationToken).ConfigureAwait(false)
            : null;
        load ??= await _operations.StartAsync(manifest, cancellationToken).ConfigureAwait(false);
        manifest = manifest with { Operation = new BulkStart(load.Arn, load.StartTime) };
        await manifest.WriteAsync(_bucket, Options.Folder, cancellationToken).ConfigureAwait(false);
        return load;
    }

    /// <summary>Ends the input where nothing is to be written (WhatIf), and says what would have been uploaded.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<BulkProgress> CountAsync(CancellationToken cancellationToken)
    {
        await Upload.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return Progress();
    }

    /// <summary>Ends the run. An upload that isn't complete is taken back, as far as that goes within a moment.</summary>
    public void Dispose() => _upload?.Dispose();

    private static InvalidOperationException NotOpen() => new("The run isn't open.");

    private void Compare(BulkManifest former)
    {
        IEnumerable<string> differences = BulkRequest.Of(Options, Table.TableArn).Differences(former.Request);
        if (former.DuplicateKey != Options.DuplicateKey)
            differences = differences.Append($"-DuplicateKey was {former.DuplicateKey} and is {Options.DuplicateKey}");
        if (string.Join("; ", differences) is { Length: > 0 } text)
            throw BulkErrors.OtherOptions(Options.ClientToken, text);
    }

    // Also shows, before the input is read, whether the bucket can be written to.
    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        await _store.AbortAllAsync(Options.Data.Prefix, cancellationToken).ConfigureAwait(false);
        await _bucket.DeleteAllAsync(Options.Data.Prefix, cancellationToken).ConfigureAwait(false);
        string key = Options.Data.Prefix + "probe";
        string uploadId = await _store.BeginAsync(key, cancellationToken).ConfigureAwait(false);
        await _store.AbortAsync(key, uploadId, cancellationToken).ConfigureAwait(false);
    }

    private async Task<BulkManifest?> CompleteUploadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ShardSummary> shards = await Upload.CompleteAsync(cancellationToken).ConfigureAwait(false);
        string hash = Upload.RowsHash.ToString("x16", CultureInfo.InvariantCulture);
        if (_former is { } former)
        {
            return former.Items == Upload.Items && former.RowsHash == hash
                ? former with { KeepUpload = Options.KeepUpload, InvalidItems = InvalidItems }
                : throw BulkErrors.OtherRows(Options.ClientToken, former.Items, Upload.Items);
        }

        if (Upload.Items == 0)
            return null;
        BulkManifest manifest = new()
        {
            ClientToken = Options.ClientToken,
            Table = Options.Table,
            Uploaded = DateTimeOffset.UtcNow,
            Request = BulkRequest.Of(Options, Table.TableArn),
            DuplicateKey = Options.DuplicateKey,
            KeepUpload = Options.KeepUpload,
            Items = Upload.Items,
            InvalidItems = InvalidItems,
            Bytes = Upload.Bytes,
            RowsHash = hash,
            Shards = shards,
        };
        await manifest.WriteAsync(_bucket, Options.Folder, cancellationToken).ConfigureAwait(false);
        _isComplete = true;
        return manifest;
    }

    private async Task<BulkLoad> FindStartedAsync(BulkManifest manifest, BulkStart started, CancellationToken cancellationToken)
    {
        try
        {
            return await _operations.DescribeAsync(started.Arn, cancellationToken).ConfigureAwait(false);
        }
        catch (BulkException exception) when (exception.ErrorId == BulkErrors.OperationNotFoundId && manifest.Outcome is not null)
        {
            return BulkLoads.Of(manifest, started, manifest.Outcome);
        }
    }
}
