using System;
using System.Diagnostics;
using System.IO;
using DdbBatch.TestKit;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>The package in Release, as users get it: with native code, which a checkout lacks.</summary>
internal sealed class PackagedModule : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("DdbBatch.Package").FullName;

    /// <exception cref="InvalidOperationException">The package cannot be built; the reasons are on the console.</exception>
    public PackagedModule()
    {
        using Process build = Process.Start(new ProcessStartInfo("dotnet", [.. PackageBuild.Arguments(_folder, "Release"), "-clp:ErrorsOnly"]))!;
        build.WaitForExit();
        if (build.ExitCode != 0)
            throw new InvalidOperationException("The package cannot be built.");
    }

    public string Manifest => Path.Combine(_folder, "DdbBatch.psd1");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
