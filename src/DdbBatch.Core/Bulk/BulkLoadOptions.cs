using System;

namespace DdbBatch.Bulk;

/// <summary>What a bulk load is to do, and how.</summary>
internal sealed record BulkLoadOptions
{
    /// <summary>The table, by name or ARN.</summary>
    public required string Table { get; init; }

    /// <summary>Where the upload goes: into a folder named after the token.</summary>
    public required S3Location Location { get; init; }

    /// <summary>The account that owns the bucket, where it isn't the caller's: 12 digits.</summary>
    public string? BucketOwner { get; init; }

    /// <summary>Where DynamoDB writes its report; beside the upload by default.</summary>
    public S3Location? Output { get; init; }

    /// <summary>The account that owns the report's bucket, where it isn't the caller's.</summary>
    public string? OutputBucketOwner { get; init; }

    /// <summary>The KMS key that encrypts the upload and the report; null for the bucket's own encryption.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>Names the load: a run with the token of an earlier one goes on with it.</summary>
    public string ClientToken { get; init; } = Guid.NewGuid().ToString();

    public FileCompression Compression { get; init; } = FileCompression.Gzip;

    /// <summary>How large an object is to be, uncompressed.</summary>
    public long ShardBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Most write request units a second (at least 1,024); null for no limit.</summary>
    public long? MaxWriteRequestUnits { get; init; }

    public BulkPerformanceTier PerformanceTier { get; init; } = BulkPerformanceTier.Standard;

    /// <summary>What happens to several items with one key. InOrder and KeepLast are one here: the last one stays.</summary>
    public DuplicateKeyMode DuplicateKey { get; init; } = DuplicateKeyMode.InOrder;

    /// <summary>Keep what was uploaded, also after success.</summary>
    public bool KeepUpload { get; init; }

    /// <summary>Only counts what would be uploaded, and writes nothing.</summary>
    public bool WhatIf { get; init; }

    /// <summary>How long a part of the upload is tried without success before the run ends.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The folder of this load.</summary>
    public S3Location Folder => Location.Below(ClientToken);

    /// <summary>Where its objects go, and nothing else: all that is here is loaded.</summary>
    public S3Location Data => Folder.Below("data");

    /// <summary>Where the report goes.</summary>
    public S3Location Report => Output?.Below(ClientToken) ?? Folder.Below("report");
}
