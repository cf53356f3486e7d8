using System.Management.Automation;
using Amazon.Runtime;

namespace Amazon.PowerShell.Common;

/// <summary>Makes credentials from keys.</summary>
[Cmdlet(VerbsCommon.New, "AWSCredential")]
[OutputType(typeof(AWSCredentials))]
public class NewCredentialCmdlet : PSCmdlet
{
    /// <summary>The access key; a part of it with -Renewing.</summary>
    [Parameter(Mandatory = true)]
    public string AccessKey { get; set; } = "";

    /// <summary>The secret key.</summary>
    [Parameter(Mandatory = true)]
    public string SecretKey { get; set; } = "";

    /// <summary>The session token.</summary>
    [Parameter]
    public string? SessionToken { get; set; }

    /// <summary>Not in AWS.Tools: credentials that are renewed, as a role's would be.</summary>
    [Parameter]
    public SwitchParameter Renewing { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(Credentials());

    /// <summary>The parameters' values.</summary>
    private protected AWSCredentials Credentials() => (Renewing, SessionToken) switch
    {
        ({ IsPresent: true }, _) => new RenewingCredentials(AccessKey, SecretKey, SessionToken ?? "token"),
        (_, null) => new BasicAWSCredentials(AccessKey, SecretKey),
        (_, string token) => new SessionAWSCredentials(AccessKey, SecretKey, token),
    };
}

/// <summary>Makes credentials the session's.</summary>
[Cmdlet(VerbsCommon.Set, "AWSCredential")]
public sealed class SetCredentialCmdlet : NewCredentialCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        SessionState.PSVariable.Set("StoredAWSCredentials", new AWSPSCredentials(Credentials()));
}

/// <summary>Gives the session's credentials.</summary>
[Cmdlet(VerbsCommon.Get, "AWSCredential")]
[OutputType(typeof(AWSCredentials))]
public sealed class GetCredentialCmdlet : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (SessionState.PSVariable.GetValue("StoredAWSCredentials") is AWSPSCredentials stored)
            WriteObject(stored.Credentials);
    }
}
