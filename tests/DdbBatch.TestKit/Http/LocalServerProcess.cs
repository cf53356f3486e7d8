using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.TestKit.Http;

/// <summary>A server on this machine as a child process that never outlives this one.</summary>
internal sealed class LocalServerProcess : IAsyncDisposable
{
    private const int NotStartable = 127;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    // However this process ends, the system closes the pipe to the child's standard input. A process that reads that end
    // then ends the server. Node.js is available if npm is, and works the same on every system.
    private const string Watchdog = """
        const [command, ...args] = process.argv.slice(1);
        const server = require('child_process').spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
        const end = () => server.kill('SIGKILL');
        server.on('error', error => { console.error(error.message); process.exit(127); });
        server.on('exit', code => process.exit(code ?? 1));
        process.stdin.on('end', end).on('error', end).resume();
        """;

    private readonly string _name;
    private readonly Process _watchdog;
    private readonly ConcurrentQueue<string> _output = [];

    private LocalServerProcess(string name, string folder, int port, string[] command)
    {
        _name = name;
        Endpoint = new Uri($"http://127.0.0.1:{port}");
        _watchdog = MissingToolException.ThrowUnlessStarted(
            new ProcessStartInfo("node", ["-e", Watchdog, "--", .. command])
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

    /// <summary>The URL of the server.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="name">The name in messages.</param>
    /// <param name="tool">The tool to install if the program is missing.</param>
    /// <param name="folder">Its working folder.</param>
    /// <param name="port">The port that the command passes to it.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="cancellation">Ends the wait and the server.</param>
    /// <exception cref="MissingToolException">The program or Node.js is missing.</exception>
    public static async Task<LocalServerProcess> StartAsync(
        string name, string tool, string folder, int port, string[] command, CancellationToken cancellation)
    {
        LocalServerProcess server = new(name, folder, port, command);
        try
        {
            await server.WaitUntilHealthyAsync(tool, cancellation);
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

    private async Task WaitUntilHealthyAsync(string tool, CancellationToken cancellation)
    {
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < StartLimit;)
        {
            if (_watchdog.HasExited)
                throw await EndedAsync(tool, cancellation);
            try
            {
                // Any answer will do: DynamoDB Local's to a request without credentials is a 400.
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

        throw new TimeoutException($"{_name} doesn't answer after {StartLimit.TotalSeconds} s: {Output}");
    }

    private async Task<Exception> EndedAsync(string tool, CancellationToken cancellation)
    {
        await _watchdog.WaitForExitAsync(cancellation);
        return _watchdog.ExitCode == NotStartable
            ? new MissingToolException(tool)
            : new InvalidOperationException($"{_name} ended with code {_watchdog.ExitCode}: {Output}");
    }

    private string Output => string.Join(Environment.NewLine, _output);
}
