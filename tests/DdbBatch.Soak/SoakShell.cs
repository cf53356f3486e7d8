using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;

namespace DdbBatch.Soak;

/// <summary>The resources of a process at a moment.</summary>
internal sealed record ProcessUse(long WorkingSet, int Handles, int Threads, double CpuSeconds);

/// <summary>The script's report of a round.</summary>
/// <param name="Written">Operations that were written, by a load or by the resuming of its failed file.</param>
/// <param name="Resumed">Lines of failed files that were written again.</param>
/// <param name="Throttled">Requests that were throttled.</param>
/// <param name="Retried">Requests that were retried.</param>
/// <param name="Unknown">Operations that ended as Unknown before their line was resumed.</param>
/// <param name="Unreached">Commands that found no server at their start, and were started again.</param>
/// <param name="Copies">How often the copy was started until it was complete.</param>
/// <param name="Missing">Keys without an item.</param>
/// <param name="Heap">The managed heap after a full collection, in bytes.</param>
internal sealed record RoundReport(long Written, long Resumed, long Throttled, long Retried, long Unknown, int Unreached, int Copies, int Missing, long Heap);

/// <summary>The PowerShell process, which plays a round for each line of its input.</summary>
internal sealed class SoakShell : IAsyncDisposable
{
    // A round takes a minute; one that takes this long hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly Process _starter;
    private readonly Process _shell;

    private SoakShell(Process starter, int processId, string version)
    {
        _starter = starter;
        _shell = Process.GetProcessById(processId);
        Version = version;
    }

    /// <summary>The version of PowerShell.</summary>
    public string Version { get; }

    /// <summary>The id of the process.</summary>
    public int ProcessId => _shell.Id;

    /// <summary>Starts pwsh, and has it import the module.</summary>
    public static async Task<SoakShell> StartAsync(string manifest, SoakServer server, string folder)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Round.ps1");
        ProcessStartInfo start = new("pwsh", ["-NoProfile", "-NonInteractive", "-File", script, manifest, server.Endpoint.AbsoluteUri])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach ((string name, string value) in server.WriteCredentials(folder))
            start.Environment[name] = value;
        Process starter = Process.Start(start)!;
        // The tool of .NET starts the shell as a process of its own, so the shell reports its id.
        string[] ready = (await ReadAsync(starter)).Split(' ');
        return new SoakShell(starter, int.Parse(ready[0]), ready[1]);
    }

    /// <summary>Plays a round.</summary>
    /// <exception cref="InvalidOperationException">A command failed.</exception>
    public async Task<RoundReport> PlayAsync(string files, int number)
    {
        await _starter.StandardInput.WriteLineAsync($"{number} {files}");
        await _starter.StandardInput.FlushAsync();
        string line = await ReadAsync(_starter);
        return line.StartsWith('{')
            ? JsonSerializer.Deserialize<RoundReport>(line)!
            : throw new InvalidOperationException($"Round {number}: {line}");
    }

    /// <summary>Measures the process now.</summary>
    public ProcessUse Measure()
    {
        _shell.Refresh();
        return new ProcessUse(_shell.WorkingSet64, _shell.HandleCount, _shell.Threads.Count, _shell.TotalProcessorTime.TotalSeconds);
    }

    /// <summary>Ends the process.</summary>
    public async ValueTask DisposeAsync()
    {
        _starter.StandardInput.Close();
        await _starter.WaitForExitAsync();
        _starter.Dispose();
        _shell.Dispose();
    }

    private static async Task<string> ReadAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException("The shell has ended.");
}
