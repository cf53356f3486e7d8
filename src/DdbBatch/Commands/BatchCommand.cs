using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using DdbBatch.Conversion;
using DdbBatch.Items;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>What Write-DdbBatch and Remove-DdbBatch share: the input, the run, and what is told of it.</summary>
public abstract class BatchCommand : ConnectedItemCommand, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly InputExpander _expander = new();
    private ItemConverter? _ddbJsonConverter;
    private BatchRunner? _runner;
    private PerObject _table = new(null);
    private long _position;

    /// <summary>
    /// The items: hashtables, rows of Import-Csv, any object with properties; leftovers and errors of an earlier run, which
    /// carry their table and operation; WriteRequest objects of the AWS SDK. An array stands for its elements.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "InputObject")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>
    /// The table, by its name or ARN; or a script block that sees each object as $_ and gives one. Needed for objects that
    /// don't carry their table.
    /// </summary>
    [Parameter(Position = 0)]
    [Alias("TableName")]
    [ValidateNotNullOrEmpty]
    public object? Table { get; set; }

    /// <summary>
    /// The key attributes, partition key first, as Artist,'Year:N' (S without a type); or a hashtable of them by table. It
    /// takes the place of asking DynamoDB (DescribeTable).
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object? KeyName { get; set; }

    /// <summary>
    /// Several operations on one key: InOrder (default) writes one after the other; KeepLast writes only the last of those
    /// that are still waiting; Error refuses all but the first.
    /// </summary>
    [Parameter]
    public DuplicateKeyMode DuplicateKey { get; set; }

    /// <summary>Don't retry: what DynamoDB left unprocessed is output, as UnprocessedItem objects, and is no error.</summary>
    [Parameter]
    public SwitchParameter NoRetry { get; set; }

    /// <summary>Most retries of one operation; 0 for one try. Without it there is no limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxRetry { get; set; }

    /// <summary>Seconds after which a table without any progress is given up; 300 by default.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int RetryTimeoutSec { get; set; } = 300;

    /// <summary>Most requests in flight at once, over all tables; 16 by default.</summary>
    [Parameter]
    [ValidateRange(1, 128)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Write capacity not to exceed, in WCU per second and table.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxWriteCapacity { get; set; }

    /// <summary>
    /// Total (default): the summary has the capacity consumed by each table; Indexes: by each index too. It is always asked
    /// for, since the pace goes by it.
    /// </summary>
    [Parameter]
    public ReturnConsumedCapacity ReturnConsumedCapacity { get; set; }

    /// <summary>
    /// Size: the summary has the estimated size of each item collection written to, for tables with local secondary indexes.
    /// </summary>
    [Parameter]
    public ReturnItemCollectionMetrics ReturnItemCollectionMetrics { get; set; }

    /// <summary>Output each input object, once its operation is confirmed. Not together with -NoRetry.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Output one WriteSummary at the end.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>
    /// The name of a variable for all UnprocessedItem objects, set whatever way the run ends; +name adds to it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UnprocessedVariable { get; set; }

    /// <summary>
    /// How requests are sent: Direct, the default on PowerShell 7, straight over HTTP; Sdk through the AWS SDK, which costs
    /// about twice the time. Both do the same.
    /// </summary>
    [Parameter]
    public TransportKind Transport { get; set; } = BatchTransport.Default;

    /// <summary>What to do with an object.</summary>
    /// <exception cref="PerObjectException">A script block failed.</exception>
    private protected abstract OperationKind Kind(OperationInput input);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (NoRetry && PassThru)
        {
            ThrowTerminatingError(Errors.Parameter(
                "PassThruWithNoRetry", "-PassThru and -NoRetry both output objects, and nobody could tell which: use one."));
        }

        if (!BatchTransport.IsAvailable(Transport))
            ThrowTerminatingError(Errors.Parameter("TransportUnavailable", $"-Transport {Transport} needs PowerShell 7."));

        _table = new PerObject(Table);
        if (_table.IsCollection)
        {
            ThrowTerminatingError(Errors.Parameter(
                "InvalidTable", "-Table takes one name or ARN, or a script block that gives one for each object."));
        }

        // A variable that can't be set is an error now, not a loss in the end.
        if (UnprocessedVariable?.TrimStart('+') is { } name)
            SessionState.PSVariable.Set(name, SessionState.PSVariable.GetValue(name) ?? Array.Empty<object>());
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _expander.Expand(InputObject, input => Take(OperationInput.Read(input!)));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_runner is not null)
            _runner.Finish();
        else if (Summary)
            WriteObject(WriteSummary.OfNothing);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _runner?.Dispose();
        if (UnprocessedVariable is not null)
            SetUnprocessedVariable(UnprocessedVariable);
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Puts one operation in.</summary>
    private protected void Take(OperationInput input)
    {
        _position++;
        _runner ??= CreateRunner();
        OperationKind kind = input.Kind ?? OperationKind.Put;
        try
        {
            kind = Kind(input);
            _runner.Submit(TableOf(input), kind, _position, input, schema => Convert(input, kind, schema));
        }
        catch (PerObjectException exception)
        {
            ErrorRecord error = Errors.PerObject(exception, _position, input.Source);
            _runner.Refuse(kind, _position, input.Source, error);
        }
    }

    private EncodedItem Convert(OperationInput input, OperationKind kind, TableSchema schema)
    {
        ItemConverter converter = input.IsDynamoDBJson
            ? _ddbJsonConverter ??= new ItemConverter(ConversionOptions.Create(dynamoDBJson: true))
            : Converter;
        return kind == OperationKind.Put
            ? converter.ConvertItem(input.Content, schema)
            : converter.ConvertKey(input.Content, schema);
    }

    private string TableOf(OperationInput input)
    {
        if (_table.IsEmpty && input.Table is not null)
            return input.Table;
        if (_table.IsEmpty)
            ThrowTerminatingError(Errors.Parameter("TableMissing", "-Table has to say which table to write to."));
        string? table = _table.For(nameof(Table), input.Source)?.ToString();
        return string.IsNullOrEmpty(table)
            ? throw new PerObjectException(nameof(Table), "gave no table name.", null)
            : table!;
    }

    private BatchRunner CreateRunner()
    {
        KeyNameParser keyNames = ParseKeyNames();
        DynamoDBClient client = CreateClient(ThrottleLimit);
        WriteRun run = new(WriteOptions(), BatchTransport.Create(Transport, client), new TableDescriber(client), keyNames.Resolve);
        RunnerOptions options = new()
        {
            Activity = MyInvocation.MyCommand.Name,
            Endpoint = client.EndpointName,
            NoRetry = NoRetry,
            PassThru = PassThru,
            Summary = Summary,
            KeepUnprocessed = UnprocessedVariable is not null,
        };
        return new BatchRunner(this, run, options, _stopping.Token);
    }

    private KeyNameParser ParseKeyNames()
    {
        try
        {
            return new KeyNameParser(KeyName);
        }
        catch (ArgumentException exception)
        {
            ThrowTerminatingError(Errors.Parameter("InvalidKeyName", exception.Message));
            throw;
        }
    }

    private WriteOptions WriteOptions() => new()
    {
        ThrottleLimit = ThrottleLimit,
        MaxRetry = NoRetry ? 0 : MyInvocation.BoundParameters.ContainsKey(nameof(MaxRetry)) ? MaxRetry : null,
        RetryTimeout = TimeSpan.FromSeconds(RetryTimeoutSec),
        DuplicateKey = DuplicateKey,
        MaxWriteCapacity = MaxWriteCapacity > 0 ? MaxWriteCapacity : null,
        IndexCapacity = ReturnConsumedCapacity == ReturnConsumedCapacity.Indexes,
        ItemCollectionMetrics = ReturnItemCollectionMetrics == ReturnItemCollectionMetrics.Size,
        ReportWritten = PassThru,
    };

    private void SetUnprocessedVariable(string name)
    {
        List<object> items = [];
        string plainName = name.TrimStart('+');
        if (plainName != name && SessionState.PSVariable.GetValue(plainName) is IEnumerable known and not string)
        {
            foreach (object item in known)
                items.Add(item);
        }

        items.AddRange(_runner?.Unprocessed ?? []);
        SessionState.PSVariable.Set(plainName, items.ToArray());
    }
}
