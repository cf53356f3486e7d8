using System;
using System.Runtime.ExceptionServices;
using Amazon.Runtime;
using Amazon.Util;

namespace DdbBatch.Transport;

/// <summary>Credentials that someone else renews, asked for again each second.</summary>
/// <remarks>
/// A request asks for them several times, and the SDK takes keys that end within a minute for ended: it would run a
/// credential process, or assume a role, several times a request, and sign with one key while sending another's token.
/// A source that fails is asked again after a pause, which doubles up to 16 s: a load has many requests that ask.
/// </remarks>
/// <param name="ask">Gives the credentials that are valid now.</param>
/// <param name="clear">Has them renewed, after they were refused; null if nobody can.</param>
/// <param name="clock">Gives the time; null for the real one.</param>
internal sealed class PolledCredentials(Func<ImmutableCredentials> ask, Action? clear, Func<DateTime>? clock = null) : RefreshingAWSCredentials
{
    private const int MostFailures = 5;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private ExceptionDispatchInfo? _failure;
    private DateTime _askAgainAt;
    private int _failures;

    /// <summary>Credentials of the SDK, polled if they change at all.</summary>
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
