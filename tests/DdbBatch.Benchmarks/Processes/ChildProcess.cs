using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>A process that answers each line it reads with a line, and ends with its input.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    public ChildProcess(string program, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} doesn't start.");
    }

    /// <summary>This program once more, as one of its other commands.</summary>
    public static ChildProcess OfThisProgram(params IEnumerable<string> arguments) =>
        new("dotnet", [typeof(ChildProcess).Assembly.Location, .. arguments]);

    /// <summary>The next line of its output.</summary>
    /// <exception cref="InvalidOperationException">It has ended; its errors are on the console.</exception>
    public string ReadLine() => _process.StandardOutput.ReadLine()
        ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} has ended.");

    /// <summary>Gives it a line, and reads its answer.</summary>
    public string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        return ReadLine();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
