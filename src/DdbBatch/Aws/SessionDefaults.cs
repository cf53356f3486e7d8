using System.Linq;
using System.Management.Automation;

namespace DdbBatch.Aws;

/// <summary>What Set-AWSCredential and Set-DefaultAWSRegion of AWS.Tools have set in a PowerShell session.</summary>
internal sealed class SessionDefaults
{
    public static readonly SessionDefaults None = new();

    public string? Region { get; private init; }

    /// <summary>The credentials, of whichever AWS SDK; see <see cref="GivenCredentials"/>.</summary>
    public object? Credentials { get; private init; }

    /// <summary>Reads a session's variables. Only its own thread may do that.</summary>
    public static SessionDefaults Read(SessionState session) => new()
    {
        Region = Value(session, "StoredAWSRegion")?.ToString(),
        Credentials = Value(session, "StoredAWSCredentials") is { } stored ? Unwrap(session, stored) : null,
    };

    // AWS.Tools keeps its credentials in a wrapper that shows them to its own cmdlets only. Its module may have been
    // removed meanwhile: GetCmdlet finds what is imported, where GetCommand would import it again.
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
