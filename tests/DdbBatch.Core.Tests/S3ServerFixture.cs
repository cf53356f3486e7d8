using System;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(S3ServerFixture))]

namespace DdbBatch.Tests;

/// <summary>One S3 server for a whole test run; tests keep apart by buckets of their own.</summary>
public sealed class S3ServerFixture : IAsyncLifetime
{
    private readonly Lazy<Task<S3Server>> _server = new(() => S3Server.StartAsync());

    /// <summary>The server, started when the first test asks for it.</summary>
    public Task<S3Server> ServerAsync() => _server.Value;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _server.Value).DisposeAsync();
    }
}
