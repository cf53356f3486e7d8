using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace DdbBatch.Module.Tests;

/// <summary>What the build knows and a test can't find out: where packages and the child host are.</summary>
internal static class BuildFacts
{
    private static readonly Dictionary<string, string?> Metadata = typeof(BuildFacts).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(item => item.Key, item => item.Value);

    /// <summary>Debug or Release.</summary>
    internal static string Configuration => Metadata["Configuration"]!;

    /// <summary>The child host's assembly.</summary>
    internal static string ChildHost => Metadata["ChildHost"]!;

    /// <summary>A real AWSSDK.Core of another version, as another module would bring it.</summary>
    internal static string AwsSdkCore(string version, string target) => AwsSdk("AWSSDK.Core", version, target);

    /// <summary>A real assembly of the AWS SDK, of another version.</summary>
    internal static string AwsSdk(string name, string version, string target) =>
        Path.Combine(Metadata["NuGetPackages"]!, name.ToLowerInvariant(), version, "lib", target, $"{name}.dll");
}
