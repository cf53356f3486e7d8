using System;
using System.Management.Automation;
using DdbBatch.Completion;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>How to write, and what to tell of it: the parameters of every cmdlet that writes in bulk.</summary>
public abstract class WriteOptionsCommand : LeftoverCommand
{
    /// <summary>
    /// The table, by its name or ARN; or a script block that sees each object as $_ and gives one. Needed for objects that
    /// don't carry their table.
    /// </summary>
    [Parameter(Position = 0)]
    [Alias("TableName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
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
    /// The name of a variable for the WriteSummary. It is reset to $null when the command begins and set in whatever way the
    /// run ends, also by an error or Ctrl-C; its Succeeded is true only if the whole input was read and written. With -WhatIf
    /// it stays $null. Use it in scheduled tasks: if ($s -and $s.Succeeded) { exit 0 } else { exit 1 }.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SummaryVariable { get; set; }

    /// <summary>
    /// A file that notes, once a second, up to which object of the input everything is settled: written, or kept in
    /// -FailedPath. Whatever ends the load, run it again as it was, with the same input: what is settled is skipped, and
    /// little is sent twice. An input that was changed is refused.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>
    /// How requests are sent: Direct, the default on PowerShell 7, straight over HTTP; Sdk through the AWS SDK, which costs
    /// about twice the time. Both do the same.
    /// </summary>
    [Parameter]
    public TransportKind Transport { get; set; } = BatchTransport.Default;

    private protected override bool PassesInput => PassThru;

    private protected override string? ProgressPath => CheckpointPath;

    /// <summary>What the parameters ask of the engine.</summary>
    private protected WriteOptions WriteOptions() => new()
    {
        ThrottleLimit = ThrottleLimit,
        MaxRetry = NoRetry ? 0 : MyInvocation.BoundParameters.ContainsKey(nameof(MaxRetry)) ? MaxRetry : null,
        RetryTimeout = TimeSpan.FromSeconds(RetryTimeoutSec),
        DuplicateKey = DuplicateKey,
        MaxWriteCapacity = MaxWriteCapacity > 0 ? MaxWriteCapacity : null,
        IndexCapacity = ReturnConsumedCapacity == ReturnConsumedCapacity.Indexes,
        ItemCollectionMetrics = ReturnItemCollectionMetrics == ReturnItemCollectionMetrics.Size,
        ReportWritten = PassThru || CheckpointPath is not null,
        TellsDecisions = Preferences.ShowsVerbose(this),
        TellsRequests = Preferences.ShowsDebug(this),
    };
}
