using System;
using System.IO;
using System.Runtime.InteropServices;

namespace DdbBatch.Loader;

/// <summary>
/// The folder of the package with ReadyToRun images: assemblies with native code for one version of .NET and one platform.
/// Another version would reject the native code, so it loads the assemblies without it. A checkout has no images.
/// </summary>
internal static class ImageFolder
{
    /// <summary>The folder for this process, which may not exist: for example bin/net10.0/linux-x64, beside bin/net8.0.</summary>
    /// <param name="assemblyFolder">The folder with all assemblies.</param>
    internal static string Beside(string assemblyFolder) =>
        Path.Combine(Path.GetDirectoryName(assemblyFolder)!, $"net{Environment.Version.ToString(2)}", Platform);

    private static string Platform => $"{OperatingSystemName}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private static string OperatingSystemName => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
}
