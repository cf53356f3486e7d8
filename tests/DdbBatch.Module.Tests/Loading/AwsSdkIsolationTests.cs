using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Loading;

/// <summary>Our AWS SDK and another module's, in one process, whoever comes first.</summary>
public sealed class AwsSdkIsolationTests
{
    private const string ImportOther =
        """
        $region = [System.Reflection.Assembly]::LoadFrom($args[1]).GetType('Amazon.RegionEndpoint')
        """;

    private const string RunOurs = "Import-Module $args[0] -ErrorAction Stop\n" + CmdletRun.Script;

    private const string UseOtherAndReport =
        """
        "other says $($region.GetMethod('GetBySystemName').Invoke($null, @('eu-central-1')).DisplayName)"
        foreach ($assembly in [System.AppDomain]::CurrentDomain.GetAssemblies()) {
            if ($assembly.GetName().Name -notin 'AWSSDK.Core', 'AWSSDK.DynamoDBv2', 'DdbBatch', 'DdbBatch.Core') { continue }
            $version = [System.Diagnostics.FileVersionInfo]::GetVersionInfo($assembly.Location).FileVersion
            $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name
            "assembly $($assembly.GetName().Name)|$version|$($assembly.Location)|$context"
        }
        """;

    private static readonly string OwnFolder = Path.Combine(Checkout.Root, "bin", "net8.0");

    /// <summary>Versions that other modules may bring: an early version 4 and the last version 3.</summary>
    public static TheoryData<string> OtherVersions => ["4.0.3.3", "3.7.501.1"];

    [Theory]
    [MemberData(nameof(OtherVersions))]
    public async Task An_SDK_that_another_module_loaded_first_stays_with_that_module(string version) =>
        AssertApart(version, await RunAsync(version, ImportOther, RunOurs, UseOtherAndReport));

    [Theory]
    [MemberData(nameof(OtherVersions))]
    public async Task An_SDK_that_another_module_loads_later_does_not_get_ours(string version) =>
        AssertApart(version, await RunAsync(version, RunOurs, ImportOther, UseOtherAndReport));

    private static Task<string[]> RunAsync(string otherVersion, params string[] script) =>
        DotnetProcess.RunScriptAsync(
            string.Join("\n", script), Checkout.Manifest, BuildFacts.AwsSdkCore(otherVersion, "net8.0"));

    private static void AssertApart(string otherVersion, string[] output)
    {
        Assert.Contains(CmdletRun.Proof, output);
        Assert.Contains("other says Europe (Frankfurt)", output);
        ILookup<string, LoadedAssembly> loaded = output.Where(line => line.StartsWith("assembly "))
            .Select(LoadedAssembly.Parse).ToLookup(assembly => assembly.Context);
        Assert.Equal([new("AWSSDK.Core", otherVersion, BuildFacts.AwsSdkCore(otherVersion, "net8.0"), "Default")], loaded["Default"]);
        Assert.Equal(
            ["AWSSDK.Core", "AWSSDK.DynamoDBv2", "DdbBatch", "DdbBatch.Core"],
            loaded["DdbBatch"].Select(assembly => assembly.Name).Order());
        Assert.All(loaded["DdbBatch"], assembly => Assert.Equal(OwnFolder, Path.GetDirectoryName(assembly.Location)));
        Assert.Equal("4.0.102.19", loaded["DdbBatch"].Single(assembly => assembly.Name == "AWSSDK.Core").Version);
    }

    private sealed record LoadedAssembly(string Name, string Version, string Location, string Context)
    {
        internal static LoadedAssembly Parse(string line) =>
            line["assembly ".Length..].Split('|') is [var name, var version, var location, var context]
                ? new(name, version, location, context)
                : throw new InvalidDataException(line);
    }
}
