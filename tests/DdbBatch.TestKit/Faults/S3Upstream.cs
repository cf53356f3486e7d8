using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>An S3 endpoint that takes buckets in the path.</summary>
internal sealed class S3Upstream(Uri endpoint) : Upstream(endpoint)
{
    /// <inheritdoc/>
    public override string OperationOf(HttpRequest request)
    {
        string[] parts = request.Target.Split('?', 2);
        bool isObject = parts[0].TrimStart('/').Contains('/') && !parts[0].EndsWith('/');
        string[] query = [.. (parts.ElementAtOrDefault(1) ?? "").Split('&').Select(field => field.Split('=')[0])];
        return isObject ? ObjectOperation(request.Method, query) : BucketOperation(request.Method, query);
    }

    /// <inheritdoc/>
    protected override async Task<HttpAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation) =>
        await S3Answer.ReadAsync(answer, cancellation);

    private static string ObjectOperation(string method, string[] query) => method switch
    {
        "PUT" => query.Contains("partNumber") ? "UploadPart" : "PutObject",
        "POST" => query.Contains("uploads") ? "CreateMultipartUpload" : "CompleteMultipartUpload",
        "DELETE" => query.Contains("uploadId") ? "AbortMultipartUpload" : "DeleteObject",
        "HEAD" => "HeadObject",
        _ => "GetObject",
    };

    private static string BucketOperation(string method, string[] query) => method switch
    {
        "PUT" => "CreateBucket",
        "POST" => "DeleteObjects",
        "DELETE" => "DeleteBucket",
        "HEAD" => "HeadBucket",
        _ when query.Contains("uploads") => "ListMultipartUploads",
        _ when query.Contains("location") => "GetBucketLocation",
        _ => "ListObjectsV2",
    };
}
