using System;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using DdbBatch.Bulk;
using DdbBatch.Bulk.S3;
using DdbBatch.Bulk.Upload;
using DdbBatch.TestKit;
using DdbBatch.Transport;

namespace DdbBatch.Benchmarks.Bulk;

/// <summary>One way that converted items go.</summary>
/// <param name="Store">The store of the objects.</param>
/// <param name="Options">How they are made.</param>
internal sealed record BulkWay(IShardStore Store, BulkLoadOptions Options) : IAsyncDisposable
{
    /// <summary>No way at all: items are converted, and dropped.</summary>
    public const string ConversionAlone = "conversion alone";

    public static readonly string[] Names = ["gzip, nowhere", "zstd, nowhere", "gzip, to S3", "zstd, to S3"];

    private S3Server? Server { get; init; }

    /// <summary>The way of a name; those to S3 start a server.</summary>
    public static async Task<BulkWay> OpenAsync(string name)
    {
        BulkLoadOptions options = new()
        {
            Table = "Music",
            Location = new S3Location("bucket", "loads/"),
            Compression = name.StartsWith("gzip", StringComparison.Ordinal) ? FileCompression.Gzip
                : name.StartsWith("zstd", StringComparison.Ordinal) ? FileCompression.Zstd : FileCompression.None,
        };
        if (!name.EndsWith("S3", StringComparison.Ordinal))
            return new BulkWay(new NullStore(), options);
        S3Server server = await S3Server.StartAsync();
        string bucket = await server.CreateBucketAsync();
        BasicAWSCredentials credentials = new("test", "test");
        DynamoDBClient dynamoDB = new(credentials, new AmazonDynamoDBConfig { ServiceURL = "http://127.0.0.1:1" });
        S3Client s3 = new(credentials, new AmazonS3Config
        {
            AuthenticationRegion = "us-east-1",
            ServiceURL = server.Endpoint.AbsoluteUri,
            ForcePathStyle = true,
        });
        S3ShardStore store = new(new LoadBucket(s3, dynamoDB, bucket, null, null, TimeSpan.FromSeconds(30)));
        return new BulkWay(store, options with { Location = new S3Location(bucket, "loads/") }) { Server = server };
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
    }
}
