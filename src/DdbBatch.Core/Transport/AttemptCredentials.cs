using System.Threading.Tasks;
using Amazon.Runtime;

namespace DdbBatch.Transport;

/// <summary>
/// The credentials of the current attempt, which obtained them before it started. Otherwise the SDK would request them a
/// second time in the middle of its pipeline, and a failure to renew them would look like a network error.
/// </summary>
/// <param name="inner">The credentials outside an attempt.</param>
internal sealed class AttemptCredentials(AWSCredentials inner) : AWSCredentials
{
    /// <inheritdoc/>
    public override ImmutableCredentials GetCredentials() => CallAttempt.Current?.Credentials ?? inner.GetCredentials();

    /// <inheritdoc/>
    public override Task<ImmutableCredentials> GetCredentialsAsync() =>
        CallAttempt.Current?.Credentials is { } credentials ? Task.FromResult(credentials) : inner.GetCredentialsAsync();
}
