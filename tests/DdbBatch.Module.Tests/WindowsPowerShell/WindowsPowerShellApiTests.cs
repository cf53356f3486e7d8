using System;
using System.IO;
using System.Linq;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.WindowsPowerShell;

/// <summary>
/// The netstandard2.0 build against the reference assemblies of .NET Framework 4.7.2, of PowerShell Standard (what 5.1 and
/// later have in common) and what ships beside it: what .NET Framework finds nowhere fails here, and not on a user's machine.
/// </summary>
public sealed class WindowsPowerShellApiTests : IDisposable
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "bin", "netstandard2.0");
    private static readonly string[] Ours = ["DdbBatch", "DdbBatch.Core", BuildFacts.Loader];

    private readonly ReferenceAssemblies _references = new([Folder, .. BuildFacts.WindowsPowerShellReferences]);

    public void Dispose() => _references.Dispose();

    [Fact]
    public void Everything_that_our_assemblies_use_is_there()
    {
        ApiCheck check = new(_references);

        Assert.Empty(Ours.SelectMany(check.MissingMembers));
        // It has looked at something.
        Assert.InRange(check.Checked, 1000, int.MaxValue);
    }

    [Fact]
    public void Every_assembly_that_a_shipped_one_refers_to_is_there()
    {
        ApiCheck check = new(_references);
        string[] shipped = [.. Directory.EnumerateFiles(Folder, "*.dll").Select(file => Path.GetFileNameWithoutExtension(file)!)];

        Assert.Superset(Ours.ToHashSet(), shipped.ToHashSet());
        Assert.Empty(shipped.SelectMany(check.MissingAssemblies));
    }

    [Fact]
    public void A_missing_file_is_detected()
    {
        // The build for .NET 8 uses much that .NET Framework hasn't got.
        using ReferenceAssemblies references = new([Path.Combine(Checkout.Root, "bin", "net8.0"), .. BuildFacts.WindowsPowerShellReferences]);

        Assert.NotEmpty(new ApiCheck(references).MissingAssemblies("DdbBatch.Core"));
        Assert.NotEmpty(new ApiCheck(references).MissingMembers("DdbBatch.Core"));
    }
}
