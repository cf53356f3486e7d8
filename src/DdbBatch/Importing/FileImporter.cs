using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using System.Threading;
using DdbBatch.Commands;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Importing;

/// <summary>Writes the items of files to the pipeline. What can't be read is an error, and the rest follows.</summary>
internal sealed class FileImporter(ModuleCommand cmdlet, FileReadOptions options, ItemMaker maker, CancellationToken stopping)
{
    private readonly Action<object> _write = cmdlet.WriteObject;

    /// <summary>Imports the files that a path or pattern names.</summary>
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
            cmdlet.WriteReadError(Errors.FileOpen(path, exception));
            return;
        }

        if (files.Count == 0)
            cmdlet.WriteReadError(Errors.File(FileErrors.NoFile(path)));
        foreach (string file in files)
            Import(() => InputFile.Find(file, format));
    }

    /// <summary>Imports files.</summary>
    /// <param name="find">Gives them; what it throws is told.</param>
    public void Import(Func<IEnumerable<InputFile>> find)
    {
        if (Try(find) is not { } files)
            return;
        foreach (InputFile file in files)
            Import(file);
    }

    private void Import(InputFile file)
    {
        using ItemFileReader? reader = Try(() => Open(file));
        long count = 0;
        while (reader?.Next() is { } entry)
        {
            if (stopping.IsCancellationRequested)
                throw new PipelineStoppedException();
            count++;
            if (entry.Error is not null)
                cmdlet.WriteReadError(Errors.File(entry.Error));
            else
                Write(entry, file.Format);
        }

        if (reader is not null && file.ItemCount is { } expected && expected != count)
            cmdlet.WriteReadError(Errors.File(FileErrors.ItemCount(file.Name, expected, count)));
    }

    private ItemFileReader? Open(InputFile file)
    {
        try
        {
            return ItemFileReader.Open(file.Open(), file.Name, file.Format, options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            cmdlet.WriteReadError(Errors.FileOpen(file.Name, exception));
            return null;
        }
    }

    private void Write(FileEntry entry, FileFormat format)
    {
        try
        {
            maker.Make(entry.Content!, entry.Position, format, _write);
        }
        catch (ItemException exception)
        {
            cmdlet.WriteReadError(Errors.FileItem(exception, entry.Position));
        }
        catch (FileException exception)
        {
            cmdlet.WriteReadError(Errors.File(exception));
        }
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
            cmdlet.WriteReadError(Errors.File(exception));
            return null;
        }
    }
}
