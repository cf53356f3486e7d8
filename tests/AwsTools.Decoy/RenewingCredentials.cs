using System;
using System.Threading;
using Amazon.Runtime;

namespace Amazon.PowerShell.Common;

/// <summary>Temporary credentials that this copy of the SDK renews, as those of a role: KEY1, KEY2, KEY3.</summary>
public sealed class RenewingCredentials(string accessKey, string secretKey, string sessionToken) : RefreshingAWSCredentials
{
    private int _number;

    /// <inheritdoc/>
    protected override CredentialsRefreshState GenerateNewCredentials() => new(
        new ImmutableCredentials($"{accessKey}{Interlocked.Increment(ref _number)}", secretKey, sessionToken),
        DateTime.UtcNow.AddHours(1));
}
