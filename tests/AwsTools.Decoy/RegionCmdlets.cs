using System.Management.Automation;

namespace Amazon.PowerShell.Common;

/// <summary>Makes a region the session's.</summary>
[Cmdlet(VerbsCommon.Set, "DefaultAWSRegion")]
public sealed class SetDefaultRegionCmdlet : PSCmdlet
{
    /// <summary>As eu-central-1.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Region { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        SessionState.PSVariable.Set("StoredAWSRegion", RegionEndpoint.GetBySystemName(Region).SystemName);
}

/// <summary>Gives the session's region.</summary>
[Cmdlet(VerbsCommon.Get, "DefaultAWSRegion")]
[OutputType(typeof(AWSRegion))]
public sealed class GetDefaultRegionCmdlet : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (SessionState.PSVariable.GetValue("StoredAWSRegion") is string region)
            WriteObject(new AWSRegion(RegionEndpoint.GetBySystemName(region)));
    }
}
