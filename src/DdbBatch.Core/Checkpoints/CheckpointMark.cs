using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;

namespace DdbBatch.Checkpoints;

/// <summary>What a checkpoint file says.</summary>
/// <param name="Row">The row of the input up to which everything is settled.</param>
/// <param name="RowsHash">The running hash over these rows.</param>
/// <param name="OptionsHash">The hash of what besides the rows has to be the same: endpoint, parameters.</param>
/// <param name="IsComplete">The whole input is settled.</param>
/// <param name="IsBlocked">The run went on behind a row that it couldn't settle, however far.</param>
internal sealed record CheckpointMark(long Row, ulong RowsHash, ulong OptionsHash, bool IsComplete, bool IsBlocked)
{
    private const string Marker = "checkpoint/1";

    // Always the same, so that a disk that took the first mark takes the last one.
    private const int FileBytes = 256;

    /// <summary>Reads a file.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="FormatException">It is no checkpoint.</exception>
    /// <exception cref="IOException">It can't be read; UnauthorizedAccessException means the same.</exception>
    public static CheckpointMark? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            if (root.GetProperty("DdbBatch").GetString() != Marker)
                throw new FormatException("It is of another version.");
            return new CheckpointMark(
                root.GetProperty("Row").GetInt64(),
                Hash(root.GetProperty("Rows")),
                Hash(root.GetProperty("Options")),
                root.GetProperty("Complete").GetBoolean(),
                root.GetProperty("Blocked").GetBoolean());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or System.Collections.Generic.KeyNotFoundException)
        {
            throw new FormatException("It has another content.", exception);
        }
    }

    /// <summary>Writes the file: at any moment there is the old one or the new one, whole, also after a crash.</summary>
    /// <exception cref="IOException">It can't be written; UnauthorizedAccessException means the same.</exception>
    public void Write(string path)
    {
        string text = string.Format(
            CultureInfo.InvariantCulture,
            "{{\"DdbBatch\":\"{0}\",\"Row\":{1},\"Rows\":\"{2:x16}\",\"Options\":\"{3:x16}\",\"Complete\":{4},\"Blocked\":{5},\"Time\":\"{6:yyyy-MM-ddTHH:mm:ssZ}\"}}",
            Marker,
            Row,
            RowsHash,
            OptionsHash,
            IsComplete ? "true" : "false",
            IsBlocked ? "true" : "false",
            DateTime.UtcNow);
        byte[] bytes = Encoding.ASCII.GetBytes(text.PadRight(FileBytes - 1) + "\n");
        string fresh = path + ".new";
        using (FileStream stream = new(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(bytes, 0, bytes.Length);
            stream.Flush(flushToDisk: true);
        }

        Replace(fresh, path);
    }

    private static void Replace(string fresh, string path)
    {
#if NET8_0_OR_GREATER
        File.Move(fresh, path, overwrite: true);
#else
        if (File.Exists(path))
            File.Replace(fresh, path, null);
        else
            File.Move(fresh, path);
#endif
    }

    private static ulong Hash(JsonElement text) =>
        ulong.TryParse(text.GetString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hash)
            ? hash
            : throw new FormatException("A hash is missing.");
}
