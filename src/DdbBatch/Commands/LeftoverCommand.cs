using System;
using System.Management.Automation;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;
using DdbBatch.Running;
using DdbBatch.Storage;

namespace DdbBatch.Commands;

/// <summary>A cmdlet that writes items, and keeps what couldn't be written.</summary>
public abstract class LeftoverCommand : ItemInputCommand, IInputConsumer
{
    private ListVariable? _variable;
    private RunFiles? _files;

    private protected LeftoverCommand() => Prepare(OpenLeftovers);

    /// <summary>
    /// The name of a variable for all UnprocessedItem objects, without $. It is set however the run ends; +name adds to
    /// it. Pipe its content to Write-DdbBatch to write these items later.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UnprocessedVariable { get; set; }

    /// <summary>
    /// A file to which each operation that was not written is appended immediately, as one line of JSON with the item
    /// and the reason. Import-DdbItem reads the file, and Write-DdbBatch writes the operations as they were. Only one
    /// run at a time can use the file. A load with -CheckpointPath must continue with the same file.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string? FailedPath { get; set; }

    /// <summary>
    /// The number of invalid objects that ends the run: objects that break a rule, and those that DynamoDB refuses. The
    /// error's TargetObject is the summary. Use it to stop early if the input does not match the table. By default no
    /// number ends the run: all valid objects are written, and for each rule the first 10 objects that break it are
    /// reported as errors, the others in one warning. It has no effect with -WhatIf.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [PSDefaultValue(Help = "No limit")]
    public int MaxInvalid { get; set; }

    /// <summary>The checkpoint file; null if there is none.</summary>
    private protected virtual string? ProgressPath => null;

    /// <summary>-MaxInvalid; null without it, and with -WhatIf.</summary>
    private protected int? InvalidLimit => MaxInvalid > 0 && !Preferences.IsWhatIf(this) ? MaxInvalid : null;

    /// <summary>The file that keeps what is not written; null if there is none.</summary>
    private protected virtual string? LogPath => FailedPath;

    /// <summary>The files, once they are open.</summary>
    private protected RunFiles Files => _files!;

    /// <summary>How many lines of this load the failed file holds.</summary>
    private protected long FailedLines => _files?.Log?.Lines ?? 0;

    /// <summary>How much readers upstream could not read.</summary>
    private protected long ReadErrors { get; private set; }

    /// <summary>Keeps the operations that could not be written; nothing before the command has started.</summary>
    private protected Leftovers Leftovers { get; private set; } = new(areListed: false, file: null, hasCheckpoint: false);

    /// <inheritdoc/>
    public override void Dispose()
    {
        Downstream.End(this);
        _files?.Dispose();
        try
        {
            _variable?.Set(Leftovers.Items);
        }
        finally
        {
            base.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    bool IInputConsumer.PassesInput => PassesInput;

    /// <inheritdoc/>
    void IInputConsumer.CountReadError()
    {
        ReadErrors++;
        OnReadError();
    }

    /// <inheritdoc/>
    ErrorRecord? IInputConsumer.CheckInputFile(string path) =>
        _files?.FindUse(path) is { } parameter ? Errors.InputIsOutput(parameter, path) : null;

    private protected override void OpenVariables()
    {
        Downstream.Begin(this);
        UnprocessedItem probe = new(0, "", OperationKind.Put, OperationOutcome.Unprocessed, OperationError.NotReached, null);
        _variable = ListVariable.Open(this, nameof(UnprocessedVariable), UnprocessedVariable, probe);
    }

    /// <summary>Does what has to be done before the files are opened.</summary>
    private protected virtual void PrepareFiles()
    {
    }

    /// <summary>Whether the input objects are output again.</summary>
    private protected virtual bool PassesInput => false;

    /// <summary>Records that the next input could not be read.</summary>
    private protected virtual void OnReadError()
    {
    }

    // At the beginning, because a file that can't be written must not be noticed at the end.
    private void OpenLeftovers()
    {
        PrepareFiles();
        bool isWhatIf = Preferences.IsWhatIf(this);
        _files = RunFiles.Open(this, isWhatIf ? null : Resolve(LogPath), isWhatIf ? null : Resolve(ProgressPath));
        Leftovers = new Leftovers(_variable is not null, _files.Log, _files.HasCheckpoint);
    }

    private protected string? Resolve(string? path) => path is null ? null : GetUnresolvedProviderPathFromPSPath(path);
}
