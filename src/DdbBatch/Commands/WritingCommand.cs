using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;
using DdbBatch.Running;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>A cmdlet that writes in bulk, wherever its input comes from: the run from its beginning to its end.</summary>
public abstract partial class WritingCommand : ItemInputCommand, IInputConsumer
{
    private readonly LeftoverOutput _leftovers;
    private RowIntake<RowSession>? _input;
    private RowRouter? _router;
    private RowConverter? _converter;
    private long? _missedPosition;
    private SummaryVariable? _summaryVariable;
    private WriteSummary? _summary;

    private protected WritingCommand()
    {
        CheckTransport(() => Transport);
        _leftovers = new LeftoverOutput(this, this);
        Prepare(OpenFiles);
        Prepare(PrepareInput);
    }

    /// <inheritdoc/>
    bool IInputConsumer.PassesInput => PassesInput;

    /// <inheritdoc/>
    // A checkpoint stays before it, so that the load can go on there once the input is repaired.
    void IInputConsumer.CountReadError()
    {
        _leftovers.CountReadError();
        _missedPosition ??= (_input?.Position ?? 0) + 1;
        Miss(_input?.Session);
    }

    /// <inheritdoc/>
    ErrorRecord? IInputConsumer.CheckInputFile(string path) => _leftovers.CheckInputFile(path);

    /// <summary>Does the work that must be done before the files are opened.</summary>
    private protected virtual void PrepareFiles()
    {
    }

    /// <summary>-Operation, if the cmdlet has it.</summary>
    /// <exception cref="ArgumentException">It makes no sense.</exception>
    private protected abstract OperationChoice ChooseOperation();

    /// <summary>Whether each object has to carry its table, and one that doesn't is refused by itself.</summary>
    private protected virtual bool IsTableCarried => false;

    /// <summary>The condition of each operation.</summary>
    /// <exception cref="ArgumentException">It is invalid.</exception>
    private protected virtual ChangeChoice ChooseChange() => ChangeChoice.None;

    /// <summary>Takes the operations whose condition was false; null unless the user asks for them.</summary>
    private protected virtual ICollection<ConditionFailedItem>? ConditionFailures => null;

    /// <summary>The summary of the run; null before it has come to its end.</summary>
    private protected WriteSummary? FinalSummary => _summary ?? (_input?.Session as WriteSession)?.FinalSummary;

    /// <summary>How many objects were for a table that somebody declined to write to.</summary>
    private protected long Declined => _input?.Session?.Declined ?? 0;

    /// <summary>The summary of the run so far.</summary>
    private protected WriteSummary CurrentSummary => _summary ?? _input?.Session?.Summarize() ?? SummaryOfNothing(completed: false);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_input!.Session is { } session)
            session.Finish();
        else if (!CommonSettings.IsWhatIf(this))
            EndEmpty();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        EveryStep.Run(() => _input?.Dispose(), SetSummaryVariable, _leftovers.Close, base.Dispose);
        GC.SuppressFinalize(this);
    }

    private protected override void OpenVariables()
    {
        _summaryVariable = Reporting.SummaryVariable.Open(
            this, SummaryVariable, WriteSummary.OfNothing(completed: false, SummaryFacts.None));
        _leftovers.OpenVariable(UnprocessedVariable);
    }

    /// <summary>Returns the number of operations for a table; null if it is unknown in advance.</summary>
    private protected virtual long? ExpectedOperations(string table) => null;

    /// <summary>Takes the objects in; there is one once all preparations have run.</summary>
    private protected RowIntake<RowSession> Intake => _input!;

    // A run that was given nothing is another load than one that was given something; but what could not be read isn't nothing.
    private void EndEmpty()
    {
        if (_leftovers.ReadErrors == 0)
            _leftovers.Files.EndEmpty();
        _summary = SummaryOfNothing(completed: true);
        if (Summary)
            WriteObject(_summary);
    }

    private WriteSummary SummaryOfNothing(bool completed) => WriteSummary.OfNothing(completed, Facts());

    private SummaryFacts Facts() => new()
    {
        ReadErrors = _leftovers.ReadErrors,
        FailedLines = _leftovers.FailedLines,
        NotReached = _input?.NotReached ?? 0,
    };

    private void OpenFiles()
    {
        PrepareFiles();
        _leftovers.OpenFiles(Resolve(LogPath), Resolve(ProgressPath));
    }

    private void SetSummaryVariable()
    {
        if (!CommonSettings.IsWhatIf(this))
            _summaryVariable?.Set(CurrentSummary);
    }

    private void PrepareInput()
    {
        _router = CreateRouter();
        _converter = new RowConverter(() => Converter, DynamoDBJson, Parse("InvalidCondition", ChooseChange));
        _input = new RowIntake<RowSession>(CreateSession, KeepUnreached);
    }

    private void KeepUnreached(InputRow row)
    {
        if (!_leftovers.Leftovers.AreKept)
            return;
        string table = _router!.RouteUnreached(row);
        _leftovers.Leftovers.AddUnreached(_converter!.ToUnprocessed(row, table, OperationError.NotReached));
    }

    private void Miss(RowSession? session)
    {
        if (_missedPosition is { } missed)
            (session as WriteSession)?.Miss(missed);
    }

    private RowRouter CreateRouter()
    {
        PerObject table = new(TableChoice);
        if (table.IsCollection)
        {
            ThrowTerminatingError(Errors.Parameter(
                "InvalidTable", "-Table takes one name or ARN, or a script block that gives one for each object."));
        }

        OperationChoice operation = Parse("InvalidOperation", ChooseOperation);
        return new RowRouter(this, table, operation, IsTableCarried);
    }

    private RowSession CreateSession()
    {
        KeyNameParser keyNames = Parse("InvalidKeyName", () => new KeyNameParser(KeyName));
        WriteOptions write = WriteOptions() with { ReturnExistingItems = ConditionFailures is not null };
        ResolvedClient connection = Connect(write.MaxRequests);
        DynamoDBClient client = connection.Client;
        IWriteCalls calls = WriteCalls.Create(Transport, client);
        SessionOptions options = new()
        {
            Activity = MyInvocation.MyCommand.Name,
            Endpoint = connection.Endpoint,
            NoRetry = StreamsLeftovers,
            Write = write,
            KnownSchema = keyNames.Resolve,
            Router = _router!,
            Converter = _converter!,
            Files = _leftovers.Files,
            LoadIdentity = [MyInvocation.MyCommand.Name, client.EndpointName, $"{TableChoice}", $"{DuplicateKeyChoice}"],
            PassThru = PassesInput,
            Summary = Summary,
            Facts = Facts,
            MaxInvalid = _leftovers.InvalidLimit(MaxInvalid),
            Leftovers = _leftovers.Leftovers,
            ConditionFailures = ConditionFailures,
            ShowsProgress = CommonSettings.ShowsProgress(this),
            ExpectedOperations = ExpectedOperations,
        };
        RowSession session = CommonSettings.IsWhatIf(this)
            ? new PreflightSession(this, options, calls)
            : new WriteSession(this, options, calls);
        Miss(session);
        return session;
    }

    private T Parse<T>(string errorId, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (ArgumentException exception)
        {
            ThrowTerminatingError(Errors.Parameter(errorId, exception.Message));
            throw;
        }
    }
}
