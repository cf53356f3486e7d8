using System.IO;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.DynamoDb;

/// <summary>Dynalite (from npm) as a child process: another implementation of DynamoDB, which shares no code with AWS's.</summary>
internal static class DynaliteProcess
{
    private static readonly NpmProject Program = new("dynalite");

    /// <summary>Starts a server, whose tables are active at once, and waits until it answers.</summary>
    public static async Task<LocalServerProcess> StartAsync(CancellationToken cancellation)
    {
        string folder = await Program.GetFolderAsync(cancellation);
        int port = FreePort.Find();
        string[] command =
        [
            "node", Path.Combine("node_modules", "dynalite", "cli.js"), "--host", "127.0.0.1", "--port", $"{port}",
            "--createTableMs", "0", "--deleteTableMs", "0", "--updateTableMs", "0",
        ];
        return await LocalServerProcess.StartAsync("Dynalite", "Node.js (https://nodejs.org)", folder, port, command, cancellation);
    }
}
