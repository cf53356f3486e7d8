using Amazon.Runtime;

namespace Amazon.PowerShell.Common;

/// <summary>What $StoredAWSCredentials holds: the credentials are for AWS.Tools' own cmdlets only.</summary>
public sealed class AWSPSCredentials
{
    internal AWSPSCredentials(AWSCredentials credentials) => Credentials = credentials;

    internal AWSCredentials Credentials { get; }

    /// <inheritdoc/>
    public override string ToString() => "Supplied Key Parameters";
}
