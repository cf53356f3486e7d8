using System;
using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Comparing;
using DdbBatch.Completion;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Reading;
using DdbBatch.Reporting;
using DdbBatch.Transport;

namespace DdbBatch.Commands;

/// <summary>
/// Compares a table with the objects of the pipeline, or with another table, and outputs one object for each item that differs.
/// </summary>
/// <remarks>
/// <para>
/// The reference is the input, which is converted by the same rules as in Write-DdbBatch, or -ReferenceTable, which can be in
/// another region or account. Every reference item is looked up in the table by its key. The output has Status Missing if the
/// table has no such item, and Different if attributes differ: Attributes has their names and both values. With -Full, items
/// whose key the reference lacks are output too, with Status Extra. Use -SummaryVariable in scripts: Equal of the summary is
/// true only if everything was compared and nothing differs.
/// </para>
/// <para>
/// Values are compared as DynamoDB compares them: numbers by value (1, 1.0 and 1e0 are equal), sets in any order, binary
/// values by their bytes, and lists and maps in depth. A string and a number are different, and so are NULL and a missing
/// attribute.
/// </para>
/// <para>
/// The command reads only. A lookup consumes the RCU of the item, and a scan, of -ReferenceTable and of the table with -Full,
/// those of all items. A scan is not a snapshot: items that are written while it runs may seem to differ.
/// </para>
/// <para>
/// The memory does not depend on the number of items, with one exception: with -Full, 16 bytes and their overhead are kept for
/// each key of the pipeline. Objects of one key are each compared, a warning and DuplicateKeys count them; without -Full, only
/// those of the first million keys.
/// </para>
/// <para>
/// An input without items verifies nothing: a warning says so, and Equal is false, because a file that could not be read has the
/// same effect. With -Full it is true if the table is empty as well.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// Import-DdbItem music.csv | Write-DdbBatch -Table Music
/// Import-DdbItem music.csv | Compare-DdbTable Music -ConsistentRead -SummaryVariable compared
/// if (-not $compared.Equal) { throw "The load is not complete: $compared" }
/// </code>
/// <para>Loads a file, verifies that the table has every item of it, and ends with an error if not.</para>
/// </example>
/// <example>
/// <code>
/// New-DdbEmptyTable MusicCompared -Like Music
/// Read-DdbTable Music | Write-DdbBatch -Table MusicCompared
/// Compare-DdbTable MusicCompared -ReferenceTable Music -Full -Summary
/// </code>
/// <para>Copies a table, and compares the copy with the original in both directions.</para>
/// </example>
/// <example>
/// <code>
/// Import-Csv music.csv | Compare-DdbTable Music -AttributeType @{ Year = 'N' } -EmptyString Omit -ExcludeProperty Price |
///     Where-Object Status -EQ Different | ForEach-Object Attributes | Group-Object Name -NoElement
/// </code>
/// <para>Counts the differences by attribute, without one of them.</para>
/// </example>
/// <example>
/// <code>
/// $differences = Import-Csv music.csv | Compare-DdbTable Music
/// $differences | ForEach-Object ReferenceItem | Write-DdbBatch -Table Music
/// </code>
/// <para>Writes the items that are missing or differ again.</para>
/// </example>
/// <example>
/// <code>
/// $differences = Import-Csv music.csv | Compare-DdbTable Music -Full
/// $differences | Where-Object Status -NE Extra | ForEach-Object ReferenceItem | Write-DdbBatch -Table Music
/// $differences | Where-Object Status -EQ Extra | ForEach-Object Key | Remove-DdbBatch -Table Music
/// </code>
/// <para>Repairs the table: writes the items that are missing or differ, and deletes those that the file lacks.</para>
/// </example>
[Cmdlet(VerbsData.Compare, "DdbTable")]
[OutputType(typeof(ItemDifference), typeof(CompareSummary))]
public sealed class CompareDdbTableCommand : CompareOptionsCommand, IInputConsumer, IBareItemConsumer
{
    private readonly InputExpander _expander = new();
    private RowIntake<ComparePass>? _input;
    private TableComparison? _comparison;
    private SummaryVariable? _summaryVariable;
    private long _readErrors;

    /// <summary>Makes the command.</summary>
    public CompareDdbTableCommand()
    {
        Check(() => IsOfTable || IsInputGiven
            ? null
            : Errors.Parameter("InputMissing", "There is no input: pipe objects to the command, or give -InputObject or -ReferenceTable."));
        Check(() => IsOfTable && (SaysHowToRead || DynamoDBJson)
            ? Errors.Parameter("ConversionWithReferenceTable", "The items of -ReferenceTable have their types: leave out the parameters of conversion.")
            : null);
        Prepare(Open);
    }

    /// <summary>The table that is compared, by its name or ARN.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("TableName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string Table { get; set; } = "";

    /// <summary>
    /// The reference items: hashtables, rows of Import-Csv, any object with properties; items of Read-DdbTable and
    /// Import-DdbItem; leftovers of an earlier run. Arrays are enumerated.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = "InputObject")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>
    /// The reference table, by its name or ARN. It must have the same key attributes. The -Reference parameters say in which
    /// region and with which credentials it is read; for those that are not given, the values of -Table are used.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "ReferenceTable")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ReferenceTableCompleter))]
    public string? ReferenceTable { get; set; }

    /// <summary>
    /// The key attributes, partition key first, such as Artist,'Year:N' (the type is S if omitted), or a hashtable of them by
    /// table. Use it without permission for DescribeTable, which is not called then, except with -Full.
    /// </summary>
    [Parameter(ParameterSetName = "InputObject")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KeyNameCompleter))]
    public object? KeyName { get; set; }

    /// <summary>Compares only these attributes. Names are case-sensitive. Less is transferred then, but the capacity consumed is the same.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>Does not compare these attributes. Names are case-sensitive.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ExcludeProperty { get; set; }

    /// <summary>
    /// Also outputs the items of the table whose key the reference lacks, with Status Extra. It requires a scan of the table, of
    /// which only the keys are transferred.
    /// </summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    /// <summary>Outputs a CompareSummary at the end.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>
    /// The name of a variable for the CompareSummary, without $. It is reset to $null when the command begins and set however
    /// the run ends. Its Equal is true only if everything was compared and nothing differs.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SummaryVariable { get; set; }

    /// <inheritdoc/>
    bool IInputConsumer.PassesInput => false;

    private bool IsOfTable => ReferenceTable is not null;

    /// <inheritdoc/>
    void IInputConsumer.CountReadError() => _readErrors++;

    /// <inheritdoc/>
    ErrorRecord? IInputConsumer.CheckInputFile(string path) => null;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsOfTable)
            return;
        _expander.Expand(InputObject, _input!.Take);
        _input.ThrowIfEnded();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (IsOfTable)
            Use(_comparison!.CompareReference);
        _input!.Session?.Finish();
        if (Full)
            Use(_comparison!.FindExtra);
        _comparison!.Complete();
        base.EndProcessing();
        if (Summary)
            WriteObject(_comparison.Results.Summarize());
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Downstream.End(this);
        EveryStep.Run(
            () => _comparison?.Dispose(),
            () => _summaryVariable?.Set(_comparison?.Results.Summarize()
                ?? new CompareSummary { Table = Table, ReferenceTable = ReferenceTable, ReadErrors = _readErrors }),
            base.Dispose);
        GC.SuppressFinalize(this);
    }

    private protected override void OpenVariables()
    {
        Downstream.Begin(this);
        _summaryVariable = Reporting.SummaryVariable.Open(this, SummaryVariable, new CompareSummary());
    }

    private void Open()
    {
        _comparison = new TableComparison(this, new CompareOptions
        {
            TableName = Table,
            ReferenceName = ReferenceTable,
            OpenTable = () => Open(Table, Options(ThrottleLimit)),
            OpenReference = () => Open(ReferenceTable!, ReferenceConnection),
            KeyName = KeyName,
            Converter = new RowConverter(() => Converter, DynamoDBJson, ChangeChoice.None),
            Property = Property,
            ExcludeProperty = ExcludeProperty,
            IsFull = Full,
            ReadErrors = () => _readErrors,
            Lookup = ReadLimits.ToLookup(),
            Read = ReadLimits.ToScan(ConsistentRead),
        });
        _input = new RowIntake<ComparePass>(
            () => Use(_comparison.Begin), _ => _comparison.Results.Unprocessed++);
    }

    private TableSide Open(string table, ConnectionOptions options)
    {
        ResolvedClient connection = Connect(options);
        ITransport transport = TransportFactory.Create(Transport, connection.Client);
        return new TableSide(table, connection, transport, () => Describe(table, connection, transport));
    }

    private void Use(Action use) => Use(() =>
    {
        use();
        return true;
    });

    private T Use<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (ReadParameterException problem)
        {
            ThrowTerminatingError(ReadErrors.Parameter(problem));
            throw;
        }
    }
}
