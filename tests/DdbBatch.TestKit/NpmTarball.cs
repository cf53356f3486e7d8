using System;
using System.Diagnostics;
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
/// <param name="Integrity">What the tarball has to hash to, as a lock file writes it: <c>sha512-…</c>.</param>
public sealed record NpmTarball(string Name, string Version, string Integrity)
{
    /// <summary>The folder with the package's files, downloaded once per user and found there from then on.</summary>
    /// <exception cref="MissingToolException">npm is needed and isn't there.</exception>
    /// <exception cref="InvalidDataException">The tarball isn't the expected one.</exception>
    public async Task<string> GetFolderAsync(CancellationToken cancellation = default)
    {
        string cached = Path.Combine(CacheFolder.Path, $"{Name.Replace('/', '+')}-{Version}");
        if (!Directory.Exists(cached))
            await DownloadAsync(cached, cancellation);
        return Path.Combine(cached, "package");
    }

    /// <summary>Unpacks beside the target and renames, so that no other process ever sees half a package.</summary>
    private async Task DownloadAsync(string target, CancellationToken cancellation)
    {
        string staging = $"{target}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(staging);
        try
        {
            string tarball = await PackAsync(staging, cancellation);
            await VerifyAsync(tarball, cancellation);
            await using (FileStream file = File.OpenRead(tarball))
            await using (GZipStream plain = new(file, CompressionMode.Decompress))
                await TarFile.ExtractToDirectoryAsync(plain, staging, overwriteFiles: false, cancellation);
            File.Delete(tarball);
            MoveUnlessPresent(staging, target);
        }
        finally
        {
            if (Directory.Exists(staging))
                Directory.Delete(staging, recursive: true);
        }
    }

    private async Task<string> PackAsync(string folder, CancellationToken cancellation)
    {
        string[] arguments = ["pack", $"{Name}@{Version}", "--ignore-scripts", "--silent", "--pack-destination", folder];
        // On Windows npm is a batch file, which only the command processor can start.
        ProcessStartInfo start = OperatingSystem.IsWindows()
            ? new("cmd.exe", ["/c", "npm", .. arguments])
            : new("npm", arguments);
        start.WorkingDirectory = folder;
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        using Process npm = MissingToolException.ThrowUnlessStarted(start, "npm (it comes with Node.js, https://nodejs.org)");
        Task<string> output = npm.StandardOutput.ReadToEndAsync(cancellation);
        string errors = await npm.StandardError.ReadToEndAsync(cancellation);
        await npm.WaitForExitAsync(cancellation);
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm pack {Name}@{Version} failed: {errors}{await output}");
        return Directory.GetFiles(folder, "*.tgz").Single();
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

    private static void MoveUnlessPresent(string staging, string target)
    {
        try
        {
            Directory.Move(staging, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Another process was quicker; what it left is the same.
        }
    }
}
