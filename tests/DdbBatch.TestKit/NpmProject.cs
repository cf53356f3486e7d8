using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.TestKit;

/// <summary>
/// A program of ours for Node.js, with the packages that it depends on. Its lock file pins them by their hashes.
/// </summary>
/// <param name="Name">The prefix of its files among the resources of this assembly.</param>
internal sealed record NpmProject(string Name)
{
    private static readonly Assembly Resources = typeof(NpmProject).Assembly;

    /// <summary>The folder with the program, installed once per user and found there from then on.</summary>
    /// <exception cref="MissingToolException">npm is needed and isn't there.</exception>
    public Task<string> GetFolderAsync(CancellationToken cancellation)
    {
        Dictionary<string, byte[]> files = ReadFiles();
        using IncrementalHash content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((_, byte[] bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            content.AppendData(bytes);
        string version = Convert.ToHexStringLower(content.GetHashAndReset().AsSpan(0, 8));
        return CacheFolder.GetAsync($"{Name}-{version}", folder => InstallAsync(folder, files, cancellation));
    }

    private static async Task InstallAsync(string folder, Dictionary<string, byte[]> files, CancellationToken cancellation)
    {
        foreach ((string name, byte[] bytes) in files)
            await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes, cancellation);
        await Npm.RunAsync(folder, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cancellation);
    }

    private Dictionary<string, byte[]> ReadFiles()
    {
        string prefix = $"{Name}/";
        return Resources.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(resource => resource[prefix.Length..], ReadFile);
    }

    private static byte[] ReadFile(string resource)
    {
        using MemoryStream copy = new();
        using (Stream stream = Resources.GetManifestResourceStream(resource)!)
            stream.CopyTo(copy);
        return copy.ToArray();
    }
}
