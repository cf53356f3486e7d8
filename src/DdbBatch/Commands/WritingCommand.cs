using System;
using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Conversion;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>A cmdlet that writes in bulk, wherever its input comes from: the run from its beginning to its end.</summary>
public abstract class WritingCommand : WriteOptionsCommand
{
    private BatchInput? _input;

    private protected WritingCommand()
    {
        Check(OutputProblem);
        Prepare(() => _input = new BatchInput(CreateRouter(), Leftovers, CreateRunner));
    }

    /// <summary>-Operation, where the cmdlet has it.</summary>
    /// <exception cref="ArgumentException">It makes no sense.</exception>
    private protected abstract OperationChoice ChooseOperation();

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_input!.Runner is { } runner)
        {
            runner.Finish();
            return;
        }

        Files.EndEmpty();
        if (Summary && !Preferences.IsWhatIf(this))
            WriteObject(WriteSummary.OfNothing);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _input?.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>How many operations a table will get; null where that isn't known beforehand.</summary>
    private protected virtual long? ExpectedOperations(string table) => null;

    /// <summary>Takes one object in.</summary>
    /// <returns>False once the run has ended.</returns>
    private protected bool Take(OperationInput input) => _input!.Take(input);

    /// <summary>Throws what ended the run, if anything did.</summary>
    private protected void ThrowIfEnded() => _input!.ThrowIfEnded();

    private ErrorRecord? OutputProblem()
    {
        if (NoRetry && PassThru)
        {
            return Errors.Parameter(
                "PassThruWithNoRetry", "-PassThru and -NoRetry both output objects, and nobody could tell which: use one.");
        }

        return BatchTransport.IsAvailable(Transport)
            ? null
            : Errors.Parameter("TransportUnavailable", $"-Transport {Transport} needs PowerShell 7.");
    }

    private InputRouter CreateRouter()
    {
        PerObject table = new(Table);
        if (table.IsCollection)
        {
            ThrowTerminatingError(Errors.Parameter(
                "InvalidTable", "-Table takes one name or ARN, or a script block that gives one for each object."));
        }

        OperationChoice operation = Parse("InvalidOperation", ChooseOperation);
        return new InputRouter(this, table, operation, () => Converter, DynamoDBJson);
    }

    private BatchRunner CreateRunner()
    {
        KeyNameParser keyNames = Parse("InvalidKeyName", () => new KeyNameParser(KeyName));
        Connection connection = Connect(ThrottleLimit);
        DynamoDBClient client = connection.Client;
        WriteOptions write = WriteOptions();
        WriteRun run = new(write, BatchTransport.Create(Transport, client), keyNames.Resolve);
        RunnerOptions options = new()
        {
            Activity = MyInvocation.MyCommand.Name,
            Endpoint = connection.Endpoint,
            NoRetry = NoRetry,
            PassThru = PassThru,
            Summary = Summary,
            Leftovers = Leftovers,
            Checkpoint = Files.Begin(write.SettleTime, MyInvocation.MyCommand.Name, client.EndpointName, $"{Table}", $"{DuplicateKey}"),
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
