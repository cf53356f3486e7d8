using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit;

// dotnet run --project samples/QuickStart                     loads music.csv into a DynamoDB of its own
// dotnet run --project samples/QuickStart -- -Command '…'     runs any command line there, without pwsh
const string Table = "Music";
const string CommandLine = $"Import-Csv samples/music.csv | Write-DdbBatch -Table {Table}";

Console.OutputEncoding = Encoding.UTF8;
if (args is not ([] or ["-Command", _]))
{
    Console.Error.WriteLine("Usage: dotnet run --project samples/QuickStart [-- -Command '<PowerShell command line>']");
    return 1;
}

try
{
    Console.Error.WriteLine("Starting DynamoDB Local …");
    await using DynamoDbLocal server = await DynamoDbLocal.StartAsync();
    await server.CreateTableAsync(Table, "Artist:S", "SongTitle:S");
    Console.Error.WriteLine($"It listens on {server.Endpoint} and has an empty table {Table} (Artist, SongTitle).");
    // All AWS SDKs and tools take the endpoint from here, and so does the module.
    Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB", server.Endpoint.AbsoluteUri);
    return args is ["-Command", string command] ? Run(command) : await LoadMusicAsync(server);
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

static bool IsComplete(Dictionary<string, AttributeValue> item) => item["Year"].S != "" && item["Price"].S != "";

static int Run(string commandLine)
{
    bool isTerminal = !Console.IsOutputRedirected && !Console.IsErrorRedirected;
    ConsoleHost host = new(Console.Out, Console.Error, isTerminal);
    using PowerShellSession session = new(host: host);
    session.Show(commandLine);
    return host.ShowedError ? 1 : 0;
}
