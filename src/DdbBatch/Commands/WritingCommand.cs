using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Completion;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;
using DdbBatch.Running;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>
/// A cmdlet that writes in bulk, wherever its input comes from: how to write and what to report, as parameters of every such cmdlet.
/// </summary>
public abstract class WritingCommand : ItemInputCommand, IInputConsumer
{
    private const int DefaultSinglesPerRequest = 4;

    private protected WritingCommand()
    {
        CheckTransport(() => Transport);
        Run = new WriteRun(this, this);
        Prepare(OpenFiles);
        Prepare(() => Run.Begin(CreateRouter(), CreateConverter(), CreateSession));
    }

    /// <summary>
    /// The name of a variable for all UnprocessedItem objects, without $. It is set however the run ends; +name adds to
    /// it. Pipe its content to Write-DdbBatch to write these items later.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UnprocessedVariable { get; set; }

    /// <summary>
    /// A file to which each operation that was not written is appended immediately, as one line of JSON with the item
    /// and the reason. Import-DdbItem reads the file, and Write-DdbBatch writes the operations as they were. Only one
    /// run at a time can use the file. A load with -CheckpointPath must continue with the same file.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string? FailedPath { get; set; }

    /// <summary>
    /// The number of invalid objects that ends the run: objects that break a rule, and those that DynamoDB refuses. The
    /// error's TargetObject is the summary. Use it to stop early if the input does not match the table. By default no
    /// number ends the run: all valid objects are written, and for each rule the first 10 objects that break it are
    /// reported as errors, the others in one warning. It has no effect with -WhatIf.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [PSDefaultValue(Help = "No limit")]
    public int MaxInvalid { get; set; }

    /// <summary>
    /// The key attributes, partition key first, such as Artist,'Year:N' (the type is S if omitted), or a hashtable of
    /// them by table. Use it without permission for DescribeTable, which is not called then.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KeyNameCompleter))]
    public object? KeyName { get; set; }

    /// <summary>The most retries of one operation; 0 means one attempt. By default there is no limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [PSDefaultValue(Help = "No limit")]
    public int MaxRetry { get; set; }

    /// <summary>The time in seconds after which a table without any progress is given up. The default is 300.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int RetryTimeoutSec { get; set; } = 300;

    /// <summary>
    /// The most requests in flight at once, over all tables, 1 to 128. The default is 16, of which each may be four requests of
    /// one item (updates and conditions): 64 of them hide the latency of DynamoDB. Use more if the latency is high.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 128)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>
    /// The write capacity not to exceed, in WCU per second and table. Use it to leave capacity to other applications.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [PSDefaultValue(Help = "No limit")]
    public int MaxWriteCapacity { get; set; }

    /// <summary>
    /// Total (default) reports the capacity consumed by each table in the summary; Indexes reports it for each index
    /// too. The value is always requested, because the pace depends on it.
    /// </summary>
    [Parameter]
    public ReturnConsumedCapacity ReturnConsumedCapacity { get; set; }

    /// <summary>
    /// Size reports the estimated sizes of the 100 largest item collections in the summary, for tables with local secondary
    /// indexes. Only the largest are kept, so that a load with millions of partition keys needs no more memory.
    /// </summary>
    [Parameter]
    public ReturnItemCollectionMetrics ReturnItemCollectionMetrics { get; set; }

    /// <summary>Outputs one WriteSummary at the end.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>
    /// The name of a variable for the WriteSummary, without $. It is reset to $null when the command begins and set
    /// however the run ends, including by an error or Ctrl-C. Its Succeeded is true only if the whole input was read and
    /// written. Operations whose condition was false (ConditionFailed) are decided and no failures, so it stays true with them.
    /// With -WhatIf the variable stays $null. about_DdbBatch has a recipe for scheduled tasks that ends with exit code 1 whenever it is not true.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SummaryVariable { get; set; }

    /// <summary>
    /// How requests are sent: Direct (default on PowerShell 7) over HTTP without the AWS SDK; Sdk through the AWS SDK,
    /// which takes about twice the time. The results are the same.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "Direct; Sdk in Windows PowerShell")]
    public TransportKind Transport { get; set; } = TransportFactory.Default;

    /// <inheritdoc/>
    bool IInputConsumer.PassesInput => PassesInput;

    /// <summary>The run.</summary>
    private protected WriteRun Run { get; }

    /// <summary>The checkpoint file; null if there is none.</summary>
    private protected virtual string? ProgressPath => null;

    /// <summary>The file that keeps what is not written; null if there is none.</summary>
    private protected virtual string? LogPath => FailedPath;

    /// <summary>True if the input objects are output again.</summary>
    private protected virtual bool PassesInput => false;

    /// <summary>-Table, if the cmdlet has it.</summary>
    private protected virtual object? TableChoice => null;

    /// <summary>-DuplicateKey, if the cmdlet has it.</summary>
    private protected virtual DuplicateKeyMode DuplicateKeyChoice => DuplicateKeyMode.InOrder;

    /// <summary>-NoRetry, if the cmdlet has it.</summary>
    private protected virtual bool StreamsLeftovers => false;

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

    /// <summary>Does the work that must be done before the files are opened.</summary>
    private protected virtual void PrepareFiles()
    {
    }

    /// <summary>Returns the number of operations for a table; null if it is unknown in advance.</summary>
    private protected virtual long? ExpectedOperations(string table) => null;

    /// <inheritdoc/>
    void IInputConsumer.CountReadError() => Run.CountReadError();

    /// <inheritdoc/>
    ErrorRecord? IInputConsumer.CheckInputFile(string path) => Run.Output.CheckInputFile(path);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        Run.Finish(Summary);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        EveryStep.Run(Run.Dispose, base.Dispose);
        GC.SuppressFinalize(this);
    }

    private protected override void OpenVariables() => Run.OpenVariables(SummaryVariable, UnprocessedVariable);

    private void OpenFiles()
    {
        PrepareFiles();
        Run.Output.OpenFiles(Resolve(LogPath), Resolve(ProgressPath));
    }

    private RowRouter CreateRouter()
    {
        PerObject table = new(TableChoice);
        if (table.IsCollection)
        {
            ThrowTerminatingError(Errors.Parameter(
                "InvalidTable", "-Table takes one name or ARN, or a script block that gives one for each object."));
        }

        return new RowRouter(this, table, Parse("InvalidOperation", ChooseOperation), IsTableCarried);
    }

    private RowConverter CreateConverter() => new(() => Converter, DynamoDBJson, Parse("InvalidCondition", ChooseChange));

    private RowSession CreateSession()
    {
        KeyNameParser keyNames = Parse("InvalidKeyName", () => new KeyNameParser(KeyName));
        WriteOptions write = CreateWriteOptions();
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
            Router = Run.Router,
            Converter = Run.Converter,
            Files = Run.Output.Files,
            LoadIdentity = [MyInvocation.MyCommand.Name, client.EndpointName, $"{TableChoice}", $"{DuplicateKeyChoice}"],
            PassThru = PassesInput,
            Summary = Summary,
            Facts = Run.Facts,
            MaxInvalid = Run.Output.InvalidLimit(MaxInvalid),
            Leftovers = Run.Output.Leftovers,
            ConditionFailures = ConditionFailures,
            ShowsProgress = CommonSettings.ShowsProgress(this),
            ExpectedOperations = ExpectedOperations,
        };
        return CommonSettings.IsWhatIf(this) ? new PreflightSession(this, options, calls) : new WriteSession(this, options, calls);
    }

    // The options for the engine.
    private WriteOptions CreateWriteOptions() => new()
    {
        ThrottleLimit = ThrottleLimit,
        SinglesPerRequest = IsGiven(nameof(ThrottleLimit)) ? 1 : DefaultSinglesPerRequest,
        MaxRetry = StreamsLeftovers ? 0 : IsGiven(nameof(MaxRetry)) ? MaxRetry : null,
        RetryTimeout = TimeSpan.FromSeconds(RetryTimeoutSec),
        DuplicateKey = DuplicateKeyChoice,
        // The run ends with it.
        HasOneTable = TableChoice is not null && !new PerObject(TableChoice).IsScript,
        MaxWriteCapacity = MaxWriteCapacity > 0 ? MaxWriteCapacity : null,
        IndexCapacity = ReturnConsumedCapacity == ReturnConsumedCapacity.Indexes,
        ItemCollectionMetrics = ReturnItemCollectionMetrics == ReturnItemCollectionMetrics.Size,
        ReportWritten = PassesInput || ProgressPath is not null,
        LogsDecisions = CommonSettings.ShowsVerbose(this),
        LogsRequests = CommonSettings.ShowsDebug(this),
        ReturnExistingItems = ConditionFailures is not null,
    };
}
