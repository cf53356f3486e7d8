using System.Linq;
using System.Management.Automation;

namespace DdbBatch.Aws;

/// <summary>
/// The values that Set-AWSCredential and Set-DefaultAWSRegion of AWS.Tools have set in a PowerShell session.
/// </summary>
internal sealed class SessionDefaults
{
    public static readonly SessionDefaults None = new();

    public string? Region { get; private init; }

    /// <summary>The credentials, of any copy of the AWS SDK; see <see cref="GivenCredentials"/>.</summary>
    public object? Credentials { get; private init; }

    /// <summary>Reads a session's variables. Must be called on the session's own thread.</summary>
    public static SessionDefaults Read(SessionState session) => new()
    {
        Region = Value(session, "StoredAWSRegion")?.ToString(),
        Credentials = Value(session, "StoredAWSCredentials") is { } stored ? Unwrap(session, stored) : null,
    };

    // AWS.Tools keeps its credentials in a wrapper that only its own cmdlets can read. Its module may have been removed in
    // the meantime: GetCmdlet finds only imported commands, whereas GetCommand would import the module again.
    private static object? Unwrap(SessionState session, object stored)
    {
        if (GivenCredentials.IsKnown(stored))
            return stored;
        CmdletInfo? reader = session.InvokeCommand.GetCmdlet("Get-AWSCredential");
        return reader is null ? null : session.InvokeCommand.InvokeScript("& $args[0]", reader).FirstOrDefault()?.BaseObject;
    }

    private static object? Value(SessionState session, string variable) =>
        session.PSVariable.GetValue(variable) is { } value ? PSObject.AsPSObject(value).BaseObject : null;
}
