using System;
using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Completion;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Reading;
using DdbBatch.Reporting;
using DdbBatch.Transport;

namespace DdbBatch.Commands;

/// <summary>Gets items from DynamoDB in bulk, by the keys of the objects in the pipeline.</summary>
/// <remarks>
/// <para>
/// Takes keys or whole objects. The key attributes are selected by the table's schema and typed by it: a number key may be
/// a string of a CSV file. The items are output in the order of the input, and once for each object, also if several have
/// the same key. Keys are requested 100 at a time, and in parallel; the output of an incomplete request appears when the
/// next object arrives, or at the end.
/// </para>
/// <para>
/// An object whose key no item has gives no output and no error: -MissingVariable collects these objects. An object that
/// DynamoDB did not answer for, after all retries, is one error and is in -UnprocessedVariable. The two are never confused.
/// An object without a valid key is one error, and the others are not affected.
/// </para>
/// </remarks>
/// <example>
/// <code>Import-Csv music.csv | Get-DdbBatch Music -MissingVariable missing; $missing.Count</code>
/// <para>Gets the items that the rows of a CSV file name, and collects the rows whose key is not in the table.</para>
/// </example>
/// <example>
/// <code>
/// @{ Artist = 'Faraz Vandersteen'; SongTitle = 'Saltwater' }, @{ Artist = 'Ana'; SongTitle = 'One' } | Get-DdbBatch Music -Property Year
/// </code>
/// <para>Gets one attribute of the items that there are; the key attributes are always added.</para>
/// </example>
/// <example>
/// <code>Import-Csv music.csv | Get-DdbBatch Music -KeyName Artist, SongTitle -ConsistentRead</code>
/// <para>Gets what was written before with certainty, at twice the capacity, and does not call DescribeTable.</para>
/// </example>
/// <example>
/// <code>
/// Import-Csv music.csv | Get-DdbBatch Music -MaxReadCapacity 50 -UnprocessedVariable left -SummaryVariable get | Out-Null
/// $left | Get-DdbBatch Music
/// $get.Found, $get.Missing
/// </code>
/// <para>Reads at no more than 50 RCU per second, and tries again what got no answer.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "DdbBatch")]
[OutputType(typeof(DdbItem))]
public sealed class GetDdbBatchCommand : ReadingCommand, IInputConsumer, IBareItemConsumer
{
    private readonly InputExpander _expander = new();
    private LookupResults _results = new(keepsMissing: false, keepsUnprocessed: false);
    private RowIntake<GetSession>? _input;
    private ITransport? _transport;
    private bool _isEmpty;
    private SummaryVariable? _summaryVariable;
    private ListVariable? _missingVariable;
    private ListVariable? _unprocessedVariable;

    /// <summary>Makes the command.</summary>
    public GetDdbBatchCommand()
    {
        Check(() => IsInputGiven
            ? null
            : Errors.Parameter("InputMissing", "There is no input: pipe objects to the command, or give -InputObject."));
        Prepare(() => _input = new RowIntake<GetSession>(Begin, row => _results.AddUnprocessed(row.Source)));
    }

    /// <summary>
    /// The keys, or objects that have them: hashtables, rows of Import-Csv, any object with properties; items of
    /// Read-DdbTable and Import-DdbItem; leftovers and errors of an earlier run. Arrays are enumerated.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>
    /// The key attributes, partition key first, such as Artist,'Year:N' (the type is S if omitted), or a hashtable of
    /// them by table. Use it without permission for DescribeTable, which is not called then.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KeyNameCompleter))]
    public object? KeyName { get; set; }

    /// <summary>Requests each key only once: the same as -MaxRetry 0. Keys that an answer of 16 MB had no room for are still requested.</summary>
    [Parameter]
    public SwitchParameter NoRetry { get; set; }

    /// <summary>
    /// The name of a variable for the input objects whose key no item of the table has, without $. It is emptied when the
    /// command begins and set however the run ends; +name adds to it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MissingVariable { get; set; }

    /// <summary>
    /// The name of a variable for the input objects that got no answer, without $. It is emptied when the command begins and
    /// set however the run ends; +name adds to it. Pipe its content to Get-DdbBatch to read these items later.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UnprocessedVariable { get; set; }

    // An object that could not be read before this command is missing in its output too.
    bool IInputConsumer.PassesInput => true;

    /// <inheritdoc/>
    void IInputConsumer.CountReadError() => _results.AddReadError();

    /// <inheritdoc/>
    ErrorRecord? IInputConsumer.CheckInputFile(string path) => null;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _expander.Expand(InputObject, _input!.Take);
        _input.ThrowIfEnded();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _isEmpty = _input!.Session is null;
        _input.Session?.Finish();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Downstream.End(this);
        EveryStep.Run(
            () => _input?.Dispose(),
            () => _transport?.Dispose(),
            () => _missingVariable?.Set(_results.MissingObjects),
            () => _unprocessedVariable?.Set(_results.UnprocessedObjects),
            () => _summaryVariable?.Set(_input?.Session?.Summarize() ?? SummaryWithoutRun()),
            base.Dispose);
        GC.SuppressFinalize(this);
    }

    private protected override void OpenVariables()
    {
        Downstream.Begin(this);
        _summaryVariable = Reporting.SummaryVariable.Open(this, SummaryVariable, new GetSummary());
        _missingVariable = ListVariable.Open(this, nameof(MissingVariable), MissingVariable, new object());
        _unprocessedVariable = ListVariable.Open(this, nameof(UnprocessedVariable), UnprocessedVariable, new object());
        _missingVariable?.Reset();
        _unprocessedVariable?.Reset();
        _results = new LookupResults(_missingVariable is not null, _unprocessedVariable is not null);
    }

    private GetSummary SummaryWithoutRun() => new()
    {
        Table = Table,
        Succeeded = _isEmpty && _results.ReadErrors == 0,
        Total = _results.Total,
        Unprocessed = _results.Unprocessed,
        ReadErrors = _results.ReadErrors,
    };

    private GetSession Begin()
    {
        ResolvedClient connection = Connect(ThrottleLimit);
        ITransport transport = _transport = TransportFactory.Create(Transport, connection.Client);
        try
        {
            LookupTarget target = LookupTarget.Find(Table, connection.Endpoint, KeyName, () => Describe(Table, connection, transport));
            target = (target with { IsConsistent = ConsistentRead }).With(Properties);
            return new GetSession(this, target, Properties, CreateOptions(), _results, transport);
        }
        catch (ReadParameterException problem)
        {
            ThrowTerminatingError(ReadErrors.Parameter(problem));
            throw;
        }
    }

    private LookupOptions CreateOptions() => NoRetry ? ReadLimits.ToLookup() with { MaxRetry = 0 } : ReadLimits.ToLookup();
}
