using System;

namespace DdbBatch.Bulk;

/// <summary>The options of a bulk load.</summary>
internal sealed record BulkLoadOptions
{
    /// <summary>The table, by name or ARN.</summary>
    public required string Table { get; init; }

    /// <summary>The S3 location of the upload: a folder named after the token.</summary>
    public required S3Location Location { get; init; }

    /// <summary>The account that owns the bucket, if it is not the caller's: 12 digits.</summary>
    public string? BucketOwner { get; init; }

    /// <summary>The S3 location of DynamoDB's report; by default next to the upload.</summary>
    public S3Location? Output { get; init; }

    /// <summary>The account that owns the report's bucket, if it is not the caller's.</summary>
    public string? OutputBucketOwner { get; init; }

    /// <summary>The KMS key that encrypts the upload and the report; null for the bucket's own encryption.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>The name of the load: a run with the token of an earlier run continues it.</summary>
    public string ClientToken { get; init; } = Guid.NewGuid().ToString();

    public FileCompression Compression { get; init; } = FileCompression.Gzip;

    /// <summary>The size of an object, uncompressed.</summary>
    public long ShardBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>The maximum number of write request units per second (at least 1,024); null for no limit.</summary>
    public long? MaxWriteRequestUnits { get; init; }

    public BulkPerformanceTier PerformanceTier { get; init; } = BulkPerformanceTier.Standard;

    /// <summary>
    /// The handling of several items with the same key. InOrder and KeepLast are equivalent here: the last item stays.
    /// </summary>
    public DuplicateKeyMode DuplicateKey { get; init; } = DuplicateKeyMode.InOrder;

    /// <summary>True to keep the uploaded objects even after success.</summary>
    public bool KeepUpload { get; init; }

    /// <summary>True to count the items without writing anything.</summary>
    public bool WhatIf { get; init; }

    /// <summary>The time for which a part of the upload is retried before the run ends.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The folder of this load.</summary>
    public S3Location Folder => Location.Below(ClientToken);

    /// <summary>The prefix of the load's objects. Everything under it is loaded.</summary>
    public S3Location Data => Folder.Below("data");

    /// <summary>The prefix of the report.</summary>
    public S3Location Report => Output?.Below(ClientToken) ?? Folder.Below("report");
}
