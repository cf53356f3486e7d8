using System;
using System.IO;

namespace DdbBatch.Storage;

/// <summary>Determines whether two paths lead to the same file, whatever links and spellings they use.</summary>
internal static class FileIdentity
{
    // The limit of Linux (see the manual page of path_resolution).
    private const int MaxLinks = 40;

    // The file systems of Windows and macOS ignore case by default; refusing a path unnecessarily does no harm.
    private static readonly StringComparison Comparison =
        Path.DirectorySeparatorChar == '\\' || IsMac ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static bool IsMac =>
#if NET8_0_OR_GREATER
        OperatingSystem.IsMacOS();
#else
        false;
#endif

    /// <summary>True if two paths lead to the same file. Neither needs to exist.</summary>
    public static bool AreSame(string path, string other) => string.Equals(Resolve(path), Resolve(other), Comparison);

    /// <summary>Returns the path with all its links resolved, as far as possible.</summary>
    public static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
#if NET8_0_OR_GREATER
        for (int links = 0; links < MaxLinks && FollowFirstLink(full) is { } target; links++)
            full = target;
#endif
        return full;
    }

#if NET8_0_OR_GREATER
    // Returns the path with its first link resolved; null if it has none.
    private static string? FollowFirstLink(string path)
    {
        string root = Path.GetPathRoot(path)!;
        for (int end = root.Length; end < path.Length; end++)
        {
            int separator = path.IndexOf(Path.DirectorySeparatorChar, end);
            end = separator < 0 ? path.Length : separator;
            if (LinkTarget(path[..end]) is { } target)
                return Path.GetFullPath(target + path[end..], Path.GetDirectoryName(path[..end])!);
        }

        return null;
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
#endif
}
