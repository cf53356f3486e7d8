using System;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Files;

namespace DdbBatch.Exporting;

/// <summary>Reads the parameters of an export.</summary>
internal static class ExportParameters
{
    /// <summary>The file that a path or pattern names; it need not exist.</summary>
    /// <exception cref="ArgumentException">The path names no file, or several.</exception>
    public static string Resolve(PSCmdlet cmdlet, string path, bool isLiteral)
    {
        if (!isLiteral && WildcardPattern.ContainsWildcardCharacters(path))
        {
            Collection<string> found = cmdlet.GetResolvedProviderPathFromPSPath(path, out _);
            return found.Count == 1
                ? found[0]
                : throw new ArgumentException($"-Path '{path}' is a pattern that {found.Count} files match. Give -LiteralPath if it is a name.");
        }

        string full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem"
            ? full
            : throw new ArgumentException($"'{path}' is not in the file system, but in {provider.Name}.");
    }

    /// <summary>The format: the one that is given, or that of the file's extension.</summary>
    /// <exception cref="ArgumentException">The extension names none.</exception>
    public static FileFormat FindFormat(string path, FileFormat? given) => given ?? FileFormats.Find(path)
        ?? throw new ArgumentException($"The extension of '{path}' names no format. Specify it: -Format Csv, Tsv, Json, JsonLines or DynamoDBJson.");

    /// <summary>The compression: the one that is given, or that of the file's extension.</summary>
    /// <exception cref="ArgumentException">The two differ.</exception>
    public static FileCompression FindCompression(string path, FileCompression? given)
    {
        FileCompression named = FileFormats.FindCompression(path);
        return named == FileCompression.None || given is null || given == named
            ? given ?? named
            : throw new ArgumentException(
                $"-Compression {given} does not fit '{path}', whose extension names {named}. Readers go by the name: rename the file, or leave out -Compression.");
    }

    /// <summary>Checks which parameters go together.</summary>
    /// <exception cref="ArgumentException">They don't.</exception>
    public static FileWriteOptions Check(FileWriteOptions options)
    {
        if (!options.HasRows && (options.TypedHeader || options.Delimiter is not null))
            throw new ArgumentException($"-TypedHeader and -Delimiter are for rows under a header, in -Format Csv or Tsv, and the format is {options.Format}.");
        if (options.Append && options.Format == FileFormat.Json)
            throw new ArgumentException("-Append: a JSON array has an end, and nothing can be added after it. Use -Format JsonLines.");
        if (options.Append && options.SplitBytes is not null)
            throw new ArgumentException("-Append and -SplitBytes exclude one another: use one.");
        CsvDelimiter.Check(options.Delimiter);
        if (options.Properties is { } names && (names.Contains("") || names.Distinct(StringComparer.Ordinal).Count() < names.Count))
            throw new ArgumentException("-Property: every attribute needs a name, and is named once.");
        return options;
    }
}
