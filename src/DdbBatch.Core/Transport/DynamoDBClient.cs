using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace DdbBatch.Transport;

/// <summary>
/// The SDK's client, which never retries here, with a method that sends a body that is already written: credentials,
/// endpoint, signature and HTTP stay the SDK's. It also provides these to code that sends by itself.
/// </summary>
internal sealed class DynamoDBClient : AmazonDynamoDBClient
{
    // Signatures are valid for five minutes (IAM User Guide, "Troubleshoot Signature Version 4").
    private static readonly TimeSpan LargestClockSkew = TimeSpan.FromMinutes(4);

    private static readonly InvokeOptions RawCall = new()
    {
        RequestMarshaller = new RawMarshaller(),
        ResponseUnmarshaller = new RawUnmarshaller(),
    };

    /// <param name="credentials">The credentials.</param>
    /// <param name="config">The configuration, with the endpoint.</param>
    /// <param name="connections">The maximum number of open connections.</param>
    public DynamoDBClient(AWSCredentials credentials, AmazonDynamoDBConfig config, int connections = 16)
        : base(new AttemptCredentials(credentials), WithoutRetries(config, connections)) => Credentials = credentials;

    public AWSCredentials Credentials { get; }

    /// <summary>
    /// True after the credentials were obtained once. If they cannot be renewed after that, the problem is temporary.
    /// </summary>
    public bool HasHadCredentials { get; set; }

    /// <summary>Obtains the credentials for one attempt at a call.</summary>
    public async Task<ImmutableCredentials> GetCredentialsAsync(CallAttempt attempt)
    {
        ImmutableCredentials credentials =
            await Credentials.GetCredentialsAsync().CancelledBy(attempt.Token).ConfigureAwait(false);
        HasHadCredentials = true;
        attempt.Credentials = credentials;
        attempt.Reach(CallStage.Connect);
        return credentials;
    }

    /// <summary>Describes the failure of an attempt without an answer.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="attempt">The attempt. This method ends it.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public RawAnswer.Failed Failed(Exception exception, CallAttempt attempt, CancellationToken cancellationToken)
    {
        RawAnswer.Failed failed = CallFailure.Of(exception, attempt, cancellationToken.IsCancellationRequested);
        return failed with { IsFinal = failed.Code == CallFailure.CredentialsFailed ? !HasHadCredentials : failed.Code == CallFailure.ClientError };
    }

    /// <summary>The connections.</summary>
    public HttpMessageHandler Handler => ((RunHttpClientFactory)Config.HttpClientFactory).Handler;

    /// <summary>The endpoint for messages: its URL, or the region.</summary>
    public string EndpointName => Config.ServiceURL is { Length: > 0 } url ? url.TrimEnd('/') : Config.RegionEndpoint.SystemName;

    /// <summary>Sends a call once. The attempt that it is part of takes the answer.</summary>
    public Task<AmazonWebServiceResponse> CallRawAsync(RawRequest request, CancellationToken cancellationToken) =>
        InvokeAsync<AmazonWebServiceResponse>(request, RawCall, cancellationToken);

    /// <summary>
    /// Makes the next request use fresh credentials, and the server's time if this machine's clock is wrong, after a
    /// signature was refused. (The SDK does so only in its own retries, which are turned off.)
    /// </summary>
    /// <param name="serverTime">The time in the answer; null if it has none.</param>
    public void RenewSignature(DateTimeOffset? serverTime)
    {
        (Credentials as RefreshingAWSCredentials)?.ClearCredentials();
        if (serverTime - DateTimeOffset.UtcNow is { } skew
            && (skew - (AWSConfigs.ManualClockCorrection ?? TimeSpan.Zero)).Duration() > LargestClockSkew)
            AWSConfigs.ManualClockCorrection = skew;
    }

    /// <summary>Closes the connections too, if the run has its own.</summary>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            (Config.HttpClientFactory as IDisposable)?.Dispose();
    }

    // The engine decides what is retried.
    private static AmazonDynamoDBConfig WithoutRetries(AmazonDynamoDBConfig config, int connections)
    {
        config.MaxErrorRetry = 0;
        // The SDK has a separate retry budget, which would silently repeat a request whose connection was reset.
        config.MaxStaleConnectionRetries = 0;
        config.ThrottleRetries = false;
        config.HttpClientFactory = new RunHttpClientFactory(connections, ProxySetting.AppliesTo(config.ServiceURL));
        return config;
    }
}
