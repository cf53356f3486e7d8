using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using DdbBatch.Files;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;

namespace DdbBatch.Importing;

/// <summary>
/// Writes the items of files to the pipeline. Input that cannot be read is reported as an error, and the import continues.
/// </summary>
/// <param name="cmdlet">The cmdlet, whose pipeline is written to.</param>
/// <param name="errors">Reports the rows, lines and objects that cannot be read.</param>
/// <param name="options">The options for reading files.</param>
/// <param name="maker">Creates objects from the files' content.</param>
/// <param name="stopping">Ends the import.</param>
internal sealed class FileImporter(
    ModuleCommand cmdlet, RepeatedErrors errors, FileReadOptions options, ItemMaker maker, CancellationToken stopping)
{
    private readonly List<object> _made = [];
    private readonly ItemPipe _output = new(cmdlet);

    // An item from a pipe goes on at once, because the next line may take long.
    private bool _isLive;

    /// <summary>Imports the files of a path or pattern.</summary>
    public void ImportPath(string path, bool isLiteral, FileFormat? format)
    {
        Collection<string> files;
        try
        {
            files = isLiteral
                ? [cmdlet.GetUnresolvedProviderPathFromPSPath(path)]
                : cmdlet.GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (Exception exception) when (exception is ItemNotFoundException or SessionStateException)
        {
            cmdlet.WriteReadError(InputFileErrors.FileOpen(path, exception));
            return;
        }

        if (files.Count == 0)
            Report(FileErrors.NoFile(path));
        foreach (string file in files)
            Import(() => InputFile.Find(file, format));
    }

    /// <summary>Imports files.</summary>
    /// <param name="find">Finds the files; an exception that it throws is reported.</param>
    public void Import(Func<IEnumerable<InputFile>> find)
    {
        if (Try(() => Check(find())) is not { } files)
            return;
        foreach (InputFile file in files)
            Import(file);
    }

    // Only once for all files of an export.
    private IEnumerable<InputFile> Check(IEnumerable<InputFile> files)
    {
        if (maker.IsRevert && files.FirstOrDefault()?.FindRevertProblem() is { } problem)
            throw problem;
        return files;
    }

    private void Import(InputFile file)
    {
        Md5Stream? checksum = null;
        using ItemFileReader? reader = Try(() => Open(file, out checksum));
        if (reader is null)
            return;
        long count = 0;
        maker.Begin();
        bool isWhole = Read(reader, file, ref count);
        _output.Flush();
        if (isWhole && checksum is not null && checksum.Checksum() != file.Checksum)
            Report(FileErrors.WrongChecksum(file.Name));
        if (file.ItemCount is { } expected && expected != count)
            Report(FileErrors.ItemCount(file.Name, expected, count));
        if (maker.HasMore)
            Report(FileErrors.Incomplete(file.Name));
    }

    // False if the file was not read to its end.
    private bool Read(ItemFileReader reader, InputFile file, ref long count)
    {
        TwinNames twins = new(file.Name, cmdlet.WriteWarning);
        while (reader.Next() is { } entry)
        {
            if (stopping.IsCancellationRequested)
                throw new PipelineStoppedException();
            // An export may have data files without items.
            if (file.ItemCount == 0 && entry.Error is { ErrorId: "FileEmpty" })
                continue;
            count++;
            if ((entry.Error ?? Write(entry, file, twins)) is not { } error)
                continue;
            Report(error);
            if (error.EndsFile)
                return false;
        }

        return true;
    }

    private ItemFileReader? Open(InputFile file, out Md5Stream? checksum)
    {
        checksum = null;
        if (File.Exists(file.Name))
            cmdlet.CheckInputFile(file.Name);
        try
        {
            Stream content = file.Open();
            _isLive = !content.CanSeek;
            if (file.Checksum is not null)
                content = checksum = new Md5Stream(content);
            return ItemFileReader.Open(content, file.Name, file.Format, options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            cmdlet.WriteReadError(InputFileErrors.FileOpen(file.Name, exception));
            return null;
        }
    }

    // Returns the error of an entry that is no item.
    private FileException? Write(in FileEntry entry, InputFile file, TwinNames twins)
    {
        if (!TryMake(entry, file, twins, out FileException? error))
            return error;
        // Outside the catch, because an exception from the rest of the pipeline is not an error of the file.
        foreach (object made in _made)
        {
            if (made is DdbItem item)
                _output.Write(item, item.Content.Bytes);
            else
                _output.WriteObject(made);
        }

        if (_isLive)
            _output.Flush();
        return null;
    }

    private bool TryMake(in FileEntry entry, InputFile file, TwinNames twins, out FileException? error)
    {
        error = null;
        _made.Clear();
        try
        {
            maker.Make(entry.Content!, entry.Position, file, _made);
            twins.Check(entry.Content!);
            return true;
        }
        catch (ItemException exception)
        {
            errors.ReportRead(InputFileErrors.FileItem(exception, entry.Position), file.Name);
        }
        catch (FileException exception)
        {
            error = exception;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            error = FileErrors.InvalidJson(entry.Position, $"it can't be read as an item: {exception.Message}", exception);
        }

        return false;
    }

    private T? Try<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (FileException exception)
        {
            Report(exception);
            return null;
        }
    }

    // An error that ends its file is not repeated.
    private void Report(FileException exception)
    {
        if (exception.EndsFile)
            cmdlet.WriteReadError(InputFileErrors.File(exception));
        else
            errors.ReportRead(InputFileErrors.File(exception), exception.Position.File);
    }
}
