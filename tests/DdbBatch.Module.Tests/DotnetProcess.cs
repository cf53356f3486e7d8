using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;

namespace DdbBatch.Module.Tests;

/// <summary>The dotnet command in a process of its own.</summary>
internal static class DotnetProcess
{
    /// <summary>Runs it and gives back the lines that it wrote.</summary>
    /// <exception cref="InvalidOperationException">Its exit code wasn't 0; the message has all that it wrote.</exception>
    internal static Task<string[]> RunAsync(params string[] arguments) =>
        RunAsync(new Dictionary<string, string?>(), arguments);

    /// <summary>Runs a script in a PowerShell engine that has nothing of AWS in its process.</summary>
    /// <exception cref="InvalidOperationException">It wrote errors; the message has them.</exception>
    internal static Task<string[]> RunScriptAsync(string script, params string[] arguments) =>
        RunScriptAsync(new Dictionary<string, string?>(), script, arguments);

    /// <summary>The same with other environment variables; a null removes one.</summary>
    internal static Task<string[]> RunScriptAsync(
        IReadOnlyDictionary<string, string?> environment, string script, params string[] arguments) =>
        RunAsync(environment, ["exec", BuildFacts.ChildHost, script, .. arguments]);

    /// <summary>Starts a script in such an engine; its output and its errors are there to be read.</summary>
    internal static Process StartScript(string script, params string[] arguments) =>
        Process.Start(Redirected(Host, ["exec", BuildFacts.ChildHost, script, .. arguments]))!;

    /// <summary>
    /// Starts a script in such an engine, for which a file that may not grow any more (RLIMIT_FSIZE) is an error and no
    /// signal.
    /// </summary>
    internal static Process StartScriptWithoutSizeSignal(string script, params string[] arguments) => Process.Start(Redirected(
        "/bin/sh", ["-c", "trap '' XFSZ; exec \"$@\"", "sh", Host, "exec", BuildFacts.ChildHost, script, .. arguments]))!;

    /// <summary>Runs a script in such an engine, and kills that once it is due to die.</summary>
    /// <returns>The output; null if the process was killed.</returns>
    /// <exception cref="InvalidOperationException">It wrote errors; the message has them.</exception>
    internal static async Task<string?> RunScriptUntilAsync(Task dueToDie, string script, params string[] arguments)
    {
        using Process process = StartScript(script, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task exit = process.WaitForExitAsync();
        bool isKilled = await Task.WhenAny(dueToDie, exit) == dueToDie;
        if (isKilled)
            process.Kill();
        await exit;
        if (await errors is { Length: > 0 } text)
            throw new InvalidOperationException(text);
        return isKilled ? null : (await output).Trim();
    }

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static ProcessStartInfo Redirected(string program, string[] arguments) => new(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        // A process of seconds pays for code that observes itself and gains nothing.
        Environment = { ["DOTNET_TieredPGO"] = "0" },
    };

    private static async Task<string[]> RunAsync(IReadOnlyDictionary<string, string?> environment, string[] arguments)
    {
        ProcessStartInfo start = Redirected(Host, arguments);
        foreach ((string name, string? value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"Exit code {process.ExitCode}. {await errors}{output}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
