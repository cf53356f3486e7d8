using System;
using System.IO;

namespace DdbBatch.TestKit;

/// <summary>Where downloads are kept between runs, one folder per user.</summary>
internal static class CacheFolder
{
    private const string Name = "DdbBatch.TestKit";

    /// <summary>The folder, which exists; under the temporary folder where the user has no writable home.</summary>
    public static string Path { get; } =
        Create(Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify))
        ?? Create(System.IO.Path.GetTempPath())
        ?? throw new IOException("Neither the user's data folder nor the temporary folder can be written.");

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
