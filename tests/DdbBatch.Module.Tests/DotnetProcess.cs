using System;
using System.Diagnostics;
using System.Threading.Tasks;

namespace DdbBatch.Module.Tests;

/// <summary>The dotnet command in a process of its own.</summary>
internal static class DotnetProcess
{
    /// <summary>Runs it and gives back the lines that it wrote.</summary>
    /// <exception cref="InvalidOperationException">Its exit code wasn't 0; the message has all that it wrote.</exception>
    internal static async Task<string[]> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"Exit code {process.ExitCode}. {await errors}{output}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Runs a script in a PowerShell engine that has nothing of AWS in its process.</summary>
    /// <exception cref="InvalidOperationException">It wrote errors; the message has them.</exception>
    internal static Task<string[]> RunScriptAsync(string script, params string[] arguments) =>
        RunAsync(["exec", BuildFacts.ChildHost, script, .. arguments]);
}
