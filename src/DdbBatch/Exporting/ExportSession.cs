using System;
using System.Diagnostics;
using DdbBatch.Conversion;
using DdbBatch.Input;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;

namespace DdbBatch.Exporting;

/// <summary>One export on the pipeline's thread: objects become items, and items lines of the file.</summary>
internal sealed class ExportSession : IDisposable
{
    private readonly ModuleCommand _cmdlet;
    private readonly ItemConverter _converter;
    private readonly ItemConverter _ddbJson = new(ConversionOptions.Create(dynamoDBJson: true));
    private readonly ItemExport<(long Position, object? Input)> _export;
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly RepeatedErrors _errors;
    private long _total;
    private long _invalid;
    private bool _isComplete;

    /// <param name="cmdlet">Gets errors and messages.</param>
    /// <param name="path">The place of the file.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="converter">Makes items of objects.</param>
    public ExportSession(ModuleCommand cmdlet, OutputPath path, FileWriteOptions options, ItemConverter converter)
    {
        _cmdlet = cmdlet;
        _converter = converter;
        _errors = RepeatedErrors.OfInput(cmdlet);
        _export = new ItemExport<(long, object?)>(path, options, Refuse);
    }

    /// <summary>Opens the file; ends the command if it can't be written.</summary>
    public void Open() => Use(_export.Open);

    /// <summary>Takes an object in.</summary>
    public void Take(object? input)
    {
        _cmdlet.ThrowIfStopped();
        long position = ++_total;
        byte[] item;
        try
        {
            item = Convert(input);
        }
        catch (ItemException exception)
        {
            Refuse((position, input), exception);
            return;
        }

        Use(() => _export.Add(item, (position, input)));
    }

    /// <summary>Ends the file and gives it its name.</summary>
    public void Complete()
    {
        Use(_export.Complete);
        _isComplete = true;
        _elapsed.Stop();
        _errors.Summarize(_cmdlet.WriteWarning);
        _cmdlet.WriteWarnings(_export.Warnings);
        _cmdlet.WriteWarnings(_converter.Warnings());
    }

    /// <summary>Returns the current counts.</summary>
    /// <param name="readErrors">The number of errors of readers upstream.</param>
    public ExportSummary Summarize(long readErrors) => new()
    {
        Succeeded = _isComplete && _invalid + readErrors == 0,
        Files = [.. _export.Paths],
        Total = _total,
        Written = _isComplete ? _export.Items : 0,
        Invalid = _invalid,
        ReadErrors = readErrors,
        Bytes = _export.Bytes,
        Elapsed = _elapsed.Elapsed,
    };

    /// <summary>Removes a file that is not complete.</summary>
    public void Dispose()
    {
        _elapsed.Stop();
        _errors.Summarize(_cmdlet.WarnAtTheEnd);
        _export.Dispose();
    }

    private byte[] Convert(object? input)
    {
        if (input is DdbItem imported)
            return _converter.ConvertItem(imported, schema: null).Json;
        InputRow row = InputRow.Of(input!);
        if (row.Refusal is { } refusal)
            throw refusal;
        if (row.Kind is { } kind and not OperationKind.Put)
            throw ExportErrors.NoItem(kind);
        return (row.IsDynamoDBJson ? _ddbJson : _converter).ConvertItem(row.Content, schema: null).Json;
    }

    private void Refuse((long Position, object? Input) source, ItemException exception)
    {
        _invalid++;
        _errors.Report(exception.ErrorId, ExportErrors.NotExported(exception, source.Position, source.Input));
    }

    private void Use(Action use)
    {
        try
        {
            use();
        }
        catch (FileWriteException exception)
        {
            _cmdlet.ThrowTerminatingError(ExportErrors.File(exception));
        }
    }
}
