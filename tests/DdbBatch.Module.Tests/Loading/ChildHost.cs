using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;

namespace DdbBatch.Module.Tests.Loading;

/// <summary>A process of its own with the PowerShell engine and nothing of AWS in it.</summary>
internal static class ChildHost
{
    private static readonly Dictionary<string, string?> Metadata = typeof(ChildHost).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(item => item.Key, item => item.Value);

    /// <summary>A real AWSSDK.Core of another version, as another module would bring it.</summary>
    internal static string AwsSdkCore(string version, string target) =>
        Path.Combine(Metadata["NuGetPackages"]!, "awssdk.core", version, "lib", target, "AWSSDK.Core.dll");

    /// <summary>Runs a script and gives back the lines that it wrote.</summary>
    /// <exception cref="InvalidOperationException">It wrote errors; the message has them.</exception>
    internal static async Task<string[]> RunAsync(string script, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["exec", Metadata["ChildHost"]!, script, .. arguments])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"Exit code {process.ExitCode}. {await errors}{output}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
