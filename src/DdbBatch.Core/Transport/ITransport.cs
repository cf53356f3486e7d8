using System;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Transport;

/// <summary>
/// Sends one call and says what came back; it knows no operation, neither retries nor decides. No exception comes out of it.
/// </summary>
internal interface ITransport : IDisposable
{
    /// <summary>Makes one attempt at a call.</summary>
    /// <param name="call">The call; its body is sent byte for byte.</param>
    /// <param name="cancellationToken">Cancels the attempt, which then fails with the code Stopped.</param>
    Task<RawAnswer> CallAsync(ApiCall call, CancellationToken cancellationToken);

    /// <summary>Has the next call signed with fresh credentials, and by the server's time if this machine's clock is wrong.</summary>
    /// <param name="serverTime">The time in the answer that refused a signature; null if it has none.</param>
    void RenewSignature(DateTimeOffset? serverTime);
}
