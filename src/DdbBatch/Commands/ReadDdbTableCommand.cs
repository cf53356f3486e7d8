using System;
using System.Collections;
using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Lifecycle;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Reporting;
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
/// <code>Read-DdbTable Music | Where-Object Year -LT 2000 | Format-Table Artist, SongTitle, Year</code>
/// <para>Reads a whole table, and shows some of its items.</para>
/// </example>
/// <example>
/// <code>Read-DdbTable Music -KeyOnly -Filter '#Year &lt; :y' -FilterValue @{ ':y' = '2000' } | Remove-DdbBatch -Table Music</code>
/// <para>
/// Deletes all items that a filter finds. Only their keys are transferred. The years are strings here, as Import-Csv reads them.
/// </para>
/// </example>
/// <example>
/// <code>
/// Read-DdbTable Music -Key @{ Artist = 'Faraz Vandersteen' } -SortKeyCondition 'begins_with(#SongTitle, :t)' -SortKeyValue @{ ':t' = 'S' }
/// </code>
/// <para>Queries one partition: the songs of an artist that begin with S, in order.</para>
/// </example>
/// <example>
/// <code>Read-DdbTable Music -MaxReadCapacity 50 -SummaryVariable read | Out-Null; $read.ConsumedCapacityUnits</code>
/// <para>Reads at no more than 50 RCU per second, and reports the consumed capacity.</para>
/// </example>
[Cmdlet(VerbsCommunications.Read, "DdbTable", DefaultParameterSetName = "Scan")]
[OutputType(typeof(DdbItem))]
public sealed class ReadDdbTableCommand : ReadingCommand
{
    private ReadSession? _session;
    private ITransport? _transport;
    private SummaryVariable? _summaryVariable;

    /// <summary>Makes the command.</summary>
    public ReadDdbTableCommand() => Check(ProjectionProblem);

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

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _session = Open();
        _session.ReadItems(First);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        EveryStep.Run(
            () => _session?.Dispose(),
            () => _transport?.Dispose(),
            () => _summaryVariable?.Set(_session?.Summarize() ?? new ReadSummary { Table = Table, IndexName = IndexName }),
            base.Dispose);
        GC.SuppressFinalize(this);
    }

    private protected override void OpenVariables() =>
        _summaryVariable = Reporting.SummaryVariable.Open(this, SummaryVariable, new ReadSummary());

    private ErrorRecord? ProjectionProblem() => KeyOnly && Property is not null
        ? Errors.Parameter("KeyOnlyWithProperty", "-KeyOnly and -Property exclude one another: use one.")
        : null;

    private ReadSession Open()
    {
        ResolvedClient connection = Connect(ThrottleLimit);
        _transport = TransportFactory.Create(Transport, connection.Client);
        try
        {
            TableDescription description = Describe(Table, connection, _transport);
            ItemOutput output = new(this, Table);
            return new ReadSession(this, CreateRequest(), CreateReadOptions(), connection, _transport, description, output.Write)
            {
                AfterPage = output.Flush,
            };
        }
        catch (ReadParameterException exception)
        {
            ThrowTerminatingError(ReadErrors.Parameter(exception));
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
        Properties = Properties,
        IsKeyOnly = KeyOnly,
        IsConsistent = ConsistentRead,
    };
}
