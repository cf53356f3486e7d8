using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>The calls that a load makes, each of them once. No exception comes out of it.</summary>
internal interface IWriteCalls : ITableDescriptions, IDisposable
{
    /// <summary>Sends a request.</summary>
    /// <param name="request">The request; its body is sent byte for byte.</param>
    /// <param name="cancellationToken">Cancels the attempt: the answer is then a NoAnswer.</param>
    Task<CallAnswer> SendAsync(BatchRequest request, CancellationToken cancellationToken);
}
