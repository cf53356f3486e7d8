using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>A real S3 server (fauxqs, from npm) that holds its objects in memory.</summary>
/// <remarks>
/// It knows multipart uploads by S3's rules (parts of 5 MiB at least, entity tags compared), bodies in chunks with
/// trailing checksums, ranges and paged lists; it checks neither signatures nor permissions nor checksums. It ends with
/// this process, also when that is killed.
/// </remarks>
public sealed class S3Server : IAsyncDisposable
{
    private static readonly NpmProject Program = new("s3-server");

    private readonly LocalServerProcess _process;

    private S3Server(LocalServerProcess process)
    {
        _process = process;
        Client = CreateClient(Endpoint);
    }

    /// <summary>The URL for clients.</summary>
    public Uri Endpoint => _process.Endpoint;

    /// <summary>A client of it.</summary>
    public AmazonS3Client Client { get; }

    /// <summary>Starts a server (the first time ever, npm installs it) and waits until it answers.</summary>
    /// <exception cref="MissingToolException">npm is missing; the message says what to do.</exception>
    public static async Task<S3Server> StartAsync(CancellationToken cancellation = default)
    {
        string folder = await Program.GetFolderAsync(cancellation);
        int port = FreePort.Find();
        return new S3Server(await LocalServerProcess.StartAsync(
            "The S3 server", "Node.js (https://nodejs.org)", folder, port, ["node", "server.mjs", $"{port}"], cancellation));
    }

    /// <summary>A client, with made-up credentials, of an endpoint on this machine.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="maxRetry">How often the client repeats a request that failed; 0 for a client that shows failures.</param>
    public static AmazonS3Client CreateClient(Uri endpoint, int maxRetry = 3) => new(
        new BasicAWSCredentials("test", "test"),
        new AmazonS3Config
        {
            // Setting the URL clears the region, so that comes first.
            AuthenticationRegion = "us-east-1",
            ServiceURL = endpoint.AbsoluteUri,
            ForcePathStyle = true,
            MaxErrorRetry = maxRetry,
            // Reset connections have a budget of their own.
            MaxStaleConnectionRetries = maxRetry,
        });

    /// <summary>Creates a bucket with a name that no other test has.</summary>
    public async Task<string> CreateBucketAsync()
    {
        string bucket = $"bucket-{Guid.NewGuid():N}";
        await Client.PutBucketAsync(bucket);
        return bucket;
    }

    /// <summary>Puts an object.</summary>
    public Task PutAsync(string bucket, string key, byte[] content) => Client.PutObjectAsync(new PutObjectRequest
    {
        BucketName = bucket,
        Key = key,
        InputStream = new MemoryStream(content),
    });

    /// <summary>Puts an object of text in UTF-8.</summary>
    public Task PutAsync(string bucket, string key, string content) => PutAsync(bucket, key, Encoding.UTF8.GetBytes(content));

    /// <summary>The keys of all objects under a prefix, in order.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(string bucket, string prefix = "") =>
        [.. (await Client.ListEveryObjectAsync(bucket, prefix)).Select(found => found.Key)];

    /// <summary>An object's bytes.</summary>
    public async Task<byte[]> ReadAsync(string bucket, string key)
    {
        using GetObjectResponse answer = await Client.GetObjectAsync(bucket, key);
        using MemoryStream copy = new();
        await answer.ResponseStream.CopyToAsync(copy);
        return copy.ToArray();
    }

    /// <summary>An object's text, which is UTF-8.</summary>
    public async Task<string> ReadTextAsync(string bucket, string key) => Encoding.UTF8.GetString(await ReadAsync(bucket, key));

    /// <summary>The keys of the multipart uploads that were begun and neither completed nor aborted.</summary>
    public async Task<IReadOnlyList<string>> PendingUploadsAsync(string bucket) =>
        [.. ((await Client.ListMultipartUploadsAsync(bucket)).MultipartUploads ?? []).Select(upload => upload.Key)];

    /// <summary>Ends the server.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }
}
