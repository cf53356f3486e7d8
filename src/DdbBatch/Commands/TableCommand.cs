using System;
using System.Management.Automation;
using DdbBatch.Completion;
using DdbBatch.Reading;
using DdbBatch.Transport;

namespace DdbBatch.Commands;

/// <summary>A cmdlet that reads one table: its options and its pace.</summary>
public abstract class TableCommand : ConnectedCommand
{
    private protected TableCommand() => CheckTransport(() => Transport);

    /// <summary>The table, by its name or ARN.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("TableName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string Table { get; set; } = "";

    /// <summary>
    /// Read what was written before the read began with certainty. It costs twice the capacity; a global secondary index
    /// does not have it.
    /// </summary>
    [Parameter]
    public SwitchParameter ConsistentRead { get; set; }

    /// <summary>The read capacity not to exceed, in RCU per second. Use it to leave capacity to other applications.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [PSDefaultValue(Help = "No limit")]
    public int MaxReadCapacity { get; set; }

    /// <summary>The most retries of one page or key; 0 means one attempt. By default there is no limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [PSDefaultValue(Help = "No limit")]
    public int MaxRetry { get; set; }

    /// <summary>The time in seconds without any answer after which the read ends with an error. The default is 300.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int RetryTimeoutSec { get; set; } = 300;

    /// <summary>The most requests in flight at once, 1 to 128. The default is 16.</summary>
    [Parameter]
    [ValidateRange(1, 128)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>
    /// The name of a variable for the summary of the run, without $. It is reset to $null when the command begins and set
    /// however the run ends. Its Succeeded is true only if everything was done that was asked for.
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

    /// <summary>-MaxReadCapacity; null without it.</summary>
    private protected double? ReadCapacityLimit => MaxReadCapacity > 0 ? MaxReadCapacity : null;

    /// <summary>-MaxRetry; null without it.</summary>
    private protected int? RetryLimit => IsGiven(nameof(MaxRetry)) ? MaxRetry : null;

    /// <summary>-RetryTimeoutSec.</summary>
    private protected TimeSpan RetryTimeout => TimeSpan.FromSeconds(RetryTimeoutSec);

    /// <summary>How fast is read, and for how long is retried.</summary>
    private protected ReadLimits ReadLimits => LimitReading(ThrottleLimit, MaxReadCapacity, MaxRetry, RetryTimeoutSec);

    /// <summary>Returns how the table is read.</summary>
    private protected ReadOptions CreateReadOptions() => ReadLimits.ToScan(ConsistentRead);
}
