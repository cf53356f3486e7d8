using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Commands;

/// <summary>A session with the module, a table of its own, and proxies in front of the server.</summary>
public abstract class WriteTestBase(DynamoDbLocalFixture fixture) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _proxies = [];

    protected PowerShellSession Session { get; } = new();

    protected string Table { get; } = DynamoDbLocalFixture.UniqueTableName();

    protected DynamoDbLocal Server { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Server = await fixture.ServerAsync();
        await Server.CreateTableAsync(Table, "Id:N");
        UseEndpoint(Server.Endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        Session.Dispose();
        foreach (IAsyncDisposable proxy in _proxies)
            await proxy.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Has the session talk to the server through a proxy.</summary>
    protected FaultProxy UseProxy(FaultRule rule, int seed = 1)
    {
        FaultProxy proxy = new(Server.Endpoint, rule, seed);
        _proxies.Add(proxy);
        UseEndpoint(proxy.Endpoint);
        return proxy;
    }

    protected void UseEndpoint(Uri endpoint)
    {
        Session.SetVariable("table", Table);
        Session.SetVariable("endpoint", endpoint.AbsoluteUri);
        Session.Invoke("$PSDefaultParameterValues['*-DdbBatch:EndpointUrl'] = $endpoint; $PSDefaultParameterValues['*-DdbBatch:Table'] = $table");
    }

    protected PowerShellResult Run(string script) => Session.Invoke(script).ThrowIfTerminated();

    /// <summary>Runs a script that ends with a terminating error.</summary>
    protected Failure RunToFailure(string script)
    {
        PowerShellResult result = Session.Invoke($"$failure = $null; try {{ {script} }} catch {{ $failure = $_ }}");
        object? failure = Session.GetVariable("failure");
        Assert.NotNull(failure);
        return new Failure((ErrorRecord)PSObject.AsPSObject(failure).BaseObject, result);
    }

    protected async Task<Dictionary<int, Dictionary<string, AttributeValue>>> ItemsAsync() =>
        (await Server.ScanAsync(Table)).ToDictionary(item => int.Parse(item["Id"].N));

    /// <summary>The one object of a type in an output.</summary>
    protected static dynamic Single(PowerShellResult result, string typeName) =>
        result.Output.Single(item => item.BaseObject.GetType().Name == typeName).BaseObject;
}

/// <summary>A terminating error, and what was written before it.</summary>
public sealed record Failure(ErrorRecord Error, PowerShellResult Before);
