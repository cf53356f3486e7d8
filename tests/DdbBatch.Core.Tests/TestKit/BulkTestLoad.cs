using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Tests.TestKit;

/// <summary>A table, a bucket and a server, and a load of the bucket's <c>in/data/</c> into the table.</summary>
internal sealed class BulkTestLoad : IAsyncDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly S3Server _s3;
    private readonly string _bucket;

    private BulkTestLoad(DynamoDbLocal dynamoDb, S3Server s3, string table, string bucket, BulkServerOptions? options)
    {
        DynamoDb = dynamoDb;
        _s3 = s3;
        Table = table;
        _bucket = bucket;
        Server = new BulkOperationServer(dynamoDb.Endpoint, s3.Endpoint, options);
        Client = DynamoDbLocal.CreateClient(Server.Endpoint, maxRetry: 0);
    }

    public DynamoDbLocal DynamoDb { get; }

    public string Table { get; }

    public BulkOperationServer Server { get; }

    public AmazonDynamoDBClient Client { get; }

    public static async Task<BulkTestLoad> CreateAsync(
        DynamoDbLocalFixture dynamoDb, S3ServerFixture s3, BulkServerOptions? options = null)
    {
        DynamoDbLocal tables = await dynamoDb.ServerAsync();
        S3Server objects = await s3.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await tables.CreateTableAsync(table, "Id:S");
        return new BulkTestLoad(tables, objects, table, await objects.CreateBucketAsync(), options);
    }

    public Task PutAsync(string key, byte[] content) => _s3.PutAsync(_bucket, key, content);

    public async Task<string> StartAsync(Action<StartBulkPutItemsRequest>? change = null)
    {
        StartBulkPutItemsRequest request = new()
        {
            TableName = Table,
            InputS3Configuration = new InputS3Configuration
            {
                S3Bucket = _bucket,
                S3KeyPrefix = "in/data/",
                InputFormat = BulkOperationInputFormat.DYNAMODB_JSON,
            },
            OutputS3Configuration = new OutputS3Configuration
            {
                S3Bucket = _bucket,
                S3KeyPrefix = "out",
                OutputType = ["ERROR"],
            },
        };
        change?.Invoke(request);
        return (await Client.StartBulkPutItemsAsync(request, Cancellation)).BulkOperationDescription.BulkOperationArn;
    }

    public async Task<BulkOperationDescription> DescribeAsync(string arn) =>
        (await Client.DescribeBulkOperationAsync(new DescribeBulkOperationRequest { BulkOperationArn = arn }, Cancellation))
        .BulkOperationDescription;

    public async Task<BulkOperationDescription> RunAsync(Action<StartBulkPutItemsRequest>? change = null)
    {
        string arn = await StartAsync(change);
        await Server.Operations.Single(operation => operation.Arn == arn).RunAsync(Cancellation);
        return await DescribeAsync(arn);
    }

    public async Task<IReadOnlyList<string>> IdsAsync() =>
        [.. (await DynamoDb.ScanAsync(Table)).Select(item => item["Id"].S).Order()];

    public Task<IReadOnlyList<string>> ReportKeysAsync() => _s3.KeysAsync(_bucket, "out/AWSDynamoDB/");

    public async Task<IReadOnlyList<JsonElement>> ReportAsync()
    {
        List<JsonElement> records = [];
        foreach (string key in (await ReportKeysAsync()).Where(key => key.Contains("/data/", StringComparison.Ordinal)))
        {
            using MemoryStream bytes = new(await _s3.ReadAsync(_bucket, key));
            await using Stream plain = key.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(bytes, CompressionMode.Decompress) : bytes;
            using StreamReader reader = new(plain);
            string text = await reader.ReadToEndAsync(Cancellation);
            records.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)));
        }

        return records;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
