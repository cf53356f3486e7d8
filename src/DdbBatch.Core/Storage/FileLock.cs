using System;
using System.IO;

namespace DdbBatch.Storage;

/// <summary>
/// Restricts a file that is replaced repeatedly to one process, by holding an empty file next to it open. The lock ends with
/// the process, however that ends.
/// </summary>
internal sealed class FileLock : IDisposable
{
    /// <summary>The suffix of the empty file's name.</summary>
    public const string Suffix = ".lock";

    private readonly FileStream _held;

    private FileLock(FileStream held) => _held = held;

    /// <summary>Acquires the lock of a file.</summary>
    /// <returns>Null while another process has it.</returns>
    /// <exception cref="IOException">The folder cannot be written; UnauthorizedAccessException has the same
    /// meaning.</exception>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(
                path + Suffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose));
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();

    // ERROR_SHARING_VIOLATION of Windows; EWOULDBLOCK of Linux and of macOS.
    private static bool IsHeld(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;
}
