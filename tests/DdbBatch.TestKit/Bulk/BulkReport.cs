using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.S3;
using Amazon.S3.Model;

namespace DdbBatch.TestKit.Bulk;

/// <summary>Writes the report of a bulk operation, laid out as an export of DynamoDB to S3 is.</summary>
internal sealed class BulkReport(IAmazonS3 s3, BulkStartRequest request, BulkReportStyle style)
{
    /// <summary>Checks that the report can be written.</summary>
    public Task CheckAsync(CancellationToken cancellation) =>
        s3.HeadBucketAsync(new HeadBucketRequest { BucketName = request.OutputLocation.Bucket }, cancellation);

    /// <summary>Writes it.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="status">How it ends.</param>
    /// <param name="ended">When it ends.</param>
    /// <param name="errors">The records that could not be processed.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public async Task WriteAsync(
        BulkOperation operation,
        string status,
        DateTimeOffset ended,
        IReadOnlyList<BulkError> errors,
        CancellationToken cancellation)
    {
        string prefix = request.OutputLocation.Prefix;
        string folder = $"{prefix}{(prefix is "" || prefix.EndsWith('/') ? "" : "/")}AWSDynamoDB/{operation.Id}";
        List<JsonObject> files = [];
        foreach (BulkError[] part in request.ReportsErrors ? errors.Chunk(style.RecordsPerFile) : [])
        {
            string key = $"{folder}/data/error-{files.Count:00000}.json{(style.IsCompressed ? ".gz" : "")}";
            files.Add(await PutDataAsync(key, part, cancellation));
        }

        if (!style.HasManifest)
            return;
        JsonObject summary = new()
        {
            ["version"] = "2026-01-01",
            ["bulkOperationArn"] = operation.Arn,
            ["bulkOperationStatus"] = status,
            ["startTime"] = operation.StartTime.ToString("O"),
            ["endTime"] = ended.ToString("O"),
            ["processedItemCount"] = operation.ProcessedItems,
            ["failedItemCount"] = operation.FailedItems,
            ["manifestFilesS3Key"] = $"{folder}/manifest-files.json",
            ["fileCount"] = files.Count,
        };
        await PutAsync($"{folder}/manifest-files.json", Lines(files), cancellation);
        await PutAsync($"{folder}/manifest-summary.json", Lines([summary]), cancellation);
    }

    private async Task<JsonObject> PutDataAsync(string key, BulkError[] errors, CancellationToken cancellation)
    {
        byte[] content = Lines(errors.Select(ToJson));
        if (style.IsCompressed)
            content = Compress(content);
        string etag = await PutAsync(key, content, cancellation);
        return new JsonObject
        {
            ["itemCount"] = errors.Length,
            ["md5Checksum"] = Convert.ToBase64String(MD5.HashData(content)),
            ["etag"] = etag,
            ["dataFileS3Key"] = key,
            ["outputType"] = "ERROR",
        };
    }

    private JsonNode ToJson(BulkError error)
    {
        JsonNode? item = error.Record.Item is { } found ? JsonNode.Parse(found.GetRawText()) : null;
        if (style.ItemField is null && item is not null)
            return item;
        JsonObject record = [];
        if (item is not null)
            record[style.ItemField!] = item;
        else if (error.Record.Line > 0)
            record["RawRecord"] = error.Record.Text;
        record[style.CodeField] = error.Code;
        record[style.MessageField] = error.Message;
        record["S3Key"] = error.Record.Object;
        if (error.Record.Line > 0)
            record["LineNumber"] = error.Record.Line;
        return record;
    }

    private async Task<string> PutAsync(string key, byte[] content, CancellationToken cancellation)
    {
        PutObjectRequest put = new()
        {
            BucketName = request.OutputLocation.Bucket,
            Key = key,
            InputStream = new MemoryStream(content),
        };
        return (await s3.PutObjectAsync(put, cancellation)).ETag;
    }

    private static byte[] Lines(IEnumerable<JsonNode> records) =>
        Encoding.UTF8.GetBytes(string.Concat(records.Select(record => record.ToJsonString() + "\n")));

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream bytes = new();
        using (GZipStream gzip = new(bytes, CompressionLevel.Fastest))
            gzip.Write(content);
        return bytes.ToArray();
    }
}
