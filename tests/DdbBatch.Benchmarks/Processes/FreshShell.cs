using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>A script's run in a fresh process.</summary>
/// <param name="Seconds">The time that the script prints (a line "seconds N"), or otherwise that of the whole
/// process.</param>
/// <param name="CpuSeconds">The process's processor time.</param>
internal sealed record FreshRun(double Seconds, double CpuSeconds);

/// <summary>
/// Runs scripts, each in a new process: a real pwsh or, if there is none, the engine hosted by this program.
/// </summary>
internal sealed class FreshShell
{
    private const string SayCpu = "; \"cpu $([Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime.TotalSeconds)\"";

    private readonly Func<string, ProcessStartInfo> _start;

    private FreshShell(string name, Func<string, ProcessStartInfo> start)
    {
        Name = name;
        _start = start;
    }

    public string Name { get; }

    public static FreshShell Find()
    {
        try
        {
            using Process pwsh = Process.Start(new ProcessStartInfo("pwsh", ["--version"]) { RedirectStandardOutput = true })!;
            string version = pwsh.StandardOutput.ReadToEnd().Trim();
            pwsh.WaitForExit();
            return new FreshShell(version, script => new("pwsh", ["-NoProfile", "-NonInteractive", "-Command", script]));
        }
        catch (Win32Exception)
        {
            return new FreshShell("the PowerShell engine, hosted (there is no pwsh on this machine)", script =>
                new("dotnet", [typeof(FreshShell).Assembly.Location, "host", script]));
        }
    }

    /// <summary>Runs a script.</summary>
    /// <param name="script">The script; "seconds N" is taken from its output.</param>
    /// <param name="mayFail">True to return null if it fails; false to throw.</param>
    public FreshRun? Run(string script, bool mayFail)
    {
        ProcessStartInfo start = _start("$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; " + script + SayCpu);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = mayFail;
        Stopwatch clock = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        string[] output = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        double wall = clock.Elapsed.TotalSeconds;
        if (process.ExitCode == 0)
            return new FreshRun(Number(output, "seconds") ?? wall, Number(output, "cpu")!.Value);
        return mayFail ? null : throw new InvalidOperationException($"The script failed: {script}");
    }

    /// <summary>Runs a script that doesn't fail.</summary>
    public FreshRun Run(string script) => Run(script, mayFail: false)!;

    private static double? Number(string[] output, string name) =>
        output.LastOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal)) is { } line
            ? double.Parse(line[name.Length..], CultureInfo.InvariantCulture)
            : null;
}
