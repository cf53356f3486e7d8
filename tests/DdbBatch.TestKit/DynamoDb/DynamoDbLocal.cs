using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DdbBatch.TestKit.DynamoDb;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>AWS's own DynamoDB Local: a real DynamoDB that holds its tables in memory, or on disk.</summary>
/// <remarks>
/// All credentials and regions see the same tables. It ends with this process, also when that is killed.
/// </remarks>
public sealed class DynamoDbLocal : IAsyncDisposable
{
    /// <summary>The environment variable with the URL of an endpoint to use in place of a server of our own.</summary>
    public const string EndpointVariable = "DDBBATCH_TEST_ENDPOINT";

    /// <summary>The environment variable that selects another server to start, see <see cref="OtherServers"/>.</summary>
    public const string ServerVariable = "DDBBATCH_TEST_SERVER";

    private readonly string? _folder;
    private LocalServerProcess? _process;

    private DynamoDbLocal(Uri endpoint, LocalServerProcess? process, string? folder = null)
    {
        _process = process;
        _folder = folder;
        Endpoint = endpoint;
        Client = CreateClient(endpoint);
    }

    /// <summary>The URL for clients.</summary>
    public Uri Endpoint { get; }

    /// <summary>A client of it.</summary>
    public AmazonDynamoDBClient Client { get; }

    /// <summary>Starts a server (the first time ever, npm downloads it) and waits until it answers.</summary>
    /// <exception cref="MissingToolException">npm or Java is missing; the message says what to do.</exception>
    public static async Task<DynamoDbLocal> StartAsync(CancellationToken cancellation = default)
    {
        if (Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 } url)
            return new DynamoDbLocal(new Uri(url), process: null);
        LocalServerProcess process = Environment.GetEnvironmentVariable(ServerVariable) switch
        {
            null or "" => await DynamoDbLocalProcess.StartAsync(cancellation),
            string other => await OtherServers.StartAsync(other, cancellation),
        };
        return new DynamoDbLocal(process.Endpoint, process);
    }

    /// <summary>Starts a server that keeps its tables in a folder, and so over a restart.</summary>
    /// <exception cref="MissingToolException">npm or Java is missing; the message says what to do.</exception>
    public static async Task<DynamoDbLocal> StartOnDiskAsync(string folder, CancellationToken cancellation = default)
    {
        LocalServerProcess process = await DynamoDbLocalProcess.StartAsync(folder, FreePort.Find(), cancellation);
        return new DynamoDbLocal(process.Endpoint, process, folder);
    }

    /// <summary>Kills a server that has its tables on disk, and starts it again at the same endpoint.</summary>
    public async Task RestartAsync(CancellationToken cancellation = default)
    {
        string folder = _folder ?? throw new InvalidOperationException("Its tables would be lost.");
        await _process!.DisposeAsync();
        _process = await DynamoDbLocalProcess.StartAsync(folder, Endpoint.Port, cancellation);
    }

    /// <summary>A client, with made-up credentials, of an endpoint on this machine.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="maxRetry">How often the client repeats a request that failed; 0 for a client that shows failures.</param>
    public static AmazonDynamoDBClient CreateClient(Uri endpoint, int maxRetry = 3) => new(
        new BasicAWSCredentials("test", "test"),
        new AmazonDynamoDBConfig
        {
            // Setting the URL clears the region, so that comes first.
            AuthenticationRegion = "us-east-1",
            ServiceURL = endpoint.AbsoluteUri,
            MaxErrorRetry = maxRetry,
            // Reset connections have a budget of their own.
            MaxStaleConnectionRetries = maxRetry,
        });

    /// <summary>Creates an on-demand table, which is active at once.</summary>
    /// <param name="name">The table's name.</param>
    /// <param name="partitionKey">Name and type, as <c>Artist:S</c>.</param>
    /// <param name="sortKey">Name and type; null if the table has none.</param>
    /// <param name="indexes">Its secondary indexes.</param>
    public Task CreateTableAsync(
        string name, string partitionKey, string? sortKey = null, params IReadOnlyList<TableIndex> indexes)
    {
        IEnumerable<string> keys = indexes.SelectMany(index => new[] { index.PartitionKey, index.SortKey })
            .Concat([partitionKey, sortKey]).OfType<string>();
        List<LocalSecondaryIndex> local = [.. indexes.Where(index => index.IsLocal).Select(index =>
            new LocalSecondaryIndex
            {
                IndexName = index.Name,
                KeySchema = KeySchema(index.PartitionKey, index.SortKey),
                Projection = new Projection { ProjectionType = ProjectionType.ALL },
            })];
        List<GlobalSecondaryIndex> global = [.. indexes.Where(index => !index.IsLocal).Select(index =>
            new GlobalSecondaryIndex
            {
                IndexName = index.Name,
                KeySchema = KeySchema(index.PartitionKey, index.SortKey),
                Projection = new Projection { ProjectionType = ProjectionType.ALL },
            })];
        return Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = KeySchema(partitionKey, sortKey),
            AttributeDefinitions = [.. keys.Distinct().Select(key => new AttributeDefinition(NameOf(key), TypeOf(key)))],
            LocalSecondaryIndexes = local.Count == 0 ? null : local,
            GlobalSecondaryIndexes = global.Count == 0 ? null : global,
        });
    }

    /// <summary>Deletes a table if there is one.</summary>
    public async Task DeleteTableAsync(string name)
    {
        try
        {
            await Client.DeleteTableAsync(name);
        }
        catch (ResourceNotFoundException)
        {
        }
    }

    /// <summary>All items of a table, in no particular order.</summary>
    public async Task<IReadOnlyList<Dictionary<string, AttributeValue>>> ScanAsync(string table)
    {
        List<Dictionary<string, AttributeValue>> items = [];
        ScanRequest request = new() { TableName = table, ConsistentRead = true };
        do
        {
            ScanResponse page = await Client.ScanAsync(request);
            items.AddRange(page.Items);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        return items;
    }

    /// <summary>Ends the server.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
    }

    private static List<KeySchemaElement> KeySchema(string partitionKey, string? sortKey)
    {
        List<KeySchemaElement> schema = [new(NameOf(partitionKey), KeyType.HASH)];
        if (sortKey is not null)
            schema.Add(new KeySchemaElement(NameOf(sortKey), KeyType.RANGE));
        return schema;
    }

    // The last colon: an attribute's name may have others.
    private static string NameOf(string key) => key[..key.LastIndexOf(':')];

    private static ScalarAttributeType TypeOf(string key) => new(key[(key.LastIndexOf(':') + 1)..]);
}
