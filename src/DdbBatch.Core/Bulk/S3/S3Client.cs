using Amazon.Runtime;
using Amazon.S3;
using DdbBatch.Transport;

namespace DdbBatch.Bulk.S3;

/// <summary>The SDK's client for S3, which never retries here.</summary>
internal sealed class S3Client : AmazonS3Client
{
    /// <param name="credentials">The credentials.</param>
    /// <param name="config">The configuration, with the endpoint.</param>
    public S3Client(AWSCredentials credentials, AmazonS3Config config)
        : base(credentials, WithoutRetries(config))
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            (Config.HttpClientFactory as System.IDisposable)?.Dispose();
    }

    private static AmazonS3Config WithoutRetries(AmazonS3Config config)
    {
        config.MaxErrorRetry = 0;
        config.MaxStaleConnectionRetries = 0;
        config.ThrottleRetries = false;
        config.HttpClientFactory = new RunHttpClientFactory(16, ProxySetting.AppliesTo(config.ServiceURL));
        return config;
    }
}
