using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace DdbBatch.Module.Tests;

/// <summary>Values from the build that a test cannot determine: the folders of packages and of the child host.</summary>
internal static class BuildFacts
{
    private static readonly Dictionary<string, string?> Metadata = typeof(BuildFacts).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(item => item.Key, item => item.Value);

    /// <summary>Debug or Release.</summary>
    internal static string Configuration => Metadata["Configuration"]!;

    /// <summary>The name of the loader's assembly, which has the build's version in it.</summary>
    internal static string Loader => $"DdbBatch.Loader.{typeof(BuildFacts).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>The folder that names the cmdlets' assembly, which has the build's version in it.</summary>
    internal static string Cmdlets => $"DdbBatch.Cmdlets.{typeof(BuildFacts).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>The child host's assembly; DDBBATCH_CHILD_HOST names one that is compiled ahead and starts in half the time.</summary>
    internal static string ChildHost =>
        Environment.GetEnvironmentVariable("DDBBATCH_CHILD_HOST") is { Length: > 0 } host ? host : Metadata["ChildHost"]!;

    /// <summary>The tests that run on .NET Framework or mono.</summary>
    internal static string FrameworkTests => Metadata["FrameworkTests"]!;

    /// <summary>Folders of the reference assemblies of .NET Framework 4.7.2, and of what 5.1 and 7 have of PowerShell.</summary>
    internal static string[] WindowsPowerShellReferences =>
    [
        Package("microsoft.netframework.referenceassemblies.net472", "1.0.3", "build", ".NETFramework", "v4.7.2"),
        Package("microsoft.netframework.referenceassemblies.net472", "1.0.3", "build", ".NETFramework", "v4.7.2", "Facades"),
        Package("powershellstandard.library", "5.1.1", "lib", "netstandard2.0"),
    ];

    /// <summary>A module that acts as AWS.Tools.Common, with its own AWS SDK of a major version.</summary>
    internal static string AwsToolsDecoy(int sdkMajorVersion) => Path.Combine(
        Metadata["AwsToolsDecoys"]!, $"V{sdkMajorVersion}", "bin", Configuration, "net8.0", "AWS.Tools.Common.dll");

    /// <summary>A real AWSSDK.Core of another version, as another module would bring it.</summary>
    internal static string AwsSdkCore(string version, string target) => AwsSdk("AWSSDK.Core", version, target);

    /// <summary>A real assembly of the AWS SDK, of another version.</summary>
    internal static string AwsSdk(string name, string version, string target) =>
        Path.Combine(Package(name.ToLowerInvariant(), version, "lib", target), $"{name}.dll");

    private static string Package(params string[] path) => Path.Combine([Metadata["NuGetPackages"]!, .. path]);
}
