using System;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.TestKit;

/// <summary>One package of the npm registry: its files alone, without the packages it depends on.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">The exact version.</param>
/// <param name="Integrity">The expected hash of the tarball, in the format of a lock file: <c>sha512-…</c>.</param>
public sealed record NpmTarball(string Name, string Version, string Integrity)
{
    /// <summary>The folder with the package's files, downloaded once per user and found there from then on.</summary>
    /// <exception cref="MissingToolException">npm is needed and isn't there.</exception>
    /// <exception cref="InvalidDataException">The tarball isn't the expected one.</exception>
    public async Task<string> GetFolderAsync(CancellationToken cancellation = default) => Path.Combine(
        await CacheFolder.GetAsync($"{Name.Replace('/', '+')}-{Version}", folder => DownloadAsync(folder, cancellation)),
        "package");

    private async Task DownloadAsync(string folder, CancellationToken cancellation)
    {
        await Npm.RunAsync(
            folder,
            ["pack", $"{Name}@{Version}", "--ignore-scripts", "--silent", "--pack-destination", folder],
            cancellation);
        string tarball = Directory.GetFiles(folder, "*.tgz").Single();
        await VerifyAsync(tarball, cancellation);
        await using (FileStream file = File.OpenRead(tarball))
        await using (GZipStream plain = new(file, CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(plain, folder, overwriteFiles: false, cancellation);
        File.Delete(tarball);
    }

    /// <summary>Throws unless a file is the expected tarball.</summary>
    /// <exception cref="InvalidDataException">It isn't.</exception>
    internal async Task VerifyAsync(string tarball, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(tarball);
        string actual = "sha512-" + Convert.ToBase64String(await SHA512.HashDataAsync(file, cancellation));
        if (actual != Integrity)
            throw new InvalidDataException($"{Name}@{Version} has the hash {actual} instead of {Integrity}.");
    }
}
