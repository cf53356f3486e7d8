using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Writing;

/// <summary>A transport that answers as a test says.</summary>
/// <param name="answer">The answer to a request.</param>
internal sealed class ScriptedTransport(Func<BatchRequest, CancellationToken, Task<BatchAnswer>> answer) : IBatchTransport
{
    /// <summary>The answer to a question for a table.</summary>
    public Func<string, Task<BatchAnswer>>? Describe { get; init; }

    /// <summary>The same, with the time that the attempt has.</summary>
    public Func<string, TimeSpan?, Task<BatchAnswer>>? DescribeWithin { get; init; }

    public Task<BatchAnswer> SendAsync(BatchRequest request, CancellationToken cancellationToken) => answer(request, cancellationToken);

    public Task<BatchAnswer> DescribeAsync(string table, CancellationToken cancellationToken, TimeSpan? timeout = null) =>
        Describe?.Invoke(table) ?? DescribeWithin?.Invoke(table, timeout) ?? throw new NotSupportedException("No test asks for it.");

    public void Dispose()
    {
    }
}
