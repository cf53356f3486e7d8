using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Writing;

namespace DdbBatch.Transport;

/// <summary>Sends one call and says what happened; it neither retries nor decides. No exception comes out of it.</summary>
internal interface IBatchTransport : IDisposable
{
    /// <summary>Sends a request once (BatchWriteItem).</summary>
    /// <param name="request">The request; its body is sent byte for byte.</param>
    /// <param name="cancellationToken">Gives the request up: the answer is then a NoAnswer.</param>
    /// <returns>The answer.</returns>
    Task<BatchAnswer> SendAsync(BatchRequest request, CancellationToken cancellationToken);

    /// <summary>Asks once for a table's keys and capacity (DescribeTable).</summary>
    /// <param name="table">Its name or ARN.</param>
    /// <param name="cancellationToken">Gives the call up: the answer is then a NoAnswer.</param>
    /// <returns>The answer.</returns>
    Task<BatchAnswer> DescribeAsync(string table, CancellationToken cancellationToken);
}
