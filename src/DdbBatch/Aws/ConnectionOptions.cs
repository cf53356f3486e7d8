namespace DdbBatch.Aws;

/// <summary>The endpoint and the credentials, as the user specified them.</summary>
// Not a record, because its ToString would show the keys.
internal sealed class ConnectionOptions
{
    public string? Region { get; init; }

    public string? EndpointUrl { get; init; }

    /// <summary>The parameter that sets the region, for messages.</summary>
    public string RegionParameter { get; init; } = "-Region";

    /// <summary>The parameter that sets the endpoint, for messages.</summary>
    public string EndpointParameter { get; init; } = "-EndpointUrl";

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

    /// <summary>
    /// Returns the connection of a second table: these settings, and those of the first table for the rest. Credentials are
    /// taken from one of the two as a whole. An endpoint belongs to its region, so a region of its own has its own endpoint.
    /// </summary>
    /// <param name="first">The connection of the first table.</param>
    public ConnectionOptions WithDefaultsOf(ConnectionOptions first)
    {
        ConnectionOptions credentials = (ProfileName ?? ProfileLocation ?? AccessKey ?? Credential) is null ? first : this;
        return new ConnectionOptions
        {
            Region = Region ?? first.Region,
            RegionParameter = Region is null ? first.RegionParameter : RegionParameter,
            EndpointUrl = EndpointUrl ?? (Region is null ? first.EndpointUrl : null),
            EndpointParameter = EndpointUrl is null ? first.EndpointParameter : EndpointParameter,
            ProfileName = credentials.ProfileName,
            ProfileLocation = ProfileLocation ?? first.ProfileLocation,
            AccessKey = credentials.AccessKey,
            SecretKey = credentials.SecretKey,
            SessionToken = credentials.SessionToken,
            Credential = credentials.Credential,
            Session = first.Session,
            Connections = first.Connections,
        };
    }
}
