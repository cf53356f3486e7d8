using System.IO;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.DynamoDb;

/// <summary>AWS's DynamoDB Local as a child process.</summary>
internal static class DynamoDbLocalProcess
{
    private static readonly NpmTarball Package = new(
        "amplify-dynamodb-simulator",
        "2.9.30",
        "sha512-xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==");

    // The first compiler tier and a serial collector start in two thirds of the time and leave the cores to the tests.
    private static readonly string[] Java = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

    /// <summary>Starts a server that holds its tables in memory, and waits until it answers.</summary>
    public static Task<LocalServerProcess> StartAsync(CancellationToken cancellation) =>
        StartAsync(["-inMemory"], FreePort.Find(), cancellation);

    /// <summary>Starts a server that keeps its tables in a folder, and waits until it answers.</summary>
    public static Task<LocalServerProcess> StartAsync(string folder, int port, CancellationToken cancellation) =>
        StartAsync(["-dbPath", Path.GetFullPath(folder)], port, cancellation);

    private static async Task<LocalServerProcess> StartAsync(string[] storage, int port, CancellationToken cancellation)
    {
        string package = await Package.GetFolderAsync(cancellation);
        string[] command =
        [
            .. Java, "-Djava.library.path=DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar",
            .. storage, "-sharedDb", "-disableTelemetry", "-port", $"{port}",
        ];
        return await LocalServerProcess.StartAsync(
            "DynamoDB Local",
            "Java 11 or later (https://adoptium.net)",
            Path.Combine(package, "emulator"),
            port,
            command,
            cancellation);
    }
}
