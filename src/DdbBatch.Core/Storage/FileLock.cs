using System;
using System.IO;

namespace DdbBatch.Storage;

/// <summary>
/// Keeps a file that is replaced again and again to one process: an empty file beside it is held open. It ends with the
/// process, however that ends.
/// </summary>
internal sealed class FileLock : IDisposable
{
    /// <summary>The end of the name of the empty file.</summary>
    public const string Suffix = ".lock";

    private readonly FileStream _held;

    private FileLock(FileStream held) => _held = held;

    /// <summary>Takes the lock of a file.</summary>
    /// <returns>Null while somebody else has it.</returns>
    /// <exception cref="IOException">The folder can't be written; UnauthorizedAccessException means the same.</exception>
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
