using System;
using System.IO;
using System.Management.Automation;
using System.Text;
using DdbBatch.FailedItems;
using DdbBatch.Files;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Running;
using DdbBatch.Storage;

namespace DdbBatch.Commands;

/// <summary>
/// Writes the operations in a failed file (-FailedPath of an earlier run) to DynamoDB again, and uses the file up.
/// </summary>
/// <remarks>
/// <para>
/// Each line carries its table and its operation. Lines that are written are gone; lines that fail again go to a new file of
/// the same name, as they were, with the new reason; if all are written, no file is left. If there is no file, there is
/// nothing to do, and that is a success. A table that can't be written to doesn't keep the lines of other tables.
/// </para>
/// <para>
/// The file is renamed while it is worked on, by the suffix .resuming, and a checkpoint beside it notes how far the command
/// is. Whatever ends the command, even a crash, run it again: it goes on from there, and loses or repeats no line. While
/// .resuming is there, other commands may append to a new failed file; run Resume-DdbBatch once more for its lines.
/// </para>
/// <para>
/// Run it before the next load writes newer items: a replayed put replaces what was written in the meantime.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// @{ Artist = 'Ana'; SongTitle = 'Eight' }, @{ Artist = 'Ana' } |
///     Write-DdbBatch -Table Music -FailedPath failed.jsonl -ErrorAction SilentlyContinue
/// Resume-DdbBatch -FailedPath failed.jsonl -ErrorAction SilentlyContinue
/// Remove-Item failed.jsonl
/// </code>
/// <para>Keeps what wasn't written, and tries it again. The item without its whole key fails again, so the file stays.</para>
/// </example>
/// <example>
/// <code>
/// Resume-DdbBatch -FailedPath failed.jsonl -SummaryVariable s
/// $s.Succeeded
/// </code>
/// <para>For scheduled tasks: succeeded means that no line is left. If there is no file, this is true too.</para>
/// </example>
/// <example>
/// <code>
/// [pscustomobject]@{ Artist = 'Ana'; SongTitle = 'Nine'; Year = 'in 1999' } |
///     Write-DdbBatch -Table Music -AttributeType @{ Year = 'N' } -FailedPath failed.jsonl -ErrorAction SilentlyContinue
/// Resume-DdbBatch -FailedPath failed.jsonl -AttributeType @{ Year = 'S' } -Summary
/// </code>
/// <para>Objects that were refused are converted again, here by another rule.</para>
/// </example>
/// <example>
/// <code>Resume-DdbBatch -FailedPath failed.jsonl -WhatIf</code>
/// <para>Says what would be written, and leaves the file as it is.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Resume, "DdbBatch", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(WriteSummary), typeof(Preflight))]
public sealed class ResumeDdbBatchCommand : WritingCommand
{
    private FailedFileClaim? _claim;
    private long _lines;

    /// <summary>
    /// The failed file. Lines that fail again go to a new file of this name; if there is no file, there is nothing to do.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public override string? FailedPath { get; set; }

    private protected override bool IsTableCarried => true;

    // Nothing to do makes no files.
    private protected override string? LogPath => _claim is null ? null : FailedPath;

    private protected override string? ProgressPath => _claim?.MarkPath;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _claim?.Read(Take);
        if (CommonSettings.IsWhatIf(this))
            Foresee();
        Run.Input.ThrowIfEnded();
        base.EndProcessing();
        // Each line is written, or on the disk in the new failed file. One that was declined (-Confirm) is neither.
        if (Run.FinalSummary is { } summary && summary.Total == _lines && Run.Declined == 0)
            _claim?.Complete();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        EveryStep.Run(base.Dispose, PutBackUnused, () => _claim?.Dispose());
        GC.SuppressFinalize(this);
    }

    private void PutBackUnused()
    {
        if (_claim is not null && Run.CurrentSummary is { Requests: 0, Skipped: 0 })
            _claim.TryPutBack();
    }

    private protected override OperationChoice ChooseOperation() => new(null);

    private protected override void PrepareFiles()
    {
        if (CommonSettings.IsWhatIf(this))
            return;
        string path = Resolve(FailedPath)!;
        try
        {
            _claim = FailedFileClaim.TryTake(path, FailedRecord.CanBeginWith);
        }
        catch (FormatException exception)
        {
            ThrowTerminatingError(RunFileErrors.FailedPathUnusable(exception));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            ThrowTerminatingError(RunFileErrors.FailedPathInUse(path, exception));
        }
    }

    // Reads without a claim: a preflight changes no file.
    private void Foresee()
    {
        string path = Resolve(FailedPath)!;
        foreach (string file in new[] { FailedFileClaim.PathOf(path), path })
            FailedLines.HasLine(file, line =>
            {
                Take(line);
                return false;
            });
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
            return;
        _lines++;
        Run.Input.Take(ReadLine(line));
    }

    private InputRow ReadLine(ReadOnlySpan<byte> line)
    {
        try
        {
            UnprocessedItem item = FailedRecordReader.Read(line, new FilePosition(_claim?.Path ?? FailedPath!, _lines));
            return InputRow.Of(item) with { Source = item };
        }
        catch (FileException exception)
        {
            // It is kept as it is, as text.
            string text = Encoding.UTF8.GetString(line.ToArray());
            return new InputRow(text, text) { UnreadableBecause = exception.Message };
        }
    }
}
