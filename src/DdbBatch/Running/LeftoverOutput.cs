using System;
using System.Management.Automation;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;
using DdbBatch.Storage;

namespace DdbBatch.Running;

/// <summary>Keeps the operations that a cmdlet did not write: -UnprocessedVariable and -FailedPath.</summary>
/// <param name="cmdlet">Has the parameters.</param>
/// <param name="consumer">The same cmdlet, for the readers upstream; null if it takes no input.</param>
internal sealed class LeftoverOutput(ModuleCommand cmdlet, IInputConsumer? consumer = null)
{
    private ListVariable? _variable;
    private RunFiles? _files;

    /// <summary>The files, once they are open.</summary>
    public RunFiles Files => _files!;

    /// <summary>How many lines of this load the failed file holds.</summary>
    public long FailedLines => _files?.Log?.Lines ?? 0;

    /// <summary>How much readers upstream could not read.</summary>
    public long ReadErrors { get; private set; }

    /// <summary>Keeps the operations that could not be written; nothing before the command has started.</summary>
    public Leftovers Leftovers { get; private set; } = new(areListed: false, file: null, hasCheckpoint: false);

    /// <summary>Resets the variable, and has commands upstream report what they cannot read.</summary>
    /// <param name="name">-UnprocessedVariable.</param>
    public void OpenVariable(string? name)
    {
        if (consumer is not null)
            Downstream.Begin(consumer);
        UnprocessedItem probe = new(0, "", OperationKind.Put, OperationOutcome.Unprocessed, OperationError.NotReached, null);
        _variable = ListVariable.Open(cmdlet, "UnprocessedVariable", name, probe);
    }

    /// <summary>Opens the files: at the beginning, because a file that cannot be written must not be noticed at the end.</summary>
    /// <param name="failedPath">The failed file, as a path of the file system; null without one.</param>
    /// <param name="checkpointPath">The checkpoint; null without one.</param>
    public void OpenFiles(string? failedPath, string? checkpointPath) => OpenFiles(RunFiles.Open, failedPath, checkpointPath);

    /// <summary>Opens the files of a copy, in the same way.</summary>
    /// <param name="failedPath">The failed file, as a path of the file system; null without one.</param>
    /// <param name="checkpointPath">The checkpoint of the copy; null without one.</param>
    public void OpenCopyFiles(string? failedPath, string? checkpointPath) => OpenFiles(RunFiles.OpenCopy, failedPath, checkpointPath);

    private void OpenFiles(Func<ModuleCommand, string?, string?, RunFiles> open, string? failedPath, string? checkpointPath)
    {
        bool isWhatIf = CommonSettings.IsWhatIf(cmdlet);
        _files = open(cmdlet, isWhatIf ? null : failedPath, isWhatIf ? null : checkpointPath);
        Leftovers = new Leftovers(_variable is not null, _files.Log, _files.HasCheckpoint);
    }

    /// <summary>Returns how many invalid objects end the run; null if no number does, as with -WhatIf.</summary>
    /// <param name="maxInvalid">-MaxInvalid; 0 without it.</param>
    public int? InvalidLimit(int maxInvalid) => maxInvalid > 0 && !CommonSettings.IsWhatIf(cmdlet) ? maxInvalid : null;

    /// <summary>Counts something that a reader upstream could not read.</summary>
    public void CountReadError() => ReadErrors++;

    /// <summary>Returns the error if a file that is to be read is one of these; null otherwise.</summary>
    public ErrorRecord? CheckInputFile(string path) =>
        _files?.FindUse(path) is { } parameter ? RunFileErrors.InputIsOutput(parameter, path) : null;

    /// <summary>Closes the files and sets the variable.</summary>
    public void Close()
    {
        if (consumer is not null)
            Downstream.End(consumer);
        EveryStep.Run(() => _variable?.Set(Leftovers.Items), () => _files?.Dispose());
    }
}
