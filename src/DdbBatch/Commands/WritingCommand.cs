using System;
using DdbBatch.Aws;
using DdbBatch.FailedItems;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;
using DdbBatch.Running;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>A cmdlet that writes in bulk, wherever its input comes from: the run from its beginning to its end.</summary>
public abstract class WritingCommand : WriteOptionsCommand
{
    private BatchInput? _input;
    private SummaryVariable? _summaryVariable;
    private WriteSummary? _summary;

    private protected WritingCommand()
    {
        Check(() => TransportFactory.IsAvailable(Transport)
            ? null
            : Errors.Parameter("TransportUnavailable", $"-Transport {Transport} needs PowerShell 7."));
        Prepare(() => _input = new BatchInput(CreateRouter(), Leftovers, CreateRunner));
    }

    /// <summary>-Operation, if the cmdlet has it.</summary>
    /// <exception cref="ArgumentException">It makes no sense.</exception>
    private protected abstract OperationChoice ChooseOperation();

    /// <summary>Whether each object has to carry its table, and one that doesn't is refused by itself.</summary>
    private protected virtual bool IsTableCarried => false;

    /// <summary>The summary of the run; null before it has come to its end.</summary>
    private protected WriteSummary? FinalSummary => _summary ?? _input?.Runner?.FinalSummary;

    /// <summary>How many objects were for a table that somebody declined to write to.</summary>
    private protected long Declined => _input?.Runner?.Declined ?? 0;

    /// <summary>The summary of the run so far.</summary>
    private protected WriteSummary CurrentSummary => _summary ?? _input?.Runner?.Summarize() ?? SummaryOfNothing(completed: false);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_input!.Runner is { } runner)
            runner.Finish();
        else if (!Preferences.IsWhatIf(this))
            EndEmpty();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _input?.Dispose();
        try
        {
            if (!Preferences.IsWhatIf(this))
                _summaryVariable?.Set(CurrentSummary);
        }
        finally
        {
            base.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private protected override void OpenVariables()
    {
        _summaryVariable = Reporting.SummaryVariable.Open(
            this, SummaryVariable, WriteSummary.OfNothing(completed: false, SummaryFacts.None));
        base.OpenVariables();
    }

    private protected override void OnReadError() => _input?.MissInput();

    /// <summary>Returns the number of operations for a table; null if it is unknown in advance.</summary>
    private protected virtual long? ExpectedOperations(string table) => null;

    /// <summary>Takes one object in.</summary>
    /// <returns>False once the run has ended.</returns>
    private protected bool Take(OperationInput input) => _input!.Take(input);

    /// <summary>Throws the exception that ended the run, if there is one.</summary>
    private protected void ThrowIfEnded() => _input!.ThrowIfEnded();

    // A run that was given nothing is another load than one that was given something; but what could not be read isn't nothing.
    private void EndEmpty()
    {
        if (ReadErrors == 0)
            Files.EndEmpty();
        _summary = SummaryOfNothing(completed: true);
        if (Summary)
            WriteObject(_summary);
    }

    private WriteSummary SummaryOfNothing(bool completed) => WriteSummary.OfNothing(completed, Facts());

    private SummaryFacts Facts() => new()
    {
        ReadErrors = ReadErrors,
        FailedLines = Leftovers.Log?.Lines ?? 0,
        NotReached = _input?.NotReached ?? 0,
    };

    private InputRouter CreateRouter()
    {
        PerObject table = new(TableChoice);
        if (table.IsCollection)
        {
            ThrowTerminatingError(Errors.Parameter(
                "InvalidTable", "-Table takes one name or ARN, or a script block that gives one for each object."));
        }

        OperationChoice operation = Parse("InvalidOperation", ChooseOperation);
        return new InputRouter(this, table, operation, () => Converter, DynamoDBJson, IsTableCarried);
    }

    private BatchRunner CreateRunner()
    {
        KeyNameParser keyNames = Parse("InvalidKeyName", () => new KeyNameParser(KeyName));
        Connection connection = Connect(ThrottleLimit);
        DynamoDBClient client = connection.Client;
        WriteOptions write = WriteOptions();
        WriteRun run = new(write, WriteCalls.Create(Transport, client), keyNames.Resolve);
        RunnerOptions options = new()
        {
            Activity = MyInvocation.MyCommand.Name,
            Endpoint = connection.Endpoint,
            NoRetry = StreamsLeftovers,
            HasOneTable = HasOneTable,
            PassThru = PassesInput,
            Summary = Summary,
            Facts = Facts,
            MaxInvalid = InvalidLimit,
            Leftovers = Leftovers,
            Checkpoint = Files.Begin(write.SettleTime, MyInvocation.MyCommand.Name, client.EndpointName, $"{TableChoice}", $"{DuplicateKeyChoice}"),
            Preflight = Preferences.IsWhatIf(this) ? new PreflightCheck(write) : null,
            ShowsProgress = Preferences.ShowsProgress(this),
            ExpectedOperations = ExpectedOperations,
        };
        return new BatchRunner(this, run, options, StopToken);
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
