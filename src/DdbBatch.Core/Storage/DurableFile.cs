using System;
using System.IO;
#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif

namespace DdbBatch.Storage;

/// <summary>Changes of a folder that outlast a crash of the machine.</summary>
internal static class DurableFile
{
    /// <summary>Puts a file in the place of another: at any moment one of the two is there, whole.</summary>
    /// <param name="fresh">The new file, in the same folder; what is in it is on the disk.</param>
    /// <param name="path">The place, where there may be none yet.</param>
    /// <exception cref="IOException">It can't be done; UnauthorizedAccessException means the same.</exception>
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

    /// <summary>What a write threw, as what it means: .NET calls a file that may not grow (EFBIG) an argument out of range.</summary>
    public static IOException ToIOException(Exception exception) => exception as IOException ?? new IOException(exception.Message, exception);

    /// <summary>
    /// Brings a file's name to the disk: on Unix it belongs to the folder, and flushing the file alone may leave it behind
    /// (see the manual page of fsync). It does what it can.
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

#if NET8_0_OR_GREATER
    // .NET opens no folders.
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
