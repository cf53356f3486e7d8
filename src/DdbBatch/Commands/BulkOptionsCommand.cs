using System.Management.Automation;
using DdbBatch.Bulk;
using DdbBatch.BulkLoading;
using DdbBatch.Completion;
using DdbBatch.Lifecycle;
using DdbBatch.Running;

namespace DdbBatch.Commands;

/// <summary>The parameters for the destination and the options of a bulk load.</summary>
public abstract class BulkOptionsCommand : ItemInputCommand, IInputConsumer
{
    private protected BulkOptionsCommand()
    {
        Output = new LeftoverOutput(this, this);
        Prepare(() => Output.OpenFiles(Resolve(FailedPath), checkpointPath: null));
    }

    /// <summary>
    /// The name of a variable for all UnprocessedItem objects, without $. It is set however the run ends; +name adds to
    /// it. Pipe its content to Write-DdbBatch to write these items later.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UnprocessedVariable { get; set; }

    /// <summary>
    /// A file to which each operation that was not written is appended immediately, as one line of JSON with the item
    /// and the reason. Import-DdbItem reads the file, and Write-DdbBatch writes the operations as they were. Only one
    /// run at a time can use the file. A load with -CheckpointPath must continue with the same file.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FailedPath { get; set; }

    /// <summary>
    /// The number of invalid objects that ends the run: objects that break a rule, and those that DynamoDB refuses. The
    /// error's TargetObject is the summary. Use it to stop early if the input does not match the table. By default no
    /// number ends the run: all valid objects are written, and for each rule the first 10 objects that break it are
    /// reported as errors, the others in one warning. It has no effect with -WhatIf.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [PSDefaultValue(Help = "No limit")]
    public int MaxInvalid { get; set; }

    /// <summary>The table, by name or ARN. It must exist, and it must not be a global table.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("TableName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string Table { get; set; } = "";

    /// <summary>
    /// The place in S3 to which the items are uploaded, as s3://bucket/prefix/. They go to a folder there that is named
    /// after -ClientToken. Nothing else may change the content of that folder.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(S3UriCompleter))]
    public string S3Uri { get; set; } = "";

    /// <summary>The account ID (12 digits) of the bucket's owner, if it is not the caller's account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? S3BucketOwner { get; set; }

    /// <summary>
    /// The URL of an endpoint for S3 to use instead of the region's. Without it, the endpoint comes from
    /// AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or the profile.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? S3EndpointUrl { get; set; }

    /// <summary>
    /// The place of DynamoDB's report of failed items, as s3://bucket/prefix/. By default it is next to the upload.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(S3UriCompleter))]
    public string? OutputS3Uri { get; set; }

    /// <summary>The account ID (12 digits) of the owner of the report's bucket, if it is not the caller's account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputS3BucketOwner { get; set; }

    /// <summary>
    /// The ID or ARN of the KMS key that encrypts the upload and the report. Without it, the default encryption of the
    /// buckets applies.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KmsKeyId { get; set; }

    /// <summary>
    /// The name of the load: 1 to 64 letters, digits, '.', '_' and '-'. A run with the token of an earlier one, and the
    /// same input and parameters, continues that load, however it ended, and loads nothing twice: it uploads the
    /// missing objects, starts the load if it was not started, and waits for it. Without this parameter, each run has
    /// its own token. DynamoDB remembers a token for 8 hours; after that the manifest next to the upload identifies the
    /// load, so keep it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClientToken { get; set; }

    /// <summary>
    /// The size of an object in S3 before compression, in bytes; 256 MB by default, at least 256 KB. DynamoDB accepts
    /// at most 50,000 objects of at most 5 GB each. With -DuplicateKey Error, objects end at that size; otherwise an
    /// object may become larger, because all items with one key are in the same object.
    /// </summary>
    [Parameter]
    public long ShardBytes { get; set; } = 256L << 20;

    /// <summary>The compression of the objects: Gzip (default), Zstd or None.</summary>
    [Parameter]
    public FileCompression Compression { get; set; }

    /// <summary>
    /// The most write request units per second that the load may use, at least 1,024. By default there is no limit.
    /// </summary>
    [Parameter]
    [ValidateRange(1024L, long.MaxValue)]
    public long MaxWriteRequestUnit { get; set; }

    /// <summary>
    /// Standard (default), or Accelerated, which is faster, costs more, and is not available in all regions.
    /// </summary>
    [Parameter]
    public BulkPerformanceTier PerformanceTier { get; set; }

    /// <summary>
    /// How several items with one key are handled: InOrder (default) and KeepLast upload them into one object, in the
    /// order of the input. The last one should remain, but DynamoDB does not promise that. Error refuses all but the
    /// first, and remembers the keys as hashes of 16 bytes.
    /// </summary>
    [Parameter]
    public DuplicateKeyMode DuplicateKey { get; set; }

    /// <summary>
    /// Keeps the uploaded objects. Without it, they are deleted after all items have been processed and the load was
    /// waited for (-Wait, Receive-DdbBulkLoad).
    /// </summary>
    [Parameter]
    public SwitchParameter KeepUpload { get; set; }

    /// <summary>Keeps the items that were not loaded.</summary>
    private protected LeftoverOutput Output { get; }

    /// <inheritdoc/>
    bool IInputConsumer.PassesInput => false;

    /// <inheritdoc/>
    void IInputConsumer.CountReadError() => Output.CountReadError();

    /// <inheritdoc/>
    ErrorRecord? IInputConsumer.CheckInputFile(string path) => Output.CheckInputFile(path);

    private protected override void OpenVariables() => Output.OpenVariable(UnprocessedVariable);

    /// <summary>Returns the options of the load; ends the command if a URI is invalid.</summary>
    private protected BulkLoadOptions BulkOptions()
    {
        try
        {
            BulkLoadOptions options = new()
            {
                Table = Table,
                Location = S3Location.Parse(S3Uri),
                BucketOwner = S3BucketOwner,
                Output = OutputS3Uri is null ? null : S3Location.Parse(OutputS3Uri),
                OutputBucketOwner = OutputS3BucketOwner,
                KmsKeyId = KmsKeyId,
                Compression = Compression,
                ShardBytes = ShardBytes,
                MaxWriteRequestUnits = MaxWriteRequestUnit > 0 ? MaxWriteRequestUnit : null,
                PerformanceTier = PerformanceTier,
                DuplicateKey = DuplicateKey,
                KeepUpload = KeepUpload,
                WhatIf = CommonSettings.IsWhatIf(this),
            };
            return ClientToken is null ? options : options with { ClientToken = ClientToken };
        }
        catch (BulkException exception)
        {
            ThrowTerminatingError(BulkLoadErrors.Of(exception));
            throw;
        }
    }
}
