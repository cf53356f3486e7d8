using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Transport;

namespace DdbBatch.Tests.Driving;

/// <summary>A transport that answers as a test says.</summary>
/// <param name="answer">The answer to a call.</param>
internal sealed class ScriptedCalls(Func<ApiCall, CancellationToken, Task<RawAnswer>> answer) : ITransport
{
    public Task<RawAnswer> CallAsync(ApiCall call, CancellationToken cancellationToken) => answer(call, cancellationToken);

    public void RenewSignature(DateTimeOffset? serverTime)
    {
    }

    public void Dispose()
    {
    }
}
