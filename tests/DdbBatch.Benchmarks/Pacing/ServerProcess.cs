using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DdbBatch.Transport;

namespace DdbBatch.Benchmarks.Pacing;

/// <summary>This program once more, as the server.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    /// <param name="arguments">The arguments of <see cref="ServeCommand"/>.</param>
    public ServerProcess(params IEnumerable<string> arguments)
    {
        string assembly = typeof(ServerProcess).Assembly.Location;
        ProcessStartInfo start = new("dotnet", [assembly, "serve", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet doesn't start.");
        Endpoint = ReadLine();
    }

    /// <summary>The URL for clients.</summary>
    public string Endpoint { get; }

    /// <summary>A client for it.</summary>
    public DynamoDBClient CreateClient() => new(
        new BasicAWSCredentials("local", "local"),
        new AmazonDynamoDBConfig { AuthenticationRegion = "us-east-1", ServiceURL = Endpoint },
        connections: 64);

    /// <summary>The counts so far, from the server.</summary>
    public IReadOnlyList<SliceCounts> ReadCounts()
    {
        _process.StandardInput.WriteLine();
        return JsonSerializer.Deserialize<List<SliceCounts>>(ReadLine())!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string ReadLine() =>
        _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server process has ended.");
}
