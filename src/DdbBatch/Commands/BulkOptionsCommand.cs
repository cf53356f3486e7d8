using System.Management.Automation;
using DdbBatch.Bulk;
using DdbBatch.Completion;

namespace DdbBatch.Commands;

/// <summary>Where a bulk load goes, and how: the parameters.</summary>
public abstract class BulkOptionsCommand : LeftoverCommand
{
    /// <summary>The table, by its name or ARN. It has to be there, and must not be a global table.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("TableName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string Table { get; set; } = "";

    /// <summary>
    /// Where in S3 the items are uploaded to, as s3://bucket/prefix/: into a folder there that is named after -ClientToken.
    /// Nothing else may change what is in that folder.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string S3Uri { get; set; } = "";

    /// <summary>The account that owns the bucket, by its 12 digits, where it isn't the caller's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? S3BucketOwner { get; set; }

    /// <summary>
    /// The URL of an endpoint for S3 in place of the region's. Without it: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or the
    /// profile's.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? S3EndpointUrl { get; set; }

    /// <summary>Where DynamoDB writes its report of failed items, as s3://bucket/prefix/; beside the upload by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputS3Uri { get; set; }

    /// <summary>The account that owns the report's bucket, by its 12 digits, where it isn't the caller's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputS3BucketOwner { get; set; }

    /// <summary>
    /// The KMS key, by its id or ARN, that encrypts the upload and the report. Without it the buckets' own encryption counts.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KmsKeyId { get; set; }

    /// <summary>
    /// Names the load: 1 to 64 letters, digits, '.', '_' and '-'. A run with the token of an earlier one, and with the same input and
    /// parameters, goes on with that load, however the run ended, and loads nothing twice: it uploads what wasn't uploaded
    /// completely, starts what wasn't started, and waits for what runs. Without it, each run has a token of its own. DynamoDB
    /// itself knows a token for 8 hours; after that the manifest beside the upload tells of the load, so keep that.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClientToken { get; set; }

    /// <summary>
    /// The size of an object in S3 before it is compressed, in bytes; 256 MB by default, 256 KB at least. DynamoDB takes at most 50,000 objects
    /// of at most 5 GB. With -DuplicateKey Error objects end at that size; else one may grow beyond it, since all items with
    /// one key go into one object.
    /// </summary>
    [Parameter]
    public long ShardBytes { get; set; } = 256L << 20;

    /// <summary>How the objects are compressed: Gzip (default), Zstd or None.</summary>
    [Parameter]
    public BulkCompression Compression { get; set; }

    /// <summary>Most write request units a second that the load may use; at least 1,024. Without it there is no limit.</summary>
    [Parameter]
    [ValidateRange(1024L, long.MaxValue)]
    public long MaxWriteRequestUnit { get; set; }

    /// <summary>Standard (default), or Accelerated, which is faster, costs more, and isn't there in all regions.</summary>
    [Parameter]
    public BulkPerformanceTier PerformanceTier { get; set; }

    /// <summary>
    /// Several items with one key: InOrder (default) and KeepLast upload them into one object, in the order of the input, of
    /// which the last should stay; DynamoDB doesn't promise that. Error refuses all but the first, and remembers the keys
    /// seen, as hashes of 16 bytes.
    /// </summary>
    [Parameter]
    public DuplicateKeyMode DuplicateKey { get; set; }

    /// <summary>
    /// Keep the uploaded objects. Without it they are deleted once all items were processed and the load was waited for
    /// (-Wait, Receive-DdbBulkLoad).
    /// </summary>
    [Parameter]
    public SwitchParameter KeepUpload { get; set; }

    /// <summary>What the parameters ask of the load; ends the command where a URI is none.</summary>
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
                WhatIf = Preferences.IsWhatIf(this),
            };
            return ClientToken is null ? options : options with { ClientToken = ClientToken };
        }
        catch (BulkException exception)
        {
            ThrowTerminatingError(Errors.Bulk(exception));
            throw;
        }
    }
}
