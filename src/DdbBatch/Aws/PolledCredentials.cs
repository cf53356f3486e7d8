using System;
using Amazon.Runtime;
using Amazon.Util;

namespace DdbBatch.Aws;

/// <summary>Credentials that someone else renews, asked for again each second.</summary>
/// <remarks>
/// A request asks for them several times, and the SDK takes keys that end within a minute for ended: it would run a
/// credential process, or assume a role, several times a request, and sign with one key while sending another's token.
/// </remarks>
/// <param name="ask">Gives the credentials that are valid now.</param>
/// <param name="clear">Has them renewed, after they were refused; null where nobody can.</param>
internal sealed class PolledCredentials(Func<ImmutableCredentials> ask, Action? clear) : RefreshingAWSCredentials
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Credentials of the SDK, polled where they change at all.</summary>
    public static AWSCredentials Of(AWSCredentials credentials) => credentials is RefreshingAWSCredentials and not PolledCredentials
        ? new PolledCredentials(credentials.GetCredentials, ((RefreshingAWSCredentials)credentials).ClearCredentials)
        : credentials;

    /// <inheritdoc/>
    public override void ClearCredentials()
    {
        base.ClearCredentials();
        clear?.Invoke();
    }

    /// <inheritdoc/>
    protected override CredentialsRefreshState GenerateNewCredentials()
    {
        ExpirationBuffer = TimeSpan.Zero;
        return new CredentialsRefreshState(ask(), AWSSDKUtils.CorrectedUtcNow + Interval);
    }
}
