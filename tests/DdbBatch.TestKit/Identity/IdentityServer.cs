using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Identity;

/// <summary>
/// All services that issue AWS credentials, on this machine: STS, the container's agent, the instance's metadata
/// service, IAM Identity Center. Each time they are asked they issue new keys, but for the role Refused none.
/// </summary>
public sealed class IdentityServer : IAsyncDisposable
{
    private readonly TimeSpan _lifetime;
    private readonly SocketHttpServer _server;
    private readonly ConcurrentQueue<IssuedKeys> _issued = [];
    private readonly ConcurrentQueue<HttpRequest> _requests = [];

    /// <summary>Starts a server.</summary>
    /// <param name="lifetime">How long the keys last.</param>
    public IdentityServer(TimeSpan lifetime)
    {
        _lifetime = lifetime;
        _server = new SocketHttpServer(HandleAsync);
    }

    /// <summary>The URL for clients.</summary>
    public Uri Endpoint => _server.Endpoint;

    /// <summary>All keys that it issued, in order.</summary>
    public IReadOnlyList<IssuedKeys> Issued => [.. _issued];

    /// <summary>All requests that came, in order.</summary>
    public IReadOnlyList<HttpRequest> Requests => [.. _requests];

    /// <summary>The environment variables by which the SDK finds it.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL_STS"] = Endpoint.AbsoluteUri,
        ["AWS_ENDPOINT_URL_SSO"] = Endpoint.AbsoluteUri,
        // The SDK adds a path to it as it is.
        ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = Endpoint.AbsoluteUri.TrimEnd('/'),
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpConnection connection, HttpRequest request, CancellationToken cancellation)
    {
        _requests.Enqueue(request);
        (string contentType, string? body) = Answer(request);
        DynamoDbAnswer answer = new(body is null ? 403 : 200, Encoding.UTF8.GetBytes(body ?? "")) { ContentType = contentType };
        await connection.SendAsync(answer.ToBytes(), cancellation);
    }

    private (string ContentType, string? Body) Answer(HttpRequest request)
    {
        string form = Encoding.UTF8.GetString(request.Body.Span);
        string path = request.Head.Split(' ')[1].Split('?')[0];
        return path switch
        {
            "/" when form.Contains("%3Arole%2FRefused") => ("text/xml", null),
            "/" when form.Contains("Action=AssumeRole&") => ("text/xml", Sts("AssumeRole", Issue("ROLE"))),
            "/" when form.Contains("Action=AssumeRoleWithWebIdentity&") =>
                ("text/xml", Sts("AssumeRoleWithWebIdentity", Issue("WEB"))),
            "/container" => ("application/json", Metadata(Issue("CONTAINER"))),
            "/latest/api/token" => ("text/plain", "metadata-session"),
            "/latest/meta-data/iam/security-credentials" => ("text/plain", "InstanceRole"),
            "/latest/meta-data/iam/security-credentials/InstanceRole" => ("application/json", Metadata(Issue("INSTANCE"))),
            "/federation/credentials" => ("application/json", IdentityCenter(Issue("SSO"))),
            _ => ("text/plain", null),
        };
    }

    private IssuedKeys Issue(string issuer)
    {
        IssuedKeys keys = new(issuer, _issued.Count + 1, DateTimeOffset.UtcNow + _lifetime);
        _issued.Enqueue(keys);
        return keys;
    }

    private static string Sts(string action, IssuedKeys keys) => $"""
        <{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result><Credentials>
        <AccessKeyId>{keys.AccessKey}</AccessKeyId><SecretAccessKey>{keys.SecretKey}</SecretAccessKey>
        <SessionToken>{keys.SessionToken}</SessionToken><Expiration>{keys.ExpirationText}</Expiration></Credentials>
        <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/Loader/s</Arn><AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser>
        </{action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{action}Response>
        """;

    private static string Metadata(IssuedKeys keys) => $$"""
        {"Code":"Success","LastUpdated":"2026-01-01T00:00:00Z","Type":"AWS-HMAC","AccessKeyId":"{{keys.AccessKey}}",
        "SecretAccessKey":"{{keys.SecretKey}}","Token":"{{keys.SessionToken}}","Expiration":"{{keys.ExpirationText}}"}
        """;

    private static string IdentityCenter(IssuedKeys keys) => $$$"""
        {"roleCredentials":{"accessKeyId":"{{{keys.AccessKey}}}","secretAccessKey":"{{{keys.SecretKey}}}",
        "sessionToken":"{{{keys.SessionToken}}}","expiration":{{{keys.Expiration.ToUnixTimeMilliseconds()}}}}}
        """;
}
