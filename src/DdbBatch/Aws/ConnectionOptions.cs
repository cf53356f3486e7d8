namespace DdbBatch.Aws;

/// <summary>The endpoint and the credentials, as the user specified them.</summary>
// Not a record, because its ToString would show the keys.
internal sealed class ConnectionOptions
{
    public string? Region { get; init; }

    public string? EndpointUrl { get; init; }

    public string? ProfileName { get; init; }

    /// <summary>The full path of a credentials file that replaces the usual ones.</summary>
    public string? ProfileLocation { get; init; }

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    public string? SessionToken { get; init; }

    /// <summary>The value of -Credential; see <see cref="GivenCredentials"/>.</summary>
    public object? Credential { get; init; }

    /// <summary>The session's defaults, set by AWS.Tools.</summary>
    public SessionDefaults Session { get; init; } = SessionDefaults.None;

    /// <summary>The maximum number of open connections.</summary>
    public int Connections { get; init; } = 16;
}
