using System;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(DynamoDbLocalFixture))]

namespace DdbBatch.Tests;

/// <summary>One DynamoDB Local for a whole test run; tests keep apart by unique table names.</summary>
public sealed class DynamoDbLocalFixture : IAsyncLifetime
{
    private readonly Lazy<Task<DynamoDbLocal>> _server = new(() => DynamoDbLocal.StartAsync());

    /// <summary>The server, started when the first test asks for it.</summary>
    public Task<DynamoDbLocal> ServerAsync() => _server.Value;

    /// <summary>A table name that no other test has.</summary>
    public static string UniqueTableName() => $"Table-{Guid.NewGuid():N}";

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _server.Value).DisposeAsync();
    }
}
