using System;
using System.Collections;
using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Completion;
using DdbBatch.Reading;
using DdbBatch.Transport;

namespace DdbBatch.Commands;

/// <summary>
/// Reads a table, an index or a partition, in parallel, at the pace that its read capacity allows, and outputs the items
/// one by one.
/// </summary>
/// <remarks>
/// <para>
/// Without -Key the table, or the index, is scanned in parallel segments. With -Key one partition is queried, in the order
/// of its sort key. Every item is output exactly once, or the command ends with an error that says how far it came. A scan
/// is not a snapshot: items that are written while it runs may be in it or not.
/// </para>
/// <para>
/// An item has a property for each attribute, and keeps its exact bytes for Write-DdbBatch, Remove-DdbBatch and
/// ConvertTo-DdbJson: sets, binaries and numbers of 38 digits survive a copy unchanged. Changing a property changes that
/// attribute and no other.
/// </para>
/// <para>
/// -Filter, -Property and -KeyOnly reduce what is transferred, not what is consumed: DynamoDB charges for every item that it
/// evaluates. The items of a scan come in no particular order.
/// </para>
/// </remarks>
/// <example>
/// <code>Read-DdbTable Music | Where-Object Year -GT 1999 | Format-Table Artist, SongTitle, Year</code>
/// <para>Reads a whole table, and shows some of its items.</para>
/// </example>
/// <example>
/// <code>Read-DdbTable Music -KeyOnly -Filter '#Year &lt; :y' -FilterValue @{ ':y' = 1970 } | Remove-DdbBatch -Table Music</code>
/// <para>Deletes all items that a filter finds. Only their keys are transferred.</para>
/// </example>
/// <example>
/// <code>Read-DdbTable Music -Key @{ Artist = 'Ana' } -SortKeyCondition 'begins_with(#SongTitle, :t)' -SortKeyValue @{ ':t' = 'T' }</code>
/// <para>Queries one partition: the songs of an artist that begin with T, in order.</para>
/// </example>
/// <example>
/// <code>Read-DdbTable Music -MaxReadCapacity 50 -SummaryVariable read | Out-Null; $read.ConsumedCapacityUnits</code>
/// <para>Reads at no more than 50 RCU per second, and tells what that consumed.</para>
/// </example>
[Cmdlet(VerbsCommunications.Read, "DdbTable", DefaultParameterSetName = "Scan")]
[OutputType(typeof(DdbItem))]
public sealed class ReadDdbTableCommand : ConnectedCommand
{
    private ReadSession? _session;
    private SummaryVariable? _summaryVariable;

    /// <summary>Makes the command.</summary>
    public ReadDdbTableCommand() => Check(ProjectionProblem);

    /// <summary>The table, by its name or ARN.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("TableName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string Table { get; set; } = "";

    /// <summary>
    /// A secondary index to read in place of the table. It has only the items that have its key attributes, and only the
    /// attributes that are projected into it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? IndexName { get; set; }

    /// <summary>
    /// The partition to read: the partition key with its value, as @{ Artist = 'Ana' }, or the whole key for one item. Strings
    /// take the key's type.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Query")]
    [ValidateNotNull]
    public IDictionary? Key { get; set; }

    /// <summary>
    /// Which sort keys of the partition to read, in DynamoDB's syntax: '#Year BETWEEN :from AND :to'. #Name is an attribute
    /// and :name a value of -SortKeyValue. The operators are =, &lt;, &lt;=, &gt;, &gt;=, BETWEEN and begins_with.
    /// </summary>
    [Parameter(ParameterSetName = "Query")]
    [ValidateNotNullOrEmpty]
    public string? SortKeyCondition { get; set; }

    /// <summary>The values of -SortKeyCondition, as @{ ':from' = 1990; ':to' = 1999 }. Strings take the sort key's type.</summary>
    [Parameter(ParameterSetName = "Query")]
    [ValidateNotNull]
    public IDictionary? SortKeyValue { get; set; }

    /// <summary>Read the partition in descending order of its sort key.</summary>
    [Parameter(ParameterSetName = "Query")]
    public SwitchParameter Descending { get; set; }

    /// <summary>
    /// Only items for which this holds, in DynamoDB's syntax: '#Year &lt; :y AND attribute_exists(#Genre)'. #Name is the
    /// attribute Name, reserved words included; #{first name} is for names with other characters than letters, digits, '_'
    /// and '-'. :name is a value of -FilterValue. It reduces what is transferred, not the capacity consumed.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Filter { get; set; }

    /// <summary>The values of -Filter, as @{ ':y' = 1970 }. They are converted as the values of items are: numbers become N, strings S.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? FilterValue { get; set; }

    /// <summary>
    /// Only these attributes, or parts of them: Artist, Address.City, Tags[0]. An attribute name with a dot or a bracket in
    /// it is written in braces: {a.b}.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>Only the table's key attributes, which is all that Remove-DdbBatch needs.</summary>
    [Parameter]
    public SwitchParameter KeyOnly { get; set; }

    /// <summary>
    /// Output no more items than this. It limits the output and not what is evaluated: pages are read as a whole, and those
    /// in flight are paid for.
    /// </summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long First { get; set; } = long.MaxValue;

    /// <summary>
    /// Read what was written before the read began with certainty. It costs twice the capacity; a global secondary index
    /// does not have it.
    /// </summary>
    [Parameter]
    public SwitchParameter ConsistentRead { get; set; }

    /// <summary>Read capacity not to exceed, in RCU per second.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [PSDefaultValue(Help = "No limit")]
    public int MaxReadCapacity { get; set; }

    /// <summary>Most retries of one page; 0 for one attempt. Without it there is no limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [PSDefaultValue(Help = "No limit")]
    public int MaxRetry { get; set; }

    /// <summary>Seconds without a single page after which the read ends with an error; 300 by default.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int RetryTimeoutSec { get; set; } = 300;

    /// <summary>Most requests in flight at once; 16 by default.</summary>
    [Parameter]
    [ValidateRange(1, 128)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>
    /// A variable for a ReadSummary: items, bytes, RCU, pages, segments and time. It is reset at the beginning and set however the
    /// read ends; Succeeded is true only if everything was read, or as much as -First asks for.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SummaryVariable { get; set; }

    /// <summary>
    /// How requests are sent: Direct, the default on PowerShell 7, straight over HTTP; Sdk through the AWS SDK. Both do the same.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "Direct; Sdk in Windows PowerShell")]
    public TransportKind Transport { get; set; } = BatchTransport.Default;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _session = Open();
        _session.WriteItems(First);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _session?.Dispose();
        _summaryVariable?.Set(_session?.Summarize() ?? new ReadSummary { Table = Table, IndexName = IndexName });
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected override void OpenVariables() =>
        _summaryVariable = Commands.SummaryVariable.Open(this, SummaryVariable, new ReadSummary());

    private ErrorRecord? ProjectionProblem() => KeyOnly && Property is not null
        ? Errors.Parameter("KeyOnlyWithProperty", "-KeyOnly and -Property exclude one another: use one.")
        : null;

    private ReadSession Open()
    {
        Connection connection = Connect(ThrottleLimit);
        ITransport transport = BatchTransport.CreateTransport(Transport, connection.Client);
        try
        {
            TableDescription description = Describe(Table, connection, transport);
            return new ReadSession(this, CreateRequest(), CreateOptions(), connection, transport, description, StopToken);
        }
        catch (ReadParameterException exception)
        {
            transport.Dispose();
            ThrowTerminatingError(ReadErrors.Parameter(exception));
            throw;
        }
        catch
        {
            transport.Dispose();
            throw;
        }
    }

    private ReadRequest CreateRequest() => new()
    {
        Table = Table,
        IndexName = IndexName,
        Key = Key,
        SortKeyCondition = SortKeyCondition,
        SortKeyValue = SortKeyValue,
        IsDescending = Descending,
        Filter = Filter,
        FilterValue = FilterValue,
        Properties = Property ?? [],
        IsKeyOnly = KeyOnly,
        IsConsistent = ConsistentRead,
    };

    private ReadOptions CreateOptions() => new()
    {
        ThrottleLimit = ThrottleLimit,
        MaxReadCapacity = MaxReadCapacity > 0 ? MaxReadCapacity : null,
        MaxRetry = MyInvocation.BoundParameters.ContainsKey(nameof(MaxRetry)) ? MaxRetry : null,
        RetryTimeout = TimeSpan.FromSeconds(RetryTimeoutSec),
        IsConsistent = ConsistentRead,
        LogsRequests = Preferences.ShowsDebug(this),
    };
}
