using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Writing;

namespace DdbBatch.Transport;

/// <summary>The calls that a load makes, each of them once. No exception comes out of it.</summary>
internal interface IBatchTransport : IDisposable
{
    /// <summary>Sends a request (BatchWriteItem).</summary>
    /// <param name="request">The request; its body is sent byte for byte.</param>
    /// <param name="cancellationToken">Cancels the attempt: the answer is then a NoAnswer.</param>
    Task<BatchAnswer> SendAsync(BatchRequest request, CancellationToken cancellationToken);

    /// <summary>Asks for a table's keys and capacity (DescribeTable).</summary>
    /// <param name="table">The table's name or ARN.</param>
    /// <param name="cancellationToken">Cancels the attempt: the answer is then a NoAnswer.</param>
    /// <param name="timeout">How long the attempt may go without any progress; null for the usual time.</param>
    Task<BatchAnswer> DescribeAsync(string table, CancellationToken cancellationToken, TimeSpan? timeout = null);
}
