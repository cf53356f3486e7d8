using System;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Transport;

/// <summary>
/// Sends one call and returns what came back. It knows no operations, does not retry and makes no decisions. It throws no
/// exceptions.
/// </summary>
internal interface ITransport : IDisposable
{
    /// <summary>Makes one attempt at a call.</summary>
    /// <param name="call">The call; its body is sent unchanged.</param>
    /// <param name="cancellationToken">Cancels the attempt, which then fails with the code Stopped.</param>
    Task<RawAnswer> CallAsync(ApiCall call, CancellationToken cancellationToken);

    /// <summary>Makes the next call use fresh credentials, and the server's time if this machine's clock is wrong.</summary>
    /// <param name="serverTime">The time in the answer that refused a signature; null if it has none.</param>
    void RenewSignature(DateTimeOffset? serverTime);
}
