using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using DdbBatch.Bulk;
using DdbBatch.Bulk.Load;
using DdbBatch.Bulk.Report;
using DdbBatch.Bulk.S3;
using DdbBatch.Items;
using DdbBatch.TestKit;
using DdbBatch.Transport;
using Xunit;

namespace DdbBatch.Tests.Bulk;

/// <summary>A table, a bucket, a bulk engine, and runs that load the one from the other.</summary>
internal sealed class BulkScene : IAsyncDisposable
{
    private readonly FaultProxy _s3Proxy;
    private readonly DynamoDBClient _dynamoDB;
    private readonly S3Client _s3;

    private BulkScene(DynamoDbLocal local, S3Server server, string table, string bucket, BulkServerOptions options, FaultRule s3Rule)
    {
        (Local, Server, Table, Bucket) = (local, server, table, bucket);
        _s3Proxy = FaultProxy.ForS3(server.Endpoint, s3Rule);
        Engine = new BulkOperationServer(local.Endpoint, server.Endpoint, options);
        BasicAWSCredentials credentials = new("test", "test");
        _dynamoDB = new DynamoDBClient(
            credentials, new AmazonDynamoDBConfig { AuthenticationRegion = "us-east-1", ServiceURL = Engine.Endpoint.AbsoluteUri });
        _s3 = new S3Client(credentials, new AmazonS3Config
        {
            AuthenticationRegion = "us-east-1",
            ServiceURL = _s3Proxy.Endpoint.AbsoluteUri,
            ForcePathStyle = true,
        });
        Options = new BulkLoadOptions
        {
            Table = table,
            Location = new S3Location(bucket, "loads/"),
            ClientToken = "token",
            RetryTimeout = TimeSpan.FromSeconds(10),
        };
        Operations = new BulkOperations(_dynamoDB, _s3);
    }

    public DynamoDbLocal Local { get; }

    public S3Server Server { get; }

    public string Table { get; }

    public string Bucket { get; }

    public BulkOperationServer Engine { get; }

    public BulkOperations Operations { get; }

    /// <summary>Options of a run; each run of a test has them.</summary>
    public BulkLoadOptions Options { get; set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<BulkScene> CreateAsync(
        DynamoDbLocalFixture local, S3ServerFixture s3, BulkServerOptions? options = null, FaultRule? s3Rule = null)
    {
        DynamoDbLocal dynamoDb = await local.ServerAsync();
        S3Server server = await s3.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await dynamoDb.CreateTableAsync(table, "Artist:S", "Song:S");
        return new BulkScene(
            dynamoDb, server, table, await server.CreateBucketAsync(), options ?? new BulkServerOptions(), s3Rule ?? (_ => Fault.None));
    }

    /// <summary>A run that isn't open.</summary>
    public BulkRun NewRun() => new(_dynamoDB, _s3, Options);

    /// <summary>An open run with items in it, as a killed process leaves it: nobody disposes of it.</summary>
    public async Task<BulkRun> FillAsync(IEnumerable<EncodedItem> items)
    {
        BulkRun run = NewRun();
        await run.OpenAsync(Cancellation);
        foreach (EncodedItem item in items)
        {
            while (!run.TryAdd(item))
                run.Wait(TimeSpan.FromSeconds(10));
        }

        return run;
    }

    /// <summary>Uploads items, and starts the operation.</summary>
    public async Task<BulkLoad?> StartAsync(IEnumerable<EncodedItem> items)
    {
        using BulkRun run = await FillAsync(items);
        return await run.StartAsync(Cancellation);
    }

    /// <summary>Waits until a load has come to its end.</summary>
    public async Task<BulkLoad> WaitAsync(string arn)
    {
        while (true)
        {
            BulkLoad load = await Operations.DescribeAsync(arn, Cancellation);
            if (load.IsFinished)
                return load;
        }
    }

    /// <summary>Uploads items, and waits until they are loaded.</summary>
    public async Task<BulkLoad> LoadAsync(IEnumerable<EncodedItem> items) => await WaitAsync((await StartAsync(items))!.Arn);

    /// <summary>The results of a load that has ended.</summary>
    public BulkResults Results(BulkLoad load) => new(_dynamoDB, _s3, load);

    /// <summary>The items that failed.</summary>
    public async Task<IReadOnlyList<UnprocessedItem>> FailedAsync(BulkLoad load)
    {
        using BulkResults results = Results(load);
        List<UnprocessedItem> failed = [];
        while (await results.NextFailedAsync(Cancellation) is { } some)
            failed.AddRange(some);
        return failed;
    }

    /// <summary>Completes the test after all results of a load were read.</summary>
    public async Task<int> CleanUpAsync(BulkLoad load)
    {
        using BulkResults results = Results(load);
        return await results.CleanUpAsync(keepUpload: null, Cancellation);
    }

    /// <summary>The songs in the table, with their texts.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SongsAsync() =>
        (await Local.ScanAsync(Table)).ToDictionary(item => item["Song"].S, item => item["Text"].S);

    /// <summary>How often the runs have put an object, or a part of one, below data.</summary>
    public int Uploads => _s3Proxy.Requests.Count(request =>
        request.Operation is "PutObject" or "UploadPart" && request.Http.Target.Contains("/data/", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        _dynamoDB.Dispose();
        _s3.Dispose();
        await Engine.DisposeAsync();
        await _s3Proxy.DisposeAsync();
    }
}
