using System;
using System.IO;
using System.Reflection;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using PublicApiGenerator;
using Xunit;

namespace DdbBatch.Module.Tests.Contract;

/// <summary>Pins the surface for scripts and other assemblies, so that it changes only on purpose.</summary>
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

    // If they differ, a file whose name ends with .actual is written. To accept the change, rename it.
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
