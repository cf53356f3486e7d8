using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection.PortableExecutable;

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

    private const string SayVersion = "\"$($PSVersionTable.PSVersion)\"; [psobject].Assembly.Location";

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
            using Process pwsh = Process.Start(new ProcessStartInfo("pwsh", ["-NoProfile", "-Command", SayVersion]) { RedirectStandardOutput = true })!;
            string[] lines = pwsh.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
            pwsh.WaitForExit();
            return new FreshShell($"PowerShell {lines[0]}, {Precompiled(lines[1])}", script => new("pwsh", ["-NoProfile", "-NonInteractive", "-Command", script]));
        }
        catch (Win32Exception)
        {
            return new FreshShell($"the PowerShell engine, hosted (there is no pwsh on this machine), {Precompiled(typeof(PSObject).Assembly.Location)}", script =>
                new("dotnet", [typeof(FreshShell).Assembly.Location, "host", script]));
        }
    }

    /// <summary>Runs a script.</summary>
    /// <param name="script">The script; "seconds N" is taken from its output.</param>
    /// <exception cref="InvalidOperationException">It failed; its errors are on the console.</exception>
    public FreshRun Run(string script)
    {
        ProcessStartInfo start = _start("$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; " + script + SayCpu);
        start.RedirectStandardOutput = true;
        Stopwatch clock = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        string[] output = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        double wall = clock.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? new FreshRun(Number(output, "seconds") ?? wall, Number(output, "cpu")!.Value)
            : throw new InvalidOperationException($"The script failed: {script}");
    }

    // The product's assemblies are ReadyToRun images. Those of NuGet have no native code, so every script begins slower.
    private static string Precompiled(string assembly)
    {
        using PEReader reader = new(File.OpenRead(assembly));
        bool isImage = reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
        return isImage ? "precompiled" : "without precompiled code, as on NuGet";
    }

    private static double? Number(string[] output, string name) =>
        output.LastOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal)) is { } line
            ? double.Parse(line[name.Length..], CultureInfo.InvariantCulture)
            : null;
}
