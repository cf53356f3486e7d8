using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.BulkLoading;

/// <summary>A session with the module, a table and a bucket of its own, and a bulk engine in front of the table's server.</summary>
public abstract class BulkTestBase(DynamoDbLocalFixture dynamoDb, S3ServerFixture s3) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly StringWriter _shown = new();

    protected PowerShellSession Session { get; private set; } = null!;

    protected string Table { get; } = DynamoDbLocalFixture.UniqueTableName();

    protected string Bucket { get; private set; } = "";

    protected DynamoDbLocal DynamoDb { get; private set; } = null!;

    protected S3Server S3 { get; private set; } = null!;

    /// <summary>The servers of the session.</summary>
    protected BulkOperationServer Engine { get; private set; } = null!;

    /// <summary>The output of the session's host.</summary>
    protected string Shown => _shown.ToString();

    public virtual async ValueTask InitializeAsync()
    {
        DynamoDb = await dynamoDb.ServerAsync();
        S3 = await s3.ServerAsync();
        Bucket = await S3.CreateBucketAsync();
        await DynamoDb.CreateTableAsync(Table, "Id:N");
        TextWriter host = TextWriter.Synchronized(_shown);
        Session = new PowerShellSession(host: new ConsoleHost(host, host));
        Session.SetVariable("table", Table);
        Session.SetVariable("bucket", Bucket);
        Use(new BulkServerOptions { Pace = BulkPace.Background });
        UseS3(S3.Endpoint);
        Run("$ProgressPreference = 'SilentlyContinue'");
    }

    public async ValueTask DisposeAsync()
    {
        Session.Dispose();
        foreach (IAsyncDisposable server in _servers)
            await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Has the session talk to an engine that behaves so.</summary>
    protected BulkOperationServer Use(BulkServerOptions options)
    {
        _servers.Add(Engine = new BulkOperationServer(DynamoDb.Endpoint, S3.Endpoint, options));
        Session.SetVariable("endpoint", Engine.Endpoint.AbsoluteUri);
        Run("$PSDefaultParameterValues['*-Ddb*:EndpointUrl'] = $endpoint; $PSDefaultParameterValues['Start-DdbBulkLoad:Table'] = $table");
        return Engine;
    }

    /// <summary>Has the session talk to S3 through a proxy.</summary>
    protected FaultProxy UseS3Proxy(FaultRule rule)
    {
        FaultProxy proxy = FaultProxy.ForS3(S3.Endpoint, rule);
        _servers.Add(proxy);
        UseS3(proxy.Endpoint);
        return proxy;
    }

    protected PowerShellResult Run(string script) => Session.Invoke(script).ThrowIfTerminated();

    /// <summary>Runs a script that ends with a terminating error, and gives that.</summary>
    protected ErrorRecord RunToFailure(string script)
    {
        Session.Invoke($"$failure = $null; try {{ {script} }} catch {{ $failure = $_ }}");
        object? failure = Session.GetVariable("failure");
        Assert.NotNull(failure);
        return (ErrorRecord)PSObject.AsPSObject(failure).BaseObject;
    }

    /// <summary>The one BulkLoad of an output.</summary>
    protected static dynamic Load(PowerShellResult result) =>
        result.Output.Single(item => item.BaseObject.GetType().Name == "BulkLoad").BaseObject;

    protected async Task<Dictionary<int, Dictionary<string, AttributeValue>>> ItemsAsync() =>
        (await DynamoDb.ScanAsync(Table)).ToDictionary(item => int.Parse(item["Id"].N));

    /// <summary>The requests of one kind that the engine has got.</summary>
    protected IEnumerable<ProxiedRequest> Requests(string operation) =>
        Engine.Requests.Where(request => request.Operation == operation);

    private void UseS3(Uri endpoint)
    {
        Session.SetVariable("s3", endpoint.AbsoluteUri);
        Run("$PSDefaultParameterValues['*-DdbBulkLoad:S3EndpointUrl'] = $s3; $PSDefaultParameterValues['Start-DdbBulkLoad:S3Uri'] = \"s3://$bucket/loads/\"");
    }
}
