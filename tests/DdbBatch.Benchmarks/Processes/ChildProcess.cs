using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text.Json;

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

    /// <summary>Reads the next message of the process.</summary>
    public T Read<T>() => Parse<T>(ReadLine());

    /// <summary>Sends a line, and reads the next message.</summary>
    public T Ask<T>(string line) => Parse<T>(Ask(line));

    /// <summary>Sends a message to the parent process.</summary>
    public static void Tell<T>(T result) => Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));

    /// <summary>Gives it a line, and reads its answer.</summary>
    public string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        return ReadLine();
    }

    private static T Parse<T>(string line) => JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web)!;

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
