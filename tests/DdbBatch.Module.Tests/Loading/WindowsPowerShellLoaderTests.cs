using System;
using System.IO;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading.Tasks;
using DdbBatch.Loader;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Loading;

/// <summary>
/// The loader of Windows PowerShell 5.1, here on .NET: the assembly is the very one, and what it relies on
/// (AssemblyResolve, ServicePointManager, file versions) is there on both.
/// </summary>
public sealed class WindowsPowerShellLoaderTests
{
    // As PowerShell does with the assemblies that the manifest names.
    private static readonly string LoadOurs =
        $$"""
        $loader = [System.Reflection.Assembly]::LoadFrom("$($args[0])/{{BuildFacts.Loader}}.dll")
        $loader.CreateInstance('DdbBatch.Loader.Isolation').OnImport()
        $ours = [System.Reflection.Assembly]::LoadFrom("$($args[0])/DdbBatch.dll")
        """;

    private static readonly string Folder = Path.Combine(Checkout.Root, "bin", "netstandard2.0");

    [Fact]
    public async Task The_cmdlets_find_what_they_are_made_with_in_their_folder_however_often_they_are_imported() => Assert.Equal(
        [CmdletRun.Proof],
        await DotnetProcess.RunScriptAsync($"{LoadOurs}\n{LoadOurs}\nImport-Module -Assembly $ours\n{CmdletRun.Script}", Folder));

    [Fact]
    public void Dependencies_in_the_folder_are_used_only_by_our_assemblies()
    {
        AssemblyLoadContext context = new("of this test", isCollectible: true);
        Assembly ours = context.LoadFromAssemblyPath(Path.Combine(Folder, "DdbBatch.Core.dll"));
        Assert.Equal(
            Path.Combine(Folder, "AWSSDK.SSO.dll"),
            Resolve("AWSSDK.SSO, Version=1.0.0.0", ours)?.Location);
        Assert.Null(Resolve("AWSSDK.SSO, Version=1.0.0.0", typeof(PSObject).Assembly));
        Assert.Null(Resolve("AWSSDK.SSO, Version=1.0.0.0", requester: null));
        Assert.Null(Resolve("Not.In.The.Folder", ours));
        context.Unload();

        static Assembly? Resolve(string name, Assembly? requester) =>
            new FolderResolver(Folder).Resolve(sender: null, new ResolveEventArgs(name, requester));
    }

    [Fact]
    public void Each_dependency_that_another_version_is_wanted_of_is_in_the_folder_as_that_one_or_a_later_one()
    {
        AssemblyLoadContext context = new("of this test", isCollectible: true);
        int others = 0;
        foreach (string path in Directory.GetFiles(Folder, "*.dll"))
        {
            foreach (AssemblyName wanted in context.LoadFromAssemblyPath(path).GetReferencedAssemblies())
            {
                string shipped = Path.Combine(Folder, $"{wanted.Name}.dll");
                if (!File.Exists(shipped))
                    continue;
                AssemblyName there = AssemblyName.GetAssemblyName(shipped);
                Assert.True(there.Version >= wanted.Version, $"{path} wants {wanted}, and there is {there}.");
                Assert.Equal(wanted.GetPublicKeyToken(), there.GetPublicKeyToken());
                others += there.Version == wanted.Version ? 0 : 1;
            }
        }

        // Those that only the resolver can serve.
        Assert.NotEqual(0, others);
        context.Unload();
    }

    [Fact]
    public async Task An_older_SDK_of_the_same_identity_is_refused_with_both_versions_named()
    {
        string other = BuildFacts.AwsSdkCore("4.0.3.3", "netstandard2.0");
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            DotnetProcess.RunScriptAsync("$null = [System.Reflection.Assembly]::LoadFrom($args[1])\n" + LoadOurs, Folder, other));
        Assert.Contains($"AWSSDK.Core 4.0.3.3 is already loaded from '{other}'", failure.Message);
        Assert.Contains("DdbBatch needs 4.0.102.19 or later", failure.Message);
    }

    [Fact]
    public async Task An_SDK_of_another_major_version_is_none_of_our_business() => Assert.Equal(
        [Path.Combine(Folder, "DdbBatch.dll")],
        await DotnetProcess.RunScriptAsync(
            "$null = [System.Reflection.Assembly]::LoadFrom($args[1])\n" + LoadOurs + "\n$ours.Location",
            Folder,
            BuildFacts.AwsSdkCore("3.7.501.1", "netstandard2.0")));

    [Theory]
    [InlineData("Tls11", "Tls11, Tls12")]
    [InlineData("SystemDefault", "SystemDefault")]
    public async Task TLS_1_2_is_added_to_a_choice_but_not_to_the_systems_default(string before, string after) =>
        Assert.Equal(
            [after],
            await DotnetProcess.RunScriptAsync(
                "[System.Net.ServicePointManager]::SecurityProtocol = $args[1]\n" + LoadOurs
                + "\n[System.Net.ServicePointManager]::SecurityProtocol",
                Folder,
                before));
}
