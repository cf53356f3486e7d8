using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Lifecycle;
using DdbBatch.Measuring;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Reporting;
using DdbBatch.Transport;

namespace DdbBatch.Commands;

/// <summary>
/// Measures a table or an index: items, sizes, attributes with their types, the largest items, and the partition keys with
/// the most items.
/// </summary>
/// <remarks>
/// <para>
/// The command scans the table and outputs one object. Its AttributeType can be passed to -AttributeType of Write-DdbBatch
/// and Import-DdbItem: it has every attribute that has the same type in all items that were read. Use it before a CSV file
/// is loaded into a table that has items already. The memory used does not depend on the size of the table.
/// </para>
/// <para>
/// With -SampleFraction 0.02 the command reads 2 % of the table, and consumes about 2 % of the capacity of a scan. It divides
/// the table into many segments, and reads some of them that are chosen at random. Items and SizeBytes are then estimates
/// for the whole table, with a 95 % confidence interval from the variance between the segments (ItemsLow to ItemsHigh). All
/// other properties describe the items that were read. All items of a partition key are in one segment: if a few partition
/// keys have a large part of the table, a sample finds them or not, and the interval is too narrow. Compare the
/// estimate with DescribedItems then, which is DynamoDB's own count of up to six hours ago.
/// </para>
/// <para>
/// LargestPartitions is found with a sketch of bounded size (Space-Saving, 1000 keys): a partition key with more than 0.1 %
/// of the items is never missing. ItemsAtMost is larger than Items if some of its items may not have been counted.
/// </para>
/// </remarks>
/// <example>
/// <code>Measure-DdbTable Music</code>
/// <para>Measures a whole table.</para>
/// </example>
/// <example>
/// <code>Measure-DdbTable Music -SampleFraction 0.02 -Seed 7 | Format-List Items, ItemsLow, ItemsHigh, ConsumedCapacityUnits</code>
/// <para>Estimates the number of items from 2 % of the table. The same seed chooses the same segments.</para>
/// </example>
/// <example>
/// <code>
/// $measure = Measure-DdbTable Music
/// Import-DdbItem music.csv -AttributeType $measure.AttributeType | Write-DdbBatch -Table Music
/// </code>
/// <para>Loads a CSV file with the types that the attributes of the table have.</para>
/// </example>
/// <example>
/// <code>(Measure-DdbTable Music).LargestItems.KeyJson | ConvertFrom-DdbJson | Get-DdbBatch Music</code>
/// <para>Gets the largest items of a table.</para>
/// </example>
/// <example>
/// <code>(Measure-DdbTable Music -MaxReadCapacity 50).LargestPartitions | Format-Table Key, Items, Share</code>
/// <para>Shows the partition keys with the most items, and reads at no more than 50 RCU per second.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "DdbTable")]
[OutputType(typeof(TableMeasure))]
public sealed class MeasureDdbTableCommand : ReadingCommand
{
    private MeasureSession? _session;
    private SummaryVariable? _summaryVariable;

    /// <summary>
    /// A secondary index to measure in place of the table. It has only the items that have its key attributes, and only the
    /// attributes that are projected into it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? IndexName { get; set; }

    /// <summary>
    /// Measure only items for which this holds, in DynamoDB's syntax: '#Year &lt; :y AND attribute_exists(#Genre)'. #Name is
    /// the attribute Name and :name a value of -FilterValue. It does not reduce the capacity consumed.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Filter { get; set; }

    /// <summary>The values of -Filter, as @{ ':y' = 1970 }. They are converted as the values of items are: numbers become N, strings S.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? FilterValue { get; set; }

    /// <summary>
    /// The share of the table to read, from 0.0002 to 1. With less than 1, the numbers of items and bytes are estimates. At
    /// least 200 segments are read, which is at least 200 requests.
    /// </summary>
    [Parameter]
    [ValidateRange(SegmentSample.LeastFraction, 1.0)]
    public double SampleFraction { get; set; } = 1;

    /// <summary>The seed by which -SampleFraction chooses segments. The output has it as Seed, so that a measurement can be repeated.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [PSDefaultValue(Help = "Random")]
    public int Seed { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _session = Open();
        _session.Run();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        EveryStep.Run(
            () => _session?.Dispose(),
            () => _summaryVariable?.Set(_session?.Measure() ?? new TableMeasure { Table = Table, IndexName = IndexName }),
            base.Dispose);
        GC.SuppressFinalize(this);
    }

    private protected override void OpenVariables() =>
        _summaryVariable = Reporting.SummaryVariable.Open(this, SummaryVariable, new TableMeasure());

    private MeasureSession Open()
    {
        ResolvedClient connection = Connect(ThrottleLimit);
        ITransport transport = TransportFactory.Create(Transport, connection.Client);
        try
        {
            TableDescription description = Describe(Table, connection, transport);
            int seed = IsGiven(nameof(Seed)) ? Seed : new Random().Next();
            return new MeasureSession(
                this, CreateRequest(description), CreateReadOptions(), SampleFraction, seed, connection, transport, description);
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

    // The largest items are shown with their keys, and partition keys are counted.
    private ReadRequest CreateRequest(TableDescription description) => new()
    {
        Table = Table,
        IndexName = IndexName,
        Filter = Filter,
        FilterValue = FilterValue,
        Properties = Properties.Count == 0
            ? []
            : [.. Properties, .. description.Schema.KeyAttributes.Concat(description.Schema.IndexKeyAttributes.Where(key => key.IndexName == IndexName)).Select(key => $"{{{key.Name}}}")],
        IsConsistent = ConsistentRead,
    };
}
