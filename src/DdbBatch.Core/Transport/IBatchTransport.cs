using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Writing;

namespace DdbBatch.Transport;

/// <summary>Sends one BatchWriteItem call and says what happened; it neither retries nor decides.</summary>
internal interface IBatchTransport : IDisposable
{
    /// <summary>Sends a request once.</summary>
    /// <param name="request">The request; its body is sent byte for byte.</param>
    /// <param name="cancellationToken">Gives the request up: the answer is then a NoAnswer.</param>
    /// <returns>The answer. No exception comes out of it.</returns>
    Task<BatchAnswer> SendAsync(BatchRequest request, CancellationToken cancellationToken);
}
