using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Bulk.Load;

/// <summary>
/// The content of a request to StartBulkPutItems. A token belongs to one request: with different content it is refused (API
/// reference, "StartBulkPutItems").
/// </summary>
internal sealed record BulkRequest
{
    /// <summary>The table's ARN, which is the same for all ways to specify the table.</summary>
    public required string TableArn { get; init; }

    public required S3Location Input { get; init; }

    public string? InputOwner { get; init; }

    public required FileCompression Compression { get; init; }

    public required S3Location Output { get; init; }

    public string? OutputOwner { get; init; }

    public string? KmsKeyId { get; init; }

    public long? MaxWriteRequestUnits { get; init; }

    public required BulkPerformanceTier PerformanceTier { get; init; }

    /// <summary>Creates the request of a load.</summary>
    public static BulkRequest Of(BulkLoadOptions options, string tableArn) => new()
    {
        TableArn = tableArn,
        Input = options.Data,
        InputOwner = options.BucketOwner,
        Compression = options.Compression,
        Output = options.Report,
        OutputOwner = options.OutputBucketOwner,
        KmsKeyId = options.KmsKeyId,
        MaxWriteRequestUnits = options.MaxWriteRequestUnits,
        PerformanceTier = options.PerformanceTier,
    };

    /// <summary>Describes the differences from another request: <c>Compression was Gzip and is Zstd</c>.</summary>
    public IEnumerable<string> Differences(BulkRequest former) =>
        from property in typeof(BulkRequest).GetProperties()
        let was = property.GetValue(former)
        let now = property.GetValue(this)
        where !Equals(was, now)
        select $"{property.Name} was {was ?? "not given"} and is {now ?? "not given"}";
}
