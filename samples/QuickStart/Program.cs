using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit;

// dotnet run --project samples/QuickStart                     loads music.csv into a DynamoDB of its own
// dotnet run --project samples/QuickStart -- -Command '…'     runs any command line there, without pwsh
// dotnet run --project samples/QuickStart -- -Serve           keeps it, for a PowerShell of your own
// dotnet run --project samples/QuickStart -- -Serve -Bulk     and takes bulk loads, with an S3 of its own
const string Table = "Music";
const string Bucket = "my-bucket";
const string CommandLine = $"Import-Csv samples/music.csv | Write-DdbBatch -Table {Table}";

Console.OutputEncoding = Encoding.UTF8;
if (args is not ([] or ["-Command", _] or ["-Serve"] or ["-Serve", "-Unprocessed", _] or ["-Serve", "-Bulk"] or ["-Serve", "-Bulk", "-Unprocessed", _]))
{
    Console.Error.WriteLine(
        "Usage: dotnet run --project samples/QuickStart "
        + "[-- -Command '<PowerShell command line>' | -- -Serve [-Bulk] [-Unprocessed <share of every batch, as 0.3>]]");
    return 1;
}

try
{
    Console.Error.WriteLine("Starting DynamoDB Local …");
    await using DynamoDbLocal server = await DynamoDbLocal.StartAsync();
    await server.CreateTableAsync(Table, "Artist:S", "SongTitle:S");
    Console.Error.WriteLine($"It listens on {server.Endpoint} and has an empty table {Table} (Artist, SongTitle).");
    // All AWS SDKs and tools read the endpoint from this variable, and so does the module.
    Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB", server.Endpoint.AbsoluteUri);
    return args switch
    {
        ["-Command", string command] => Run(command),
        ["-Serve", "-Bulk", .. string[] unprocessed] => await ServeBulkAsync(server, unprocessed.LastOrDefault()),
        ["-Serve", .. string[] unprocessed] => await ServeAsync(server.Endpoint, unprocessed.LastOrDefault()),
        _ => await LoadMusicAsync(server),
    };
}
catch (Exception exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static async Task<int> LoadMusicAsync(DynamoDbLocal server)
{
    Directory.SetCurrentDirectory(Checkout.Root);
    Console.Error.WriteLine($"PS> {CommandLine}");
    int exitCode = Run($"$PSDefaultParameterValues = @{{ 'Write-DdbBatch:Summary' = $true }}; {CommandLine}");

    IReadOnlyList<Dictionary<string, AttributeValue>> items = await server.ScanAsync(Table);
    Console.WriteLine($"The table {Table} now has {items.Count} items, for instance:");
    foreach (Dictionary<string, AttributeValue> item in items.Where(IsComplete).Take(3))
        Console.WriteLine($"  {item["Artist"].S}: {item["SongTitle"].S} ({item["Year"].S}), {item["Price"].S}");
    return exitCode;
}

// The bulk operations are a test double; S3 is a real server, which keeps its objects in memory.
static async Task<int> ServeBulkAsync(DynamoDbLocal server, string? unprocessedShare)
{
    await using S3Server s3 = await S3Server.StartAsync();
    await s3.Client.PutBucketAsync(Bucket);
    await using BulkOperationServer bulk = new(server.Endpoint, s3.Endpoint, new BulkServerOptions { IdleStep = TimeSpan.FromSeconds(2) });
    Console.WriteLine($"S3: {s3.Endpoint}");
    Console.Error.WriteLine($"PS> $env:AWS_ENDPOINT_URL_S3 = '{s3.Endpoint}' # with the bucket {Bucket}");
    return await ServeAsync(bulk.Endpoint, unprocessedShare);
}

// Programs read the endpoints from the standard output, one labelled line each; people read the other lines too.
static async Task<int> ServeAsync(Uri endpoint, string? unprocessedShare)
{
    Console.WriteLine($"DynamoDB: {endpoint}");
    await using FaultProxy? proxy = unprocessedShare is null
        ? null
        : new FaultProxy(endpoint, FaultProxy.Unprocessed(double.Parse(unprocessedShare, CultureInfo.InvariantCulture)));
    if (proxy is not null)
    {
        Console.WriteLine($"DynamoDB, leaving {unprocessedShare} of every batch unprocessed: {proxy.Endpoint}");
        Console.Error.WriteLine("Both endpoints of DynamoDB have the same tables. Give the second one by -EndpointUrl.");
    }

    Console.Error.WriteLine($"PS> $env:AWS_ENDPOINT_URL_DYNAMODB = '{endpoint}'");
    Console.Error.WriteLine("It ends, and all tables with it, when you press Enter.");
    await Console.In.ReadLineAsync();
    return 0;
}

static bool IsComplete(Dictionary<string, AttributeValue> item) => item["Year"].S != "" && item["Price"].S != "";

static int Run(string commandLine)
{
    bool isTerminal = !Console.IsOutputRedirected && !Console.IsErrorRedirected;
    ConsoleHost host = new(Console.Out, Console.Error, isTerminal);
    using PowerShellSession session = new(host: host);
    session.Show(commandLine);
    return host.ShowedError ? 1 : 0;
}
