using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Packaging;

/// <summary>The package of what is built, in a temporary folder named as the module is.</summary>
public sealed class PackageFixture : IAsyncLifetime
{
    private readonly string _parent = Directory.CreateTempSubdirectory("DdbBatch.Package").FullName;

    /// <summary>The folder with the manifest.</summary>
    public string Folder => Path.Combine(_parent, "DdbBatch");

    /// <summary>The manifest of the package.</summary>
    public string Manifest => Path.Combine(Folder, "DdbBatch.psd1");

    /// <summary>The package's files, relative, with slashes, in ordinal order.</summary>
    public string[] Files => [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await DotnetProcess.RunAsync(
        [.. PackageBuild.Arguments(Folder, BuildFacts.Configuration), "-p:NoBuild=true"]);

    /// <summary>Copies the package without one of its folders.</summary>
    /// <returns>The folder of the copy, which is deleted with the package.</returns>
    public string CopyWithout(string folder)
    {
        string copy = Path.Combine(_parent, "Copy");
        foreach (string file in Files.Where(file => !file.StartsWith(folder + "/", StringComparison.Ordinal)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, file))!);
            File.Copy(Path.Combine(Folder, file), Path.Combine(copy, file));
        }

        return copy;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // Files that this process imported from the package stay loaded, and Windows does not delete files in use.
        if (!OperatingSystem.IsWindows())
            Directory.Delete(_parent, recursive: true);
        return ValueTask.CompletedTask;
    }
}
