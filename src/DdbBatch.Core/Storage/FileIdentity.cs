using System;
using System.IO;

namespace DdbBatch.Storage;

/// <summary>Tells whether two paths are one file, whatever links and spellings lead to it.</summary>
internal static class FileIdentity
{
    // As many as Linux follows (see the manual page of path_resolution).
    private const int MaxLinks = 40;

    // The file systems of Windows and macOS ignore case unless they are told not to; one refusal too many does no harm.
    private static readonly StringComparison Comparison =
        Path.DirectorySeparatorChar == '\\' || IsMac ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static bool IsMac =>
#if NET8_0_OR_GREATER
        OperatingSystem.IsMacOS();
#else
        false;
#endif

    /// <summary>Whether two paths are one file. Neither has to exist.</summary>
    public static bool AreSame(string path, string other) => string.Equals(Resolve(path), Resolve(other), Comparison);

    /// <summary>The path with all its links followed; as far as that can be done.</summary>
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
    // The path with its first link replaced by what that leads to; null if there is none.
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
