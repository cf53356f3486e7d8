using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using DdbBatch.Files;
using DdbBatch.Storage;

namespace DdbBatch.Exporting;

/// <summary>The place of an export: one file, or the parts that -SplitBytes makes, named in order.</summary>
internal sealed class OutputPath
{
    private readonly string _folder;
    private readonly string _name;
    private readonly string _extension;
    private readonly bool _isSplit;

    /// <param name="path">The path that was given. Its links are followed, so that the file and not a link is replaced.</param>
    /// <param name="isSplit">Whether there are parts.</param>
    public OutputPath(string path, bool isSplit)
    {
        _isSplit = isSplit;
        Full = FileIdentity.Resolve(path);
        _folder = Path.GetDirectoryName(Full) ?? Full;
        string file = Path.GetFileName(Full);
        string plain = FileFormats.IsCompressed(file) ? Path.GetFileNameWithoutExtension(file) : file;
        _name = Path.GetFileNameWithoutExtension(plain);
        _extension = file.Substring(_name.Length);
    }

    /// <summary>The path, without links.</summary>
    public string Full { get; }

    /// <summary>The path of a file of the export.</summary>
    /// <param name="number">Its number, from 1.</param>
    public string Of(int number) => _isSplit
        ? Path.Combine(_folder, $"{_name}.{number.ToString("D4", CultureInfo.InvariantCulture)}{_extension}")
        : Full;

    /// <summary>Whether a path is a file that the export may write.</summary>
    public bool Includes(string path) => _isSplit
        ? NumberOf(Path.GetFileName(path)) is not null && FileIdentity.AreSame(Path.GetDirectoryName(Path.GetFullPath(path))!, _folder)
        : FileIdentity.AreSame(path, Full);

    /// <summary>The files of an earlier export that are in its place.</summary>
    public IEnumerable<(string Path, int Number)> Existing()
    {
        if (!_isSplit)
            return File.Exists(Full) ? [(Full, 1)] : [];
        return from path in Directory.EnumerateFiles(_folder)
               let number = NumberOf(Path.GetFileName(path))
               where number is not null
               select (path, number.Value);
    }

    /// <summary>Checks the place before anything is written.</summary>
    /// <exception cref="FileWriteException">Nothing can be written there.</exception>
    public void Check(FileWriteOptions options)
    {
        if (IsDevice(Full))
            throw FileWriteException.IsDevice(Full);
        if (Directory.Exists(Full) || Path.GetFileName(Full).Length == 0)
            throw FileWriteException.IsFolder(Full);
        if (!Directory.Exists(_folder))
            throw FileWriteException.FolderMissing(Full);
        foreach ((string path, _) in Existing())
            CheckExisting(path, options);
    }

    private static void CheckExisting(string path, FileWriteOptions options)
    {
        if (options.NoClobber && !options.Append)
            throw FileWriteException.Exists(path);
        FileInfo file = new(path);
        if (file.IsReadOnly)
        {
            if (!options.Force)
                throw FileWriteException.IsReadOnly(path);
            return;
        }

        // Somebody else may have it open. An empty file has nothing to lose, and it may be a pipe, which would wait here.
        if (file.Length > 0)
            new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None).Dispose();
    }

    // Part 12 is "0012", and part 10,000 "10000".
    private int? NumberOf(string file)
    {
        int digits = file.Length - _name.Length - 1 - _extension.Length;
        return digits >= 4
            && file.StartsWith(_name + ".", StringComparison.Ordinal)
            && file.EndsWith(_extension, StringComparison.Ordinal)
            && int.TryParse(file.Substring(_name.Length + 1, digits), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number > 0
            ? number
            : null;
    }

    // Renaming a file over /dev/null would take it from everybody.
    private static bool IsDevice(string path) =>
        path.StartsWith("/proc/", StringComparison.Ordinal)
        || (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal));
}
