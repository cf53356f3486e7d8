using System;
using System.IO;
using System.Reflection;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using PublicApiGenerator;
using Xunit;

namespace DdbBatch.Module.Tests.Contract;

/// <summary>What scripts and other assemblies may use is written down: it changes on purpose, or not at all.</summary>
public sealed class PublicApiTests : IDisposable
{
    private static readonly string Folder =
        Path.Combine(Checkout.Root, "tests", "DdbBatch.Module.Tests", "Contract", "PublicApi");

    private readonly PowerShellSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public Task The_cmdlets_assembly_has_just_the_api_that_is_written_down() => CompareAsync(LoadedModule.Cmdlets);

    [Fact]
    public Task The_engines_assembly_has_just_the_api_that_is_written_down() => CompareAsync(LoadedModule.Core);

    // The file's name ends with .actual where they differ: to accept a change, give it the other's name.
    private static async Task CompareAsync(Assembly assembly)
    {
        string expectedFile = Path.Combine(Folder, $"{assembly.GetName().Name}.txt");
        string actual = assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
            .ReplaceLineEndings("\n").TrimEnd() + "\n";
        string expected = File.Exists(expectedFile) ? await File.ReadAllTextAsync(expectedFile) : "";
        if (actual != expected.ReplaceLineEndings("\n"))
            await File.WriteAllTextAsync($"{expectedFile}.actual", actual);
        Assert.Equal(expected.ReplaceLineEndings("\n"), actual);
    }
}
