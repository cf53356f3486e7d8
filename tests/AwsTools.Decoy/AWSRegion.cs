namespace Amazon.PowerShell.Common;

/// <summary>The output of Get-DefaultAWSRegion.</summary>
public sealed class AWSRegion
{
    internal AWSRegion(RegionEndpoint endpoint)
    {
        Region = endpoint.SystemName;
        Name = endpoint.DisplayName;
    }

    /// <summary>As eu-central-1.</summary>
    public string Region { get; }

    /// <summary>As Europe (Frankfurt).</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Region;
}
