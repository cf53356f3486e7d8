using System;
using System.IO;

namespace DdbBatch.TestKit;

/// <summary>Where the checkout is that a test or sample was built from.</summary>
public static class Checkout
{
    /// <summary>The folder that holds DdbBatch.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The manifest that a user of a checkout imports, or that of a package, which DDBBATCH_MANIFEST names.</summary>
    public static string Manifest { get; } =
        Environment.GetEnvironmentVariable("DDBBATCH_MANIFEST") is { Length: > 0 } manifest ? manifest : Path.Combine(Root, "DdbBatch.psd1");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DdbBatch.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No DdbBatch.sln in a folder above {AppContext.BaseDirectory}.");
    }
}
