using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DdbBatch.TestKit.Bulk;

/// <summary>The parameters of a StartBulkPutItems, checked by the rules of "StartBulkPutItems" in the API Reference.</summary>
internal sealed partial class BulkStartRequest
{
    private const long LeastWriteRequestUnits = 1024;
    private const int LongestTableName = 1024;
    private const int LongestBucketName = 255;

    private readonly JsonElement _json;

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="BulkRefusal">A parameter is missing or breaks a rule.</exception>
    public BulkStartRequest(ReadOnlySpan<byte> body)
    {
        _json = JsonElement.Parse(body);
        Require(_json, "TableName", name => name.Length is > 0 and <= LongestTableName);
        Input = RequireObject(_json, "InputS3Configuration");
        Require(Input, "S3Bucket", IsBucket);
        // DynamoDB reads ION too.
        Require(Input, "InputFormat", format => format is "DYNAMODB_JSON");
        Check(Input, "InputCompressionType", compression => compression is "GZIP" or "ZSTD" or "NONE");
        Check(Input, "S3BucketOwner", Account().IsMatch);
        Output = RequireObject(_json, "OutputS3Configuration");
        Require(Output, "S3Bucket", IsBucket);
        Check(Output, "S3BucketOwner", Account().IsMatch);
        CheckOutputTypes();
        CheckEncryption();
        Check(_json, "ClientToken", Token().IsMatch);
        Check(_json, "PerformanceTier", tier => tier is "STANDARD" or "ACCELERATED");
        if (_json.TryGetProperty("MaxWriteRequestUnits", out JsonElement units) && units.GetInt64() < LeastWriteRequestUnits)
        {
            throw BulkRefusal.Validation(
                $"Value '{units}' at 'maxWriteRequestUnits' failed to satisfy constraint: " +
                $"Member must have value greater than or equal to {LeastWriteRequestUnits}");
        }
    }

    /// <summary>The table's name, without the rest of its ARN.</summary>
    public string Table => TableName[(TableName.LastIndexOf('/') + 1)..];

    /// <summary>The table's name or ARN, as it came.</summary>
    public string TableName => Text(_json, "TableName")!;

    /// <summary>The idempotency token.</summary>
    public string? ClientToken => Text(_json, "ClientToken");

    /// <summary>The most write request units a second.</summary>
    public long? MaxWriteRequestUnits =>
        _json.TryGetProperty("MaxWriteRequestUnits", out JsonElement units) ? units.GetInt64() : null;

    /// <summary>The performance tier.</summary>
    public string PerformanceTier => Text(_json, "PerformanceTier") ?? "STANDARD";

    /// <summary>The InputS3Configuration.</summary>
    public JsonElement Input { get; }

    /// <summary>The OutputS3Configuration.</summary>
    public JsonElement Output { get; }

    /// <summary>How the input is compressed.</summary>
    public string Compression => Text(Input, "InputCompressionType") ?? "NONE";

    /// <summary>The location of the input.</summary>
    public (string Bucket, string Prefix) InputLocation => (Text(Input, "S3Bucket")!, Text(Input, "S3KeyPrefix") ?? "");

    /// <summary>The location of the report.</summary>
    public (string Bucket, string Prefix) OutputLocation => (Text(Output, "S3Bucket")!, Text(Output, "S3KeyPrefix") ?? "");

    /// <summary>Whether items that could not be processed are reported.</summary>
    public bool ReportsErrors => OutputTypes.Contains("ERROR");

    /// <summary>Whether two requests have the same parameters.</summary>
    public bool Equals(BulkStartRequest other) => JsonElement.DeepEquals(_json, other._json);

    private IEnumerable<string> OutputTypes =>
        Output.GetProperty("OutputType").EnumerateArray().Select(type => type.GetString() ?? "");

    private void CheckOutputTypes()
    {
        if (!Output.TryGetProperty("OutputType", out JsonElement types) || types.GetArrayLength() == 0)
            throw BulkRefusal.Missing("outputS3Configuration.outputType");
        if (OutputTypes.FirstOrDefault(type => type is not ("ERROR" or "CONDITION_CHECK_FAILURE")) is { } unknown)
            throw BulkRefusal.Constraint(unknown, "outputType");
    }

    private void CheckEncryption()
    {
        Check(Output, "S3SseAlgorithm", algorithm => algorithm is "AES256" or "KMS");
        if (Text(Output, "S3SseAlgorithm") != "KMS" && Text(Output, "S3SseKmsKeyId") is not null)
            throw BulkRefusal.Validation("S3SseKmsKeyId must be used with S3SseAlgorithm KMS only");
    }

    private static bool IsBucket(string name) => name.Length <= LongestBucketName && Bucket().IsMatch(name);

    private static JsonElement RequireObject(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object
            ? value
            : throw BulkRefusal.Missing(name);

    private static void Require(JsonElement parent, string name, Func<string, bool> isValid)
    {
        if (Text(parent, name) is null)
            throw BulkRefusal.Missing(name);
        Check(parent, name, isValid);
    }

    private static void Check(JsonElement parent, string name, Func<string, bool> isValid)
    {
        if (Text(parent, name) is { } value && !isValid(value))
            throw BulkRefusal.Constraint(value, name);
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    [GeneratedRegex(@"^[a-z0-9A-Z]+[\.\-\w]*[a-z0-9A-Z]+$")]
    private static partial Regex Bucket();

    [GeneratedRegex("^[0-9]{12}$")]
    private static partial Regex Account();

    [GeneratedRegex(@"^[^\$]+$")]
    private static partial Regex Token();
}
