using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DdbBatch.Storage;

/// <summary>The content of a checkpoint file.</summary>
/// <param name="Load">The load's name, which marks its lines in -FailedPath.</param>
/// <param name="Row">The row of the input up to which everything is settled.</param>
/// <param name="RowsHash">The running hash over these rows.</param>
/// <param name="TakenRow">The newest row that was taken, settled or not.</param>
/// <param name="OptionsHash">The hash of everything besides the rows that must not change: endpoint, parameters; null before
/// the first row.</param>
/// <param name="FailedPath">The file that keeps the operations that were not written; empty if there is none.</param>
/// <param name="IsComplete">True if the whole input is settled.</param>
/// <param name="SendLimit">The last row that any run of the load may have sent.</param>
internal sealed record CheckpointMark(
    string Load, long Row, ulong RowsHash, long TakenRow, ulong? OptionsHash, string FailedPath, bool IsComplete, long SendLimit) : IMark
{
    private const string Marker = "checkpoint/1";

    // Everything but the path, with room for the ids of a few tables. All marks of a load have the same size, so that a disk
    // with room for the first has room for the last.
    private const int FixedBytes = 1024;

    /// <summary>The TableId of each table of the load, by the table's identity, as far as they are known.</summary>
    public IReadOnlyDictionary<string, string> TableIds { get; init; } = new Dictionary<string, string>();

    /// <summary>The mark of a new load.</summary>
    public static CheckpointMark Begin() => new(Guid.NewGuid().ToString("N"), 0, 0, 0, null, "", IsComplete: false, SendLimit: 0);

    /// <summary>Reads a file's content.</summary>
    /// <exception cref="FormatException">The file is not a checkpoint.</exception>
    public static CheckpointMark Parse(byte[] content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            if (root.GetProperty("DdbBatch").GetString() != Marker)
                throw new FormatException("It is of another version.");
            return new CheckpointMark(
                MarkText.Of(root, "Load"),
                root.GetProperty("Row").GetInt64(),
                Hash(root.GetProperty("Rows")) ?? throw new FormatException("A hash is missing."),
                root.GetProperty("Taken").GetInt64(),
                Hash(root.GetProperty("Options")),
                MarkText.Of(root, "FailedPath"),
                root.GetProperty("Complete").GetBoolean(),
                root.GetProperty("SendLimit").GetInt64())
            {
                TableIds = ReadTableIds(root),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("It has another content.", exception);
        }
    }

    /// <inheritdoc/>
    public byte[] ToBytes()
    {
        string failedPath = JsonSerializer.Serialize(FailedPath);
        string text = FormattableString.Invariant(
            $"{{\"DdbBatch\":\"{Marker}\",\"Load\":\"{Load}\",\"Row\":{Row},\"Rows\":\"{RowsHash:x16}\",\"Taken\":{TakenRow},\"Options\":\"{OptionsHash:x16}\",")
            + FormattableString.Invariant(
                $"\"Complete\":{Word(IsComplete)},\"SendLimit\":{SendLimit},\"Time\":\"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}\",\"FailedPath\":{failedPath},\"Tables\":{JsonSerializer.Serialize(TableIds)}}}");
        return Encoding.ASCII.GetBytes(text.PadRight(FixedBytes + failedPath.Length - 1) + "\n");
    }

    // A file of an earlier version has none.
    private static Dictionary<string, string> ReadTableIds(JsonElement root)
    {
        Dictionary<string, string> ids = new(StringComparer.Ordinal);
        if (root.TryGetProperty("Tables", out JsonElement tables))
        {
            foreach (JsonProperty table in tables.EnumerateObject())
                ids[table.Name] = table.Value.GetString() ?? throw new FormatException("A TableId is missing.");
        }

        return ids;
    }

    private static string Word(bool value) => value ? "true" : "false";

    private static ulong? Hash(JsonElement text) => text.GetString() is not { Length: > 0 } hex
        ? null
        : ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hash)
            ? hash
            : throw new FormatException("A hash is missing.");
}
