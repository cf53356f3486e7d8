namespace DdbBatch.Aws;

/// <summary>Which DynamoDB to talk to, and as whom, as the user said it.</summary>
// No record: its ToString would show the keys.
internal sealed class ConnectionOptions
{
    public string? Region { get; init; }

    public string? EndpointUrl { get; init; }

    public string? ProfileName { get; init; }

    /// <summary>The full path of a credentials file in place of the usual ones.</summary>
    public string? ProfileLocation { get; init; }

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    public string? SessionToken { get; init; }

    /// <summary>What -Credential was given; see <see cref="GivenCredentials"/>.</summary>
    public object? Credential { get; init; }

    /// <summary>What AWS.Tools has set as the session's defaults.</summary>
    public SessionDefaults Session { get; init; } = SessionDefaults.None;

    /// <summary>Most connections that are open at once.</summary>
    public int Connections { get; init; } = 16;
}
