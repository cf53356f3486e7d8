using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace DdbBatch.Files;

/// <summary>
/// An export of DynamoDB to S3 in a folder: manifest-summary.json, manifest-files.json, data/*.json.gz. The data files of
/// incremental exports are in a folder data beside that of the export, which several exports share (Developer Guide,
/// "DynamoDB table export output format").
/// </summary>
internal sealed class ExportManifest
{
    private const string SummaryName = "manifest-summary.json";
    private const string FilesName = "manifest-files.json";

    private readonly string _path;
    private readonly string _type;
    private readonly string? _view;

    private ExportManifest(string path, string type, string? view, IReadOnlyList<(string Path, long Items, string? Checksum)> files) =>
        (_path, _type, _view, Files) = (path, type, view, files);

    /// <summary>The data files, with the number of items and the MD5 that each one should have.</summary>
    public IReadOnlyList<(string Path, long Items, string? Checksum)> Files { get; }

    /// <summary>Why the changes cannot be undone; null if every change has its old image.</summary>
    public FileException? RevertProblem => (_type, _view) switch
    {
        ("INCREMENTAL_EXPORT", "NEW_AND_OLD_IMAGES") => null,
        ("INCREMENTAL_EXPORT", _) => FileErrors.NoOldImages(_path, $"its outputView is {_view ?? "missing"}"),
        _ => FileErrors.NoOldImages(_path, $"it is a {_type}, which has items and no changes"),
    };

    /// <summary>True if a path is that of an export's manifest.</summary>
    public static bool IsManifest(string path) =>
        string.Equals(Path.GetFileName(path), SummaryName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file is one of an export's data files: it is in a folder data, and a manifest is there too.</summary>
    public static bool IsDataFile(string path) => ManifestsNear(path).Any();

    /// <summary>The export that lists a data file; null if none is found near the file.</summary>
    /// <exception cref="FileException">ExportInvalid, or an error of reading.</exception>
    public static ExportManifest? FindOf(string dataFile) => ManifestsNear(dataFile)
        .Select(Read)
        .FirstOrDefault(export => export.Files.Any(file => Path.GetFullPath(file.Path) == Path.GetFullPath(dataFile)));

    /// <summary>Finds the manifest in a folder, or that of the only export in the folder's AWSDynamoDB.</summary>
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
            (string type, string? view) = ReadTypeAndView(path);
            file = Path.Combine(Path.GetDirectoryName(path)!, FilesName);
            return new ExportManifest(path, type, view, ReadFiles(file));
        }
        catch (Exception exception) when (exception is not FileException)
        {
            throw FileErrors.ExportUnreadable(new FilePosition(file), $"it can't be read: {exception.Message}");
        }
    }

    // In the folder above data, or in one beside data.
    private static IEnumerable<string> ManifestsNear(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is not { } folder
            || Path.GetFileName(folder) != "data"
            || Path.GetDirectoryName(folder) is not { } owner
            || !Directory.Exists(owner))
        {
            return [];
        }

        return Directory.GetDirectories(owner).Prepend(owner)
            .Select(one => Path.Combine(one, SummaryName))
            .Where(File.Exists);
    }

    private static (string Type, string? View) ReadTypeAndView(string path)
    {
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllBytes(path));
        string format = Text(summary.RootElement, "outputFormat") ?? "DYNAMODB_JSON";
        if (format != "DYNAMODB_JSON")
        {
            throw FileErrors.ExportUnreadable(
                new FilePosition(path), $"its format is {format}. Export the table again, as DYNAMODB_JSON.");
        }

        return (Text(summary.RootElement, "exportType") ?? "FULL_EXPORT", Text(summary.RootElement, "outputView"));
    }

    private static List<(string Path, long Items, string? Checksum)> ReadFiles(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        List<(string, long, string?)> files = [];
        long line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            if (text.Trim().Length == 0)
                continue;
            using JsonDocument entry = JsonDocument.Parse(text);
            string key = Text(entry.RootElement, "dataFileS3Key")
                ?? throw FileErrors.ExportUnreadable(new FilePosition(path, line), "there is no dataFileS3Key.");
            string file = Locate(folder, key.Substring(key.LastIndexOf('/') + 1));
            files.Add((file, entry.RootElement.GetProperty("itemCount").GetInt64(), Text(entry.RootElement, "md5Checksum")));
        }

        return files;
    }

    private static string Locate(string folder, string name)
    {
        string own = Path.Combine(folder, "data", name);
        string shared = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(folder)) ?? "", "data", name);
        return !File.Exists(own) && File.Exists(shared) ? shared : own;
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
