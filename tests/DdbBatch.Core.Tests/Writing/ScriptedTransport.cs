using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Protocol;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Writing;

/// <summary>A transport that answers as a test says.</summary>
/// <param name="answer">The answer to a request.</param>
internal sealed class ScriptedTransport(Func<BatchRequest, CancellationToken, Task<CallAnswer>> answer) : IWriteCalls
{
    /// <summary>The answer to a question for a table.</summary>
    public Func<string, Task<CallAnswer>>? Describe { get; init; }

    /// <summary>The same, with the time that the attempt has.</summary>
    public Func<string, TimeSpan?, Task<CallAnswer>>? DescribeWithin { get; init; }

    public Task<CallAnswer> SendAsync(BatchRequest request, CancellationToken cancellationToken) => answer(request, cancellationToken);

    public Task<CallAnswer> DescribeAsync(string table, CancellationToken cancellationToken, TimeSpan? timeout = null) =>
        Describe?.Invoke(table) ?? DescribeWithin?.Invoke(table, timeout) ?? throw new NotSupportedException("No test asks for it.");

    public void Dispose()
    {
    }
}
