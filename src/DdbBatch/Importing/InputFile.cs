using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DdbBatch.Files;

namespace DdbBatch.Importing;

/// <summary>A file to import, and its properties that are known before it is opened.</summary>
/// <param name="Name">The file's name, for messages.</param>
/// <param name="Format">The file's format.</param>
/// <param name="Open">Opens the file.</param>
internal sealed record InputFile(string Name, FileFormat Format, Func<Stream> Open)
{
    /// <summary>The name that stands for the standard input.</summary>
    public const string StandardInputName = "-";

    /// <summary>True if the user specified the format; false if it was inferred from the file's name or folder.</summary>
    public bool HasGivenFormat { get; init; }

    /// <summary>The number of items in the file according to the export; null for other files.</summary>
    public long? ItemCount { get; init; }

    /// <summary>The MD5 of the file according to the export, in base64; null if unknown.</summary>
    public string? Checksum { get; init; }

    /// <summary>Finds the export that the file belongs to; null if none is known.</summary>
    public Func<ExportManifest?> FindExport { get; init; } = () => null;

    /// <summary>Why the changes in it cannot be undone (-Revert); null if they can.</summary>
    /// <exception cref="FileException">The export's manifest can't be read.</exception>
    public FileException? FindRevertProblem() => FindExport() is { } export
        ? export.RevertProblem
        : FileErrors.NoOldImages(Name, "there is no manifest-summary.json near it that says so");

    /// <summary>Returns the files of a path: the file itself, or all data files of an export.</summary>
    /// <exception cref="FileException">The format is unknown, or the export cannot be read.</exception>
    public static IEnumerable<InputFile> Find(string path, FileFormat? format)
    {
        if (Directory.Exists(path))
            return OfExport(ExportManifest.Find(path));
        return ExportManifest.IsManifest(path) ? OfExport(path) : [OfFile(path, format)];
    }

    /// <summary>Creates the input for an open stream.</summary>
    /// <exception cref="FileException">FileFormatUnknown.</exception>
    public static InputFile Of(string name, Stream stream, FileFormat? format) =>
        new(name, format ?? throw FileErrors.FormatUnknown(name), () => stream) { HasGivenFormat = true };

    private static InputFile OfFile(string path, FileFormat? format)
    {
        FileFormat? found = ExportManifest.IsDataFile(path) ? FileFormat.DynamoDBJson : FileFormats.Find(path);
        return new(path, format ?? found ?? throw FileErrors.FormatUnknown(path), () => OpenFile(path))
        {
            HasGivenFormat = format is not null,
            FindExport = () => ExportManifest.FindOf(path),
        };
    }

    private static IEnumerable<InputFile> OfExport(string manifest)
    {
        ExportManifest export = ExportManifest.Read(manifest);
        return export.Files.Select(file => new InputFile(
            file.Path,
            FileFormat.DynamoDBJson,
            () => File.Exists(file.Path) ? OpenFile(file.Path) : throw FileErrors.DataFileMissing(file.Path))
        {
            ItemCount = file.Items,
            Checksum = file.Checksum,
            FindExport = () => export,
        });
    }

    private static FileStream OpenFile(string path) => new(
        path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, FileOptions.SequentialScan);
}
