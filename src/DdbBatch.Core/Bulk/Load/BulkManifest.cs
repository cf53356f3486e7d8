using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Bulk.S3;
using DdbBatch.Bulk.Upload;

namespace DdbBatch.Bulk.Load;

/// <summary>
/// The manifest in a load's folder in S3. It is written after everything is uploaded, so an upload without a manifest is
/// incomplete. It is the record of the load, and stays when the objects are deleted.
/// </summary>
internal sealed record BulkManifest
{
    private const string Marker = "bulk-load/1";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The kind of document, and its version.</summary>
    public string DdbBatch { get; init; } = Marker;

    public required string ClientToken { get; init; }

    /// <summary>The table, by the name or ARN that was specified.</summary>
    public required string Table { get; init; }

    /// <summary>The time at which the upload was completed.</summary>
    public required DateTimeOffset Uploaded { get; init; }

    public required BulkRequest Request { get; init; }

    public required DuplicateKeyMode DuplicateKey { get; init; }

    public required bool KeepUpload { get; init; }

    /// <summary>The number of items that were uploaded.</summary>
    public required long Items { get; init; }

    /// <summary>The number of input objects that broke a rule and were not uploaded.</summary>
    public long InvalidItems { get; init; }

    /// <summary>The size of the rows, before compression.</summary>
    public required long Bytes { get; init; }

    /// <summary>A hash over the items, in hexadecimal digits.</summary>
    public required string RowsHash { get; init; }

    public required IReadOnlyList<ShardSummary> Shards { get; init; }

    /// <summary>The operation that loads the objects; null until it is known to be started.</summary>
    public BulkStart? Operation { get; init; }

    /// <summary>The result of the operation; null until known.</summary>
    public BulkOutcome? Outcome { get; init; }

    /// <summary>Reads the manifest of a load.</summary>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="BulkException">The manifest cannot be read, or is invalid.</exception>
    public static async Task<BulkManifest?> ReadAsync(LoadBucket bucket, S3Location folder, CancellationToken cancellationToken)
    {
        using Stream? stream = await bucket.OpenAsync(KeyIn(folder), cancellationToken).ConfigureAwait(false);
        if (stream is null)
            return null;
        try
        {
            BulkManifest? manifest = await JsonSerializer.DeserializeAsync<BulkManifest>(stream, Format, cancellationToken)
                .ConfigureAwait(false);
            return manifest?.DdbBatch == Marker ? manifest : throw new JsonException("It is of another version.");
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            throw BulkErrors.ManifestUnreadable($"{folder}{Name}", exception);
        }
    }

    /// <summary>Writes the manifest. S3 has either the old or the new one, complete.</summary>
    /// <exception cref="BulkException">The manifest cannot be written.</exception>
    public Task WriteAsync(LoadBucket bucket, S3Location folder, CancellationToken cancellationToken) =>
        bucket.PutAsync(KeyIn(folder), new ArraySegment<byte>(JsonSerializer.SerializeToUtf8Bytes(this, Format)), cancellationToken);

    private const string Name = "manifest.json";

    private static string KeyIn(S3Location folder) => folder.Prefix + Name;
}
