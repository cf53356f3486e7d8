using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace DdbBatch.Files;

/// <summary>
/// An export of DynamoDB to S3, as it lies in a folder: manifest-summary.json, manifest-files.json, data/*.json.gz
/// (Developer Guide, "DynamoDB table export output format").
/// </summary>
internal sealed class ExportManifest
{
    private const string SummaryName = "manifest-summary.json";
    private const string FilesName = "manifest-files.json";

    private ExportManifest(IReadOnlyList<(string Path, long Items)> files) => Files = files;

    /// <summary>The data files, with the number of items that each should have.</summary>
    public IReadOnlyList<(string Path, long Items)> Files { get; }

    /// <summary>Whether a path names an export's manifest.</summary>
    public static bool IsManifest(string path) =>
        string.Equals(Path.GetFileName(path), SummaryName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file is one of an export's data files: it lies in data beside a manifest.</summary>
    public static bool IsDataFile(string path) =>
        Path.GetDirectoryName(path) is { } folder
        && Path.GetFileName(folder) == "data"
        && File.Exists(Path.Combine(Path.GetDirectoryName(folder) ?? "", SummaryName));

    /// <summary>The manifest in a folder, or of the only export under the folder's AWSDynamoDB.</summary>
    /// <exception cref="FileException">NotAnExport.</exception>
    public static string Find(string folder)
    {
        string own = Path.Combine(folder, SummaryName);
        if (File.Exists(own))
            return own;
        string exports = Path.GetFileName(folder.TrimEnd('/', '\\')) == "AWSDynamoDB" ? folder : Path.Combine(folder, "AWSDynamoDB");
        string[] found = Directory.Exists(exports)
            ? [.. Directory.GetDirectories(exports).Select(one => Path.Combine(one, SummaryName)).Where(File.Exists)]
            : [];
        return found.Length == 1
            ? found[0]
            : throw (found.Length == 0
                ? FileErrors.NotAnExport(folder)
                : FileErrors.ExportUnreadable(new FilePosition(exports), "there are several exports here. Give the folder of one."));
    }

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">The path of manifest-summary.json.</param>
    /// <exception cref="FileException">ExportInvalid, or an error of reading.</exception>
    public static ExportManifest Read(string path)
    {
        string file = path;
        try
        {
            CheckSummary(path);
            file = Path.Combine(Path.GetDirectoryName(path)!, FilesName);
            return new ExportManifest(ReadFiles(file));
        }
        catch (Exception exception) when (exception is not FileException)
        {
            throw FileErrors.ExportUnreadable(new FilePosition(file), $"it can't be read: {exception.Message}");
        }
    }

    private static void CheckSummary(string path)
    {
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllBytes(path));
        string format = Text(summary.RootElement, "outputFormat") ?? "DYNAMODB_JSON";
        if (format != "DYNAMODB_JSON")
        {
            throw FileErrors.ExportUnreadable(
                new FilePosition(path), $"its format is {format}. Export the table anew, as DYNAMODB_JSON.");
        }

        if (Text(summary.RootElement, "exportType") is { } type && type != "FULL_EXPORT")
        {
            throw FileErrors.ExportUnreadable(
                new FilePosition(path), $"it is of type {type}, which holds changes and no items. Export the table in full.");
        }
    }

    private static List<(string Path, long Items)> ReadFiles(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        List<(string, long)> files = [];
        long line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            if (text.Trim().Length == 0)
                continue;
            using JsonDocument entry = JsonDocument.Parse(text);
            string key = Text(entry.RootElement, "dataFileS3Key")
                ?? throw FileErrors.ExportUnreadable(new FilePosition(path, line), "there is no dataFileS3Key.");
            string name = key.Substring(key.LastIndexOf('/') + 1);
            files.Add((Path.Combine(folder, "data", name), entry.RootElement.GetProperty("itemCount").GetInt64()));
        }

        return files;
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
