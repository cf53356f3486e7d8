using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DdbBatch.Copying;
using DdbBatch.FailedItems;
using DdbBatch.Files;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Storage;

namespace DdbBatch.Running;

/// <summary>
/// The files that outlive a run: the operations that were not written (-FailedPath), and the progress (-CheckpointPath). A
/// file that cannot be used ends the cmdlet with an error before anything is written.
/// </summary>
internal sealed class RunFiles : IDisposable
{
    private readonly ModuleCommand _cmdlet;
    private readonly (string Parameter, string Path)[] _used;
    private readonly string? _checkpointPath;
    private CheckpointFile<CheckpointMark>? _checkpoint;
    private CheckpointFile<CopyMark>? _copy;
    private CheckpointMark? _former;

    private RunFiles(ModuleCommand cmdlet, string? failedPath, string? checkpointPath)
    {
        _cmdlet = cmdlet;
        _checkpointPath = checkpointPath;
        _used = [.. FailedFile.Used(failedPath).Select(path => ("FailedPath", path)), .. Checkpoint.FilesAt(checkpointPath).Select(path => ("CheckpointPath", path))];
    }

    /// <summary>True with -CheckpointPath: rows that the run doesn't settle are read again by the next one.</summary>
    public bool HasCheckpoint => _former is not null;

    /// <summary>Keeps what wasn't written; null without -FailedPath.</summary>
    public FailedLog? Log { get; private set; }

    /// <summary>Opens the files of a load.</summary>
    /// <param name="cmdlet">Whose they are.</param>
    /// <param name="failedPath">-FailedPath.</param>
    /// <param name="checkpointPath">-CheckpointPath.</param>
    public static RunFiles Open(ModuleCommand cmdlet, string? failedPath, string? checkpointPath) =>
        new RunFiles(cmdlet, failedPath, checkpointPath).Open(failedPath, (files, path) =>
            (files._checkpoint = new CheckpointFile<CheckpointMark>(path, CheckpointMark.Parse, CheckpointMark.Begin)).Former);

    /// <summary>Opens the files of a copy.</summary>
    /// <inheritdoc cref="Open(ModuleCommand, string?, string?)"/>
    public static RunFiles OpenCopy(ModuleCommand cmdlet, string? failedPath, string? checkpointPath) =>
        new RunFiles(cmdlet, failedPath, checkpointPath).Open(failedPath, (files, path) =>
            (files._copy = new CheckpointFile<CopyMark>(path, CopyMark.Parse, CopyMark.Begin)).Former.ToLoadMark());

    /// <summary>The parameter by which the run uses a file; null if it doesn't use it.</summary>
    public string? FindUse(string path) =>
        _used.FirstOrDefault(used => FileIdentity.AreSame(used.Path, path)).Parameter;

    /// <summary>Begins the run, or goes on with the earlier one.</summary>
    /// <param name="identity">The facts that must be the same, besides the rows.</param>
    /// <returns>The load's checkpoint; null without -CheckpointPath.</returns>
    public Checkpoint? BeginLoad(IEnumerable<string> identity)
    {
        if (_checkpoint is not { } file)
            return null;
        RowHash hash = new(0);
        foreach (string text in identity)
            hash.Add(text);
        return Use(() => new Checkpoint(file, hash.Value, Log?.Path ?? ""));
    }

    /// <summary>Ends the cmdlet if an earlier run has copied anything, because the destination does not exist.</summary>
    /// <param name="identify">Identifies the copy, by that of the earlier run.</param>
    public void CheckMissingDestination(Func<CopyIdentity, CopyIdentity> identify)
    {
        if (_copy is not { Former: { IsBegun: true, Identity: { } former } mark } file)
            return;
        Use(() =>
        {
            CopyJournal.Compare(mark, file.Path, identify(former));
            return true;
        });
        _cmdlet.ThrowTerminatingError(RunFileErrors.DestinationGone(file.Path, former.Destination));
    }

    /// <summary>Begins a copy, or continues the earlier one.</summary>
    /// <param name="identity">The tables and the selection of the copy.</param>
    /// <param name="segments">The number of segments, unless an earlier run has chosen one.</param>
    /// <returns>The copy's journal; null without -CheckpointPath.</returns>
    public CopyJournal? BeginCopy(CopyIdentity identity, int segments) => _copy is not { } file
        ? null
        : Use(() => new CopyJournal(CopyJournal.Start(file.Former, file.Path, identity, segments, Log?.Path ?? ""), Log, file.Write));

    /// <summary>Ends a run that was given nothing: it isn't the one that was given something.</summary>
    public void EndEmpty() => Use(() => _checkpoint is { Former.TakenRow: > 0 } file
        ? throw CheckpointException.FewerRows(file.Path, file.Former, found: 0)
        : true);

    /// <summary>Ends the cmdlet with the error of a file.</summary>
    /// <param name="exception">A <see cref="CheckpointException"/> or a <see cref="FailedFileException"/>.</param>
    public void Terminate(Exception exception)
    {
        if (exception is not CheckpointException ofCheckpoint)
        {
            _cmdlet.ThrowTerminatingError(RunFileErrors.FailedPath(Log!.Path, Log.Failure!, target: null));
            return;
        }

        if (ofCheckpoint.IsMismatch)
            Log?.Refuse();
        _cmdlet.ThrowTerminatingError(RunFileErrors.Checkpoint(ofCheckpoint));
    }

    /// <inheritdoc/>
    public void Dispose() => EveryStep.Run(() => Log?.Dispose(), () => _checkpoint?.Dispose(), () => _copy?.Dispose());

    private RunFiles Open(string? failedPath, Func<RunFiles, string, CheckpointMark> openCheckpoint)
    {
        ThrowIfSame();
        try
        {
            if (_checkpointPath is not null)
                _former = Use(() => openCheckpoint(this, _checkpointPath));
            OpenLog(failedPath);
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private T Use<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (CheckpointException exception)
        {
            Terminate(exception);
            throw;
        }
    }

    // Each of them would overwrite what the other keeps.
    private void ThrowIfSame()
    {
        foreach ((string parameter, string path) in _used)
        {
            if (_used.Any(other => other.Parameter != parameter && FileIdentity.AreSame(other.Path, path)))
                _cmdlet.ThrowTerminatingError(RunFileErrors.SameFile("-FailedPath", "-CheckpointPath", path));
        }
    }

    private void OpenLog(string? path)
    {
        string used = path ?? "";
        try
        {
            if (_former is { FailedPath.Length: > 0 } former && former.FailedPath != path)
            {
                used = former.FailedPath;
                if (FailedLog.Keeps(used, former.Load))
                    Use<bool>(() => throw CheckpointException.OtherFailedPath(_checkpointPath!, used));
            }

            if (path is not null)
                Log = new FailedLog(used = path, _former);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or FileException)
        {
            _cmdlet.ThrowTerminatingError(RunFileErrors.FailedPath(used, exception, target: null));
            throw;
        }
        catch (FormatException exception)
        {
            _cmdlet.ThrowTerminatingError(RunFileErrors.FailedPathUnusable(exception));
            throw;
        }
    }
}
