using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.DynamoDb;

/// <summary>Other implementations of DynamoDB, from npm, as child processes. They share no code with AWS's, nor with each other.</summary>
internal static class OtherServers
{
    // Their tables are active at once.
    private static readonly Dictionary<string, Func<int, string[]>> Commands = new()
    {
        ["dynalite"] = port =>
        [
            "node", Path.Combine("node_modules", "dynalite", "cli.js"), "--host", "127.0.0.1", "--port", $"{port}",
            "--createTableMs", "0", "--deleteTableMs", "0", "--updateTableMs", "0",
        ],
        ["dynoxide"] = port => [Path.Combine("node_modules", "@dynoxide", "linux-x64", "dynoxide"), "--port", $"{port}"],
    };

    /// <summary>Starts a server, and waits until it answers.</summary>
    /// <param name="name">The server: <c>dynalite</c>, or <c>dynoxide</c> on Linux on x64.</param>
    /// <param name="cancellation">Ends the wait and the server.</param>
    /// <exception cref="ArgumentException">There is no such server.</exception>
    /// <exception cref="MissingToolException">npm or Node.js is missing; the message says what to do.</exception>
    public static async Task<LocalServerProcess> StartAsync(string name, CancellationToken cancellation)
    {
        if (!Commands.TryGetValue(name, out Func<int, string[]>? command))
            throw new ArgumentException($"{DynamoDbLocal.ServerVariable} is '{name}'. Known servers: {string.Join(", ", Commands.Keys)}.");
        string folder = await new NpmProject(name).GetFolderAsync(cancellation);
        int port = FreePort.Find();
        return await LocalServerProcess.StartAsync(name, "Node.js (https://nodejs.org)", folder, port, command(port), cancellation);
    }
}
