using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Bulk.S3;
using DdbBatch.Bulk.Upload;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Bulk.Load;

/// <summary>
/// One run of a bulk load: it checks the preconditions, uploads the items and starts the operation. A run with the token of
/// an earlier run, however that ended, continues it. Only one run at a time can use a token.
/// </summary>
/// <remarks>
/// The manifest is written after the upload, and again with the operation's ARN after the start. If there is no manifest,
/// the upload is deleted and repeated. If there is one, the input is compared with it, and the operation is looked up by its
/// ARN, otherwise by its token. It is started only if DynamoDB does not know one.
/// </remarks>
internal sealed class BulkRun : IDisposable
{
    // A token is valid for 8 hours (API reference, "StartBulkPutItems"). Clocks may differ.
    private static readonly TimeSpan TokenHolds = TimeSpan.FromHours(7);

    private readonly DynamoDBClient _dynamoDB;
    private readonly LoadBucket _bucket;
    private readonly LoadBucket _reportBucket;
    private readonly S3ShardStore _store;
    private readonly BulkOperations _operations;
    private readonly SeenKeys? _seenKeys;
    private TableDescription? _table;
    private BulkManifest? _former;
    private BulkUpload? _upload;
    private bool _isComplete;

    /// <param name="dynamoDB">The client for DynamoDB; not disposed of.</param>
    /// <param name="s3">The client for S3; not disposed of.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="BulkException">An option is invalid.</exception>
    public BulkRun(DynamoDBClient dynamoDB, S3Client s3, BulkLoadOptions options)
    {
        BulkPreconditions.Check(options);
        Options = options;
        _dynamoDB = dynamoDB;
        _bucket = new LoadBucket(s3, dynamoDB, options.Location.Bucket, options.BucketOwner, options.KmsKeyId, options.RetryTimeout);
        _reportBucket = options.Report.Bucket == _bucket.Name
            ? _bucket
            : new LoadBucket(s3, dynamoDB, options.Report.Bucket, options.OutputBucketOwner, options.KmsKeyId, options.RetryTimeout);
        _store = new S3ShardStore(_bucket);
        _operations = new BulkOperations(dynamoDB, s3);
        _seenKeys = options.DuplicateKey == DuplicateKeyMode.Error ? new SeenKeys() : null;
    }

    public BulkLoadOptions Options { get; }

    /// <summary>The table, after the run was opened.</summary>
    public TableDescription Table => _table ?? throw NotOpen();

    /// <summary>
    /// True if everything is uploaded and stays when the run ends. Either an earlier run uploaded it, and the input is only
    /// compared with it, or this run did.
    /// </summary>
    public bool IsUploaded => _former is not null || _isComplete;

    /// <summary>
    /// The number of input objects that cannot become items. The caller counts them until the start, and the manifest
    /// records them.
    /// </summary>
    public long InvalidItems { get; set; }

    /// <summary>The progress of the upload.</summary>
    public BulkProgress Progress() => Upload.Progress;

    private BulkUpload Upload => _upload ?? throw NotOpen();

    /// <summary>Checks the preconditions, and looks for the upload of an earlier run.</summary>
    /// <exception cref="BulkException">A precondition is not met, or the token belongs to another load.</exception>
    /// <exception cref="TableException">The table cannot be described.</exception>
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

    /// <summary>
    /// True if an earlier item has the same key and that is an error (-DuplicateKey Error). Must be called once per item.
    /// </summary>
    public bool IsRefusedDuplicate(EncodedItem item) => _seenKeys?.Add(item.Key) == false;

    /// <summary>Adds an item if there is room for it. Must be called on one thread.</summary>
    /// <returns>False if there is no room: call <see cref="Wait"/>, and try again.</returns>
    /// <exception cref="BulkException">The upload has failed.</exception>
    public bool TryAdd(EncodedItem item) => Upload.TryAdd(item);

    /// <summary>Waits until there is room, or until a timeout.</summary>
    public void Wait(TimeSpan atMost) => Upload.Wait(atMost);

    /// <summary>
    /// Ends the input: the rest is uploaded, the manifest is written, and the operation is started, or found if an earlier
    /// run has started it.
    /// </summary>
    /// <returns>Null if there was no item.</returns>
    /// <exception cref="BulkException">The upload has failed, the input differs from the earlier run's, or DynamoDB refuses
    /// the operation.</exception>
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

    /// <summary>Ends the input without writing anything (WhatIf), and returns the counts of the upload.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<BulkProgress> CountAsync(CancellationToken cancellationToken)
    {
        await Upload.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return Progress();
    }

    /// <summary>Ends the run. An incomplete upload is deleted, as far as that is possible within a moment.</summary>
    public void Dispose() => _upload?.Dispose();

    private static InvalidOperationException NotOpen() => new("The run is not open.");

    private void Compare(BulkManifest former)
    {
        IEnumerable<string> differences = BulkRequest.Of(Options, Table.TableArn).Differences(former.Request);
        if (former.DuplicateKey != Options.DuplicateKey)
            differences = differences.Append($"-DuplicateKey was {former.DuplicateKey} and is {Options.DuplicateKey}");
        if (string.Join("; ", differences) is { Length: > 0 } text)
            throw BulkErrors.OtherOptions(Options.ClientToken, text);
    }

    // This also detects, before the input is read, whether the bucket can be written.
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
