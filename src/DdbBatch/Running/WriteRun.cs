using System;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;

namespace DdbBatch.Running;

/// <summary>
/// The run of a command that writes in bulk, from its preparation to its end: its variables and files, the intake of its rows, and
/// the session that begins with the first row.
/// </summary>
internal sealed class WriteRun : IDisposable
{
    private readonly ModuleCommand _cmdlet;
    private RowIntake<RowSession>? _input;
    private SummaryVariable? _summaryVariable;
    private WriteSummary? _summary;
    private long? _missedPosition;

    /// <param name="cmdlet">Whose run it is.</param>
    /// <param name="consumer">The same command, for the readers upstream.</param>
    public WriteRun(ModuleCommand cmdlet, IInputConsumer consumer)
    {
        _cmdlet = cmdlet;
        Output = new LeftoverOutput(cmdlet, consumer);
    }

    /// <summary>Keeps the operations that are not written.</summary>
    public LeftoverOutput Output { get; }

    /// <summary>Finds the table and the operation of a row; known after <see cref="Begin"/>.</summary>
    public RowRouter Router { get; private set; } = null!;

    /// <summary>Converts rows; known after <see cref="Begin"/>.</summary>
    public RowConverter Converter { get; private set; } = null!;

    /// <summary>Takes the rows in; known after <see cref="Begin"/>.</summary>
    public RowIntake<RowSession> Input => _input!;

    /// <summary>The summary of the run; null before it has come to its end.</summary>
    public WriteSummary? FinalSummary => _summary ?? (_input?.Session as WriteSession)?.FinalSummary;

    /// <summary>The summary of the run so far.</summary>
    public WriteSummary CurrentSummary => _summary ?? _input?.Session?.Summarize() ?? SummaryOfNothing(completed: false);

    /// <summary>How many rows were for a table that the user declined to write to.</summary>
    public long Declined => _input?.Session?.Declined ?? 0;

    /// <summary>The facts of a summary besides the counts of the session.</summary>
    public SummaryFacts Facts() => new()
    {
        ReadErrors = Output.ReadErrors,
        FailedLines = Output.FailedLines,
        NotReached = _input?.NotReached ?? 0,
    };

    /// <summary>Resets the variables, before anything can fail.</summary>
    /// <param name="summaryName">-SummaryVariable; null without it.</param>
    /// <param name="unprocessedName">-UnprocessedVariable; null without it.</param>
    public void OpenVariables(string? summaryName, string? unprocessedName)
    {
        _summaryVariable = SummaryVariable.Open(_cmdlet, summaryName, WriteSummary.OfNothing(completed: false, SummaryFacts.None));
        Output.OpenVariable(unprocessedName);
    }

    /// <summary>Takes rows from now on.</summary>
    /// <param name="router">Finds the table and the operation of a row.</param>
    /// <param name="converter">Converts rows.</param>
    /// <param name="createSession">Creates the session, once there is a row.</param>
    public void Begin(RowRouter router, RowConverter converter, Func<RowSession> createSession)
    {
        Router = router;
        Converter = converter;
        _input = new RowIntake<RowSession>(() => BeginSession(createSession), KeepUnreached);
    }

    /// <summary>Counts an input that a command upstream could not read.</summary>
    // A checkpoint stays before it, so that the load can go on there once the input is repaired.
    public void CountReadError()
    {
        Output.CountReadError();
        _missedPosition ??= (_input?.Position ?? 0) + 1;
        Miss(_input?.Session);
    }

    /// <summary>Ends the run after its last row.</summary>
    /// <param name="outputsSummary">-Summary.</param>
    public void Finish(bool outputsSummary)
    {
        if (Input.Session is { } session)
            session.Finish();
        else if (!CommonSettings.IsWhatIf(_cmdlet))
            EndEmpty(outputsSummary);
    }

    /// <summary>Ends the run however it has come to this, sets the variables and closes the files.</summary>
    public void Dispose() => EveryStep.Run(() => _input?.Dispose(), SetSummaryVariable, Output.Close);

    private RowSession BeginSession(Func<RowSession> create)
    {
        RowSession session = create();
        Miss(session);
        return session;
    }

    private void KeepUnreached(InputRow row)
    {
        if (!Output.Leftovers.AreKept)
            return;
        string table = Router.RouteUnreached(row);
        Output.Leftovers.AddUnreached(Converter.ToUnprocessed(row, table, OperationError.NotReached));
    }

    private void Miss(RowSession? session)
    {
        if (_missedPosition is { } missed)
            (session as WriteSession)?.Miss(missed);
    }

    // A run that was given nothing is another load than one that was given something; but what could not be read isn't nothing.
    private void EndEmpty(bool outputsSummary)
    {
        if (Output.ReadErrors == 0)
            Output.Files.EndEmpty();
        _summary = SummaryOfNothing(completed: true);
        if (outputsSummary)
            _cmdlet.WriteObject(_summary);
    }

    private WriteSummary SummaryOfNothing(bool completed) => WriteSummary.OfNothing(completed, Facts());

    private void SetSummaryVariable()
    {
        if (!CommonSettings.IsWhatIf(_cmdlet))
            _summaryVariable?.Set(CurrentSummary);
    }
}
