using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Transport;

namespace DdbBatch.Protocol;

/// <summary>Calls whose answers are read.</summary>
internal static class ApiCalls
{
    /// <summary>Makes one attempt at a call and reads its answer.</summary>
    /// <param name="transport">Sends the call.</param>
    /// <param name="call">The call.</param>
    /// <param name="readSuccess">Reads the body of a success, see <see cref="AnswerReader"/>.</param>
    /// <param name="cancellationToken">Cancels the attempt: the answer is then a NoAnswer.</param>
    public static async Task<CallAnswer> CallAsync(
        this ITransport transport, ApiCall call, Func<byte[], bool, CallAnswer?> readSuccess, CancellationToken cancellationToken)
    {
        RawAnswer raw = await transport.CallAsync(call, cancellationToken).ConfigureAwait(false);
        CallAnswer answer = AnswerReader.Read(raw, readSuccess);
        if (ErrorClassifier.IsCredentialError(answer))
            transport.RenewSignature((raw as RawAnswer.Answered)?.ServerTime);
        return answer;
    }
}
