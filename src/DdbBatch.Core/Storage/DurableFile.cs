using System;
using System.IO;
#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif

namespace DdbBatch.Storage;

/// <summary>Changes to a folder that survive a crash of the machine.</summary>
internal static class DurableFile
{
    /// <summary>The suffix of the name of a file that is to replace another.</summary>
    public const string FreshSuffix = ".new";

    /// <summary>
    /// Writes a file. At any time either the old or the new content is complete on the disk, even after a crash. Only the
    /// owner can read it, because it may hold keys of items.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; UnauthorizedAccessException has the same
    /// meaning.</exception>
    public static void Write(string path, byte[] content)
    {
        string fresh = path + FreshSuffix;
        try
        {
            using FileStream stream = Create(fresh);
            stream.Write(content, 0, content.Length);
            stream.Flush(flushToDisk: true);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw ToIOException(exception);
        }

        Replace(fresh, path);
    }

    /// <summary>Replaces a file by another. At any time one of the two is there, complete.</summary>
    /// <param name="fresh">The new file, in the same folder; its content is on the disk.</param>
    /// <param name="path">The path of the file to replace, which does not need to exist.</param>
    /// <exception cref="IOException">The file cannot be replaced; UnauthorizedAccessException has the same
    /// meaning.</exception>
    public static void Replace(string fresh, string path)
    {
#if NET8_0_OR_GREATER
        File.Move(fresh, path, overwrite: true);
#else
        if (File.Exists(path))
            File.Replace(fresh, path, null);
        else
            File.Move(fresh, path);
#endif
        FlushName(path);
    }

    /// <summary>
    /// Translates the exception of a write: .NET reports a file that cannot grow (EFBIG) as an argument out of range.
    /// </summary>
    public static IOException ToIOException(Exception exception) => exception as IOException ?? new IOException(exception.Message, exception);

    /// <summary>
    /// Flushes a file's name to the disk: on Unix it belongs to the folder, and flushing only the file may lose it (see the
    /// manual page of fsync). If that is not possible, nothing happens.
    /// </summary>
    public static void FlushName(string path)
    {
#if NET8_0_OR_GREATER
        if (OperatingSystem.IsWindows())
            return;
        int folder = Unix.Open(Path.GetDirectoryName(Path.GetFullPath(path))!, flags: 0);
        if (folder < 0)
            return;
        _ = Unix.Fsync(folder);
        _ = Unix.Close(folder);
#endif
    }

    private static FileStream Create(string path)
    {
#if NET8_0_OR_GREATER
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
#else
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
#endif
    }

#if NET8_0_OR_GREATER
    // .NET cannot open folders.
    private static class Unix
    {
        [DllImport("libc", EntryPoint = "open")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Fsync(int file);

        [DllImport("libc", EntryPoint = "close")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int file);
    }
#endif
}
