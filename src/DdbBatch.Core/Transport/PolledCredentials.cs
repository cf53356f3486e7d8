using System;
using System.Runtime.ExceptionServices;
using Amazon.Runtime;
using Amazon.Util;

namespace DdbBatch.Transport;

/// <summary>Credentials that another component renews, requested again each second.</summary>
/// <remarks>
/// A request uses the credentials several times, and the SDK treats keys that expire within a minute as expired: it would
/// run a credential process, or assume a role, several times per request, and sign with one key while sending the token of
/// another. A source that fails is retried after a pause, which doubles up to 16 s, because a load has many concurrent
/// requests.
/// </remarks>
/// <param name="ask">Returns the credentials that are valid now.</param>
/// <param name="clear">Makes the source renew them after they were refused; null if that is not possible.</param>
/// <param name="clock">Returns the time; null for the real time.</param>
internal sealed class PolledCredentials(Func<ImmutableCredentials> ask, Action? clear, Func<DateTime>? clock = null) : RefreshingAWSCredentials
{
    private const int MostFailures = 5;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private ExceptionDispatchInfo? _failure;
    private DateTime _askAgainAt;
    private int _failures;

    /// <summary>Returns credentials of the SDK, polled if they can change.</summary>
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
        return new CredentialsRefreshState(Ask(), AWSSDKUtils.CorrectedUtcNow + Interval);
    }

    private DateTime Now => clock?.Invoke() ?? DateTime.UtcNow;

    private ImmutableCredentials Ask()
    {
        lock (_lock)
        {
            if (_failure is not null && Now < _askAgainAt)
                _failure.Throw();
            try
            {
                ImmutableCredentials credentials = ask();
                _failure = null;
                _failures = 0;
                return credentials;
            }
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
                _failures = Math.Min(_failures + 1, MostFailures);
                _askAgainAt = Now + TimeSpan.FromTicks(Interval.Ticks << (_failures - 1));
                throw;
            }
        }
    }
}
