using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.TestKit.DynamoDb;

/// <summary>AWS's DynamoDB Local as a child process that never outlives this one.</summary>
internal sealed class DynamoDbLocalProcess : IAsyncDisposable
{
    private static readonly NpmTarball Package = new(
        "amplify-dynamodb-simulator",
        "2.9.30",
        "sha512-xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==");

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    // However this process ends, the system closes the pipe to the child's standard input; whoever reads that end then
    // ends the server. Node.js is there where npm is, and does this alike on every system.
    private const string Watchdog = """
        const [command, ...args] = process.argv.slice(1);
        const server = require('child_process').spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
        const end = () => server.kill('SIGKILL');
        server.on('error', error => { console.error(error.message); process.exit(127); });
        server.on('exit', code => process.exit(code ?? 1));
        process.stdin.on('end', end).on('error', end).resume();
        """;

    // The first compiler tier and a serial collector start in two thirds of the time and leave the cores to the tests.
    private static readonly string[] Java = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

    private readonly Process _watchdog;
    private readonly ConcurrentQueue<string> _output = [];

    private DynamoDbLocalProcess(string folder, int port)
    {
        Endpoint = new Uri($"http://127.0.0.1:{port}");
        string[] server =
        [
            .. Java, "-Djava.library.path=DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar",
            "-inMemory", "-sharedDb", "-disableTelemetry", "-port", $"{port}",
        ];
        _watchdog = MissingToolException.ThrowUnlessStarted(
            new ProcessStartInfo("node", ["-e", Watchdog, "--", .. server])
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            "Node.js (https://nodejs.org)");
        _watchdog.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _watchdog.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _watchdog.BeginOutputReadLine();
        _watchdog.BeginErrorReadLine();
    }

    /// <summary>Where the server listens.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts a server and waits until it answers.</summary>
    public static async Task<DynamoDbLocalProcess> StartAsync(CancellationToken cancellation)
    {
        string package = await Package.GetFolderAsync(cancellation);
        DynamoDbLocalProcess server = new(Path.Combine(package, "emulator"), FreePort.Find());
        try
        {
            await server.WaitUntilHealthyAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the server.</summary>
    public async ValueTask DisposeAsync()
    {
        _watchdog.StandardInput.Close();
        await _watchdog.WaitForExitAsync();
        _watchdog.Dispose();
    }

    private async Task WaitUntilHealthyAsync(CancellationToken cancellation)
    {
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < StartLimit;)
        {
            if (_watchdog.HasExited)
                throw await EndedAsync(cancellation);
            try
            {
                // Any answer will do: without credentials it is a 400.
                using HttpResponseMessage answer = await http.GetAsync(Endpoint, cancellation);
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException
                && !cancellation.IsCancellationRequested)
            {
                // Not up yet; or, on a busy machine, up but too slow to answer in time.
                await Task.Delay(50, cancellation);
            }
        }

        throw new TimeoutException($"DynamoDB Local doesn't answer after {StartLimit.TotalSeconds} s: {Output}");
    }

    private async Task<Exception> EndedAsync(CancellationToken cancellation)
    {
        await _watchdog.WaitForExitAsync(cancellation);
        return _watchdog.ExitCode == 127
            ? new MissingToolException("Java 11 or later (https://adoptium.net)")
            : new InvalidOperationException($"DynamoDB Local ended with code {_watchdog.ExitCode}: {Output}");
    }

    private string Output => string.Join(Environment.NewLine, _output);
}
