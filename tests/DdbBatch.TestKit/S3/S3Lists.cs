using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Amazon.S3;
using Amazon.S3.Model;

namespace DdbBatch.TestKit;

/// <summary>Lists of objects, to their ends.</summary>
internal static class S3Lists
{
    /// <summary>All objects under a prefix, in the order of their keys.</summary>
    public static async Task<IReadOnlyList<S3Object>> ListEveryObjectAsync(
        this IAmazonS3 client, string bucket, string prefix, CancellationToken cancellation = default)
    {
        List<S3Object> objects = [];
        ListObjectsV2Request request = new() { BucketName = bucket, Prefix = prefix };
        do
        {
            ListObjectsV2Response page = await client.ListObjectsV2Async(request, cancellation);
            objects.AddRange(page.S3Objects ?? []);
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);

        return objects;
    }
}
