using Amazon.Runtime;

namespace Amazon.PowerShell.Common;

/// <summary>The content of $StoredAWSCredentials: the credentials are readable only by AWS.Tools' own cmdlets.</summary>
public sealed class AWSPSCredentials
{
    internal AWSPSCredentials(AWSCredentials credentials) => Credentials = credentials;

    internal AWSCredentials Credentials { get; }

    /// <inheritdoc/>
    public override string ToString() => "Supplied Key Parameters";
}
