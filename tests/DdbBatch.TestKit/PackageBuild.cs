using System;
using System.IO;
using System.Runtime.InteropServices;

namespace DdbBatch.TestKit;

/// <summary>Builds the package, with images for this platform only: others take time and show nothing.</summary>
public static class PackageBuild
{
    /// <summary>The folder of the images that this process would load, relative to the package, with slashes.</summary>
    public static string ImageFolder => $"bin/net{Environment.Version.ToString(2)}/{Platform}";

    private static string Platform => $"{OperatingSystemName}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private static string OperatingSystemName => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    /// <summary>The arguments of dotnet.</summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="configuration">Debug or Release.</param>
    public static string[] Arguments(string folder, string configuration) =>
    [
        "build", Path.Combine(Checkout.Root, "src", "DdbBatch"), "-t:Package", "--no-restore", "-nodeReuse:false",
        $"-p:Configuration={configuration}", $"-p:PackageFolder={folder}", $"-p:ImageRuntimes={Platform}",
    ];
}
