using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Copying;
using DdbBatch.Lifecycle;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Reporting;
using DdbBatch.Running;
using DdbBatch.Transferring;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>A cmdlet that reads a table and writes or deletes each of its items, without the pipeline in between.</summary>
public abstract class TransferCommand : TableCommand
{
    private readonly List<ITransport> _transports = [];
    private SummaryVariable? _summaryVariable;
    private TransferSession? _session;

    private protected TransferCommand()
    {
    }

    /// <summary>
    /// Only items for which this holds, in DynamoDB's syntax: '#Year &lt; :y AND attribute_exists(#Genre)'. #Name is the
    /// attribute Name, reserved words included; #{first name} is for names with other characters than letters, digits, '_'
    /// and '-'. :name is a value of -FilterValue. It does not reduce the read capacity consumed.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Filter { get; set; }

    /// <summary>The values of -Filter, as @{ ':y' = 1970 }. They are converted as the values of items are: numbers become N, strings S.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? FilterValue { get; set; }

    /// <summary>The write capacity not to exceed, in WCU per second. Use it to leave capacity to other applications.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [PSDefaultValue(Help = "No limit")]
    public int MaxWriteCapacity { get; set; }

    /// <summary>Outputs the summary at the end. With -SummaryVariable it is set however the run ends.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>-MaxWriteCapacity; null without it.</summary>
    private protected double? WriteCapacityLimit => MaxWriteCapacity > 0 ? MaxWriteCapacity : null;

    /// <summary>The files that outlive the run; null if there can be none.</summary>
    private protected virtual RunFiles? Files => null;

    /// <inheritdoc/>
    public override void Dispose()
    {
        EveryStep.Run(
            () => _session?.Dispose(),
            SetSummaryVariable,
            () => _transports.ForEach(transport => transport.Dispose()),
            base.Dispose);
        GC.SuppressFinalize(this);
    }

    private void SetSummaryVariable()
    {
        if (_session is not null || !CommonSettings.IsWhatIf(this))
            _summaryVariable?.Set(_session?.Summarize() ?? SummaryOfNothing());
    }

    private protected override void OpenVariables() =>
        _summaryVariable = Reporting.SummaryVariable.Open(this, SummaryVariable, SummaryOfNothing());

    /// <summary>The summary of a run that has not begun.</summary>
    private protected abstract TransferSummary SummaryOfNothing();

    /// <summary>Returns what sends requests to an endpoint; it is disposed of with the command.</summary>
    private protected ITransport Open(ResolvedClient connection)
    {
        ITransport transport = TransportFactory.Create(Transport, connection.Client);
        _transports.Add(transport);
        return transport;
    }

    /// <summary>Returns the Scan; ends the command if a parameter does not fit the table.</summary>
    private protected ReadStatement CreateStatement(ReadRequest request, TableDescription description)
    {
        try
        {
            return StatementBuilder.Build(request, description);
        }
        catch (ReadParameterException exception)
        {
            ThrowTerminatingError(ReadErrors.Parameter(exception));
            throw;
        }
    }

    private protected WriteOptions CreateWriteOptions() => new()
    {
        ThrottleLimit = ThrottleLimit,
        MaxRetry = RetryLimit,
        RetryTimeout = RetryTimeout,
        MaxWriteCapacity = WriteCapacityLimit,
        ReportWritten = Files is { HasCheckpoint: true },
        LogsDecisions = CommonSettings.ShowsVerbose(this),
        LogsRequests = CommonSettings.ShowsDebug(this),
    };

    /// <summary>Moves all items, and reports the result.</summary>
    /// <param name="options">How.</param>
    /// <param name="reads">Sends the requests that read.</param>
    /// <param name="writes">Sends the requests that write.</param>
    /// <param name="identify">Checks the table that is written to, and returns the identity of the copy; null for a run that cannot be continued.</param>
    private protected void Transfer(TransferOptions options, ITransport reads, IWriteCalls writes, Func<TableDescription, CopyIdentity?> identify)
    {
        _session = new TransferSession(this, options, reads, writes);
        RunTable table = _session.Open();
        _session.Run(table, identify(table.Description!));
        TransferSummary summary = _session.Summarize();
        WriteVerbose($"Done: {summary}.");
        if (Summary)
            WriteObject(summary);
    }
}
