using System;
using System.Collections.Generic;
using DdbBatch.Copying;
using DdbBatch.FailedItems;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Reporting;
using DdbBatch.Running;
using DdbBatch.Storage;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Transferring;

/// <summary>
/// A copy or a clearing on the pipeline thread: moves the items from the read to the writing engine, and reports outcomes,
/// progress and outages of both sides.
/// </summary>
internal sealed class TransferSession : IDisposable
{
    // The time limit for outstanding answers, because a stopped pipeline must return within a second.
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(700);

    private readonly ModuleCommand _cmdlet;
    private readonly TransferOptions _options;
    private readonly ITransport _reads;
    private readonly WritePump _pump;
    private readonly RunTables _tables;
    private readonly RunCounts _counts;
    private readonly RunMessages _messages;
    private readonly OutageMessages _readOutages;
    private readonly TransferOutcomes _outcomes;
    private readonly TransferBar _bar;
    private TableRead? _read;

    /// <param name="cmdlet">Gets messages and errors.</param>
    /// <param name="options">The options that its parameters set.</param>
    /// <param name="reads">Sends the requests that read; disposed of with this.</param>
    /// <param name="writes">Sends the requests that write; disposed of with this.</param>
    public TransferSession(ModuleCommand cmdlet, TransferOptions options, ITransport reads, IWriteCalls writes)
    {
        _cmdlet = cmdlet;
        _options = options;
        _reads = reads;
        _pump = new WritePump(options.Write, writes);
        _tables = RunTables.Of(options.Write, writes, _pump, _ => null);
        _counts = new RunCounts(_pump, _tables);
        _messages = new RunMessages(cmdlet, _pump, _counts);
        _readOutages = new OutageMessages(
            cmdlet, OutageLog.OfReading(), () => ([_read!.Read(engine => engine.Health(options.Source))], _read.Elapsed));
        _outcomes = new TransferOutcomes(cmdlet, options, _pump);
        _bar = new TransferBar(cmdlet, options);
        _tables.OnWaiting = _messages.TellOutages;
    }

    /// <summary>Opens the table that is written to; ends the command if that is not possible.</summary>
    /// <returns>Its description.</returns>
    public RunTable Open()
    {
        RunTable table = _tables.Open(_options.Target, () => _messages.Creating(_options.Target), _cmdlet.StopToken);
        if (table.Error is { } error)
            _cmdlet.ThrowTerminatingError(ServiceErrors.Table(_options.Target, error, _options.TargetConnection.Endpoint, Summarize()));
        _messages.Opened(table, _pump.Elapsed);
        return table;
    }

    /// <summary>Moves all items; ends the command with an error if that fails.</summary>
    /// <param name="table">The table that is written to.</param>
    /// <param name="identity">The tables and the selection of a copy; null for a run that cannot be continued.</param>
    public void Run(RunTable table, CopyIdentity? identity)
    {
        ItemTransfer transfer = Begin(table.Lane!, identity);
        try
        {
            while (!transfer.Advance(ModuleCommand.StopCheckInterval))
                Report();
            // An error of the disk that occurs only now is reported too.
            _options.Leftovers.File?.TryFlush();
            Report();
            _messages.ConcludeOutages();
            _readOutages.Conclude();
            _outcomes.Journal?.Close();
        }
        catch (CheckpointException exception)
        {
            _options.Files.Terminate(exception);
        }
        catch (ItemException exception)
        {
            Terminate(new OperationError("CorruptAnswer", exception.Message));
        }

        if (_read!.Error is { } error)
            Terminate(error);
        _counts.Complete();
        _bar.End();
        _outcomes.Summarize(_cmdlet.WriteWarning);
        _cmdlet.WriteWarnings(_options.Unseen.Warnings);
    }

    /// <summary>Returns the current counts.</summary>
    public TransferSummary Summarize() => _options.Summarize(SummarizeRead(), SummarizeWrite());

    /// <summary>Ends the run. After that, every item that was read has its outcome, and the checkpoint is written.</summary>
    public void Dispose() => EveryStep.Run(
        () => _read?.Dispose(),
        StopWriting,
        () => _outcomes.Summarize(_cmdlet.WarnAtTheEnd),
        _outcomes.EndJournal,
        WarnIfStopped,
        _pump.Dispose,
        _reads.Dispose);

    private ReadSummary SummarizeRead() => _read?.Summarize(_options.Source) ?? new ReadSummary { Table = _options.Source };

    private WriteSummary SummarizeWrite() => _counts.Summarize(new SummaryFacts { FailedLines = _options.Files.Log?.Lines ?? 0 });

    private ItemTransfer Begin(Lane lane, CopyIdentity? identity)
    {
        int parallel = _options.Read.ThrottleLimit;
        int count = SegmentCount.Of(_options.Description, parallel);
        CopyJournal? journal = identity is null ? null : _options.Files.BeginCopy(identity, count);
        _outcomes.Journal = journal;
        IReadOnlyList<Segment> segments = journal is null
            ? Segment.Divide(count, parallel)
            : CopyJournal.Remaining(journal.Mark, parallel);
        _cmdlet.WriteVerbose(FormattableString.Invariant(
            $"Table '{_options.Source}': about {_options.Description.ItemCount} items, {_options.Description.SizeBytes} bytes (up to six hours old), read in {segments.Count} segments."));
        if (journal is { Mark.IsComplete: true })
            _cmdlet.WriteWarning("The checkpoint says that this copy is complete, so nothing is read. To copy the table again, remove the checkpoint.");
        _read = new TableRead(_reads, _options.Statement, _options.Read, segments, _options.Description.ReadCapacity);
        return new ItemTransfer(_read, _pump, lane, _options.Kind, journal, _options.Unseen);
    }

    private void Report()
    {
        _cmdlet.ThrowIfStopped();
        _messages.Tell();
        foreach (string line in _read!.TakeLog())
            _cmdlet.WriteDebug(line);
        Queue<SettledOperation> settled = _outcomes.Settle();
        if (_options.Files.Log is { Failure: { } failure } log)
            TerminateUnkept(log, failure);
        if (_pump.Fatal is { } fatal)
            Terminate(fatal);
        _outcomes.Report(settled);
        _outcomes.Journal?.WriteIfDue(_pump.Elapsed);
        _messages.TellOutages();
        _readOutages.Tell();
        _bar.Show(_read, _counts);
    }

    // The run is ended first, so that the counts of the error are the last ones.
    private void Terminate(OperationError error)
    {
        bool isRead = _read!.Error is not null || _pump.Fatal is null;
        _read.Dispose();
        _pump.Stop(error, StopGrace);
        _outcomes.Settle();
        WriteSummary write = SummarizeWrite();
        _cmdlet.ThrowTerminatingError(isRead
            ? TransferErrors.ReadEnded(_options.Source, _options.SourceConnection.Endpoint, error, SummarizeRead(), write.Written, Summarize())
            : TransferErrors.WriteEnded(_options.Target, _options.TargetConnection.Endpoint, error, Summarize()));
    }

    // Items that the file could not keep are reported, so that they are not lost.
    private void TerminateUnkept(FailedLog log, Exception failure)
    {
        _read!.Dispose();
        StopWriting();
        foreach (UnprocessedItem item in log.Unkept)
            _cmdlet.WriteError(Errors.GivenUp(item));
        _cmdlet.ThrowTerminatingError(RunFileErrors.FailedPath(log.Path, failure, Summarize()));
    }

    private void StopWriting()
    {
        _pump.Stop(OperationError.Stopped, StopGrace);
        _outcomes.Settle();
    }

    private void WarnIfStopped()
    {
        if (_read is not null && _cmdlet.StopToken.IsCancellationRequested)
            _cmdlet.WarnAtTheEnd($"The run was stopped. {TransferErrors.Done(SummarizeWrite().Written)}");
    }
}
