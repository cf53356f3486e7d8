using System;
using System.IO;
using System.Threading.Tasks;

namespace DdbBatch.TestKit;

/// <summary>The folder of downloads, which are kept between runs, one per user.</summary>
internal static class CacheFolder
{
    private const string Name = "DdbBatch.TestKit";

    /// <summary>Returns the folder, which exists. It is in the temporary folder if the user has no writable home.</summary>
    private static string Path { get; } =
        Create(Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify))
        ?? Create(System.IO.Path.GetTempPath())
        ?? throw new IOException("Neither the user's data folder nor the temporary folder can be written.");

    /// <summary>A folder in the cache; one that isn't there yet is filled first.</summary>
    /// <param name="name">The folder's name, which stands for its content.</param>
    /// <param name="fill">Fills an empty folder.</param>
    public static async Task<string> GetAsync(string name, Func<string, Task> fill)
    {
        string cached = System.IO.Path.Combine(Path, name);
        if (!Directory.Exists(cached))
            await FillAsync(cached, fill);
        return cached;
    }

    /// <summary>Fills a folder beside the target and renames it, so that no other process ever sees half of it.</summary>
    private static async Task FillAsync(string target, Func<string, Task> fill)
    {
        string staging = $"{target}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(staging);
        try
        {
            await fill(staging);
            MoveUnlessPresent(staging, target);
        }
        finally
        {
            if (Directory.Exists(staging))
                Directory.Delete(staging, recursive: true);
        }
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

    private static string? Create(string parent)
    {
        if (parent.Length == 0)
            return null;
        try
        {
            return Directory.CreateDirectory(System.IO.Path.Combine(parent, Name)).FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
