using System.IO;
using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DdbBatch.Completion;
using DdbBatch.Conversion;
using DdbBatch.Input;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;

namespace DdbBatch.Commands;

/// <summary>Converts objects to DynamoDB JSON, one line of text per item, by the same rules as Write-DdbBatch.</summary>
/// <example>
/// <code>@{ Artist = 'Ana'; Year = 1999; Tags = 'jazz', 'live' } | ConvertTo-DdbJson</code>
/// <para>Shows what Write-DdbBatch would store, with the type of each value.</para>
/// </example>
/// <example>
/// <code>
/// Import-Csv music.csv | Select-Object -First 1 |
///     ConvertTo-DdbJson -AttributeType @{ Year = 'N'; Price = 'N' } -EmptyString Omit -Indented
/// </code>
/// <para>Tests how the columns of a CSV file are read, before anything is written.</para>
/// </example>
/// <example>
/// <code>
/// $put = @{ PutRequest = @{ Item = @{ Artist = 'Ana'; SongTitle = 'Five' } | ConvertTo-DdbJson -AsHashtable } }
/// Write-DdbBatch -RequestItem @{ Music = @($put) }
/// </code>
/// <para>Builds a request in the shape of the DynamoDB API.</para>
/// </example>
/// <example>
/// <code>[pscustomobject]@{ 'Year:N' = '1999'; 'Tags:SS' = 'jazz|live' } | ConvertTo-DdbJson -TypedHeader -Separator '|'</code>
/// <para>Reads attribute names that include the type, as in the headers of some CSV files.</para>
/// </example>
/// <example>
/// <code>Import-Csv music.csv | Select-Object -First 3 | ConvertTo-DdbJson -Table Music</code>
/// <para>Gives the key attributes the types of the table Music, as Write-DdbBatch does.</para>
/// </example>
[Cmdlet(VerbsData.ConvertTo, "DdbJson")]
[OutputType(typeof(string), typeof(System.Collections.Hashtable))]
public sealed class ConvertToDdbJsonCommand : ItemInputCommand, IBareItemConsumer
{
    private static readonly JsonWriterOptions IndentedOptions =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly InputExpander _expander = new();
    private TableSchema? _schema;
    private long _position;

    /// <inheritdoc cref="ConvertToDdbJsonCommand"/>
    public ConvertToDdbJsonCommand() => Prepare(() => _schema = Table is null ? null : Describe(Table));

    /// <summary>
    /// The items: hashtables, objects with properties, rows of tables, AWS AttributeValue maps. Arrays are enumerated.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>
    /// The table that the items are for. Strings for the key attributes of the table and its indexes get the types of
    /// the keys, and items that the table would refuse are errors. Without it, no connection is made.
    /// </summary>
    [Parameter]
    [Alias("TableName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string? Table { get; set; }

    /// <summary>
    /// Outputs nested hashtables in the shape of DynamoDB JSON instead of text: @{ Year = @{ N = '1999' } }.
    /// </summary>
    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>Formats each item over several indented lines.</summary>
    [Parameter]
    public SwitchParameter Indented { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _expander.Expand(InputObject, Convert);

    private static string Indent(byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json, JsonLimits.Document);
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, IndentedOptions))
            document.RootElement.WriteTo(writer);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static object? ToHashtable(byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json, JsonLimits.Document);
        return HashtableJson.Read(document.RootElement);
    }

    private void Convert(object? input)
    {
        _position++;
        try
        {
            byte[] json = Converter.ConvertItem(input, _schema).Json;
            WriteObject(AsHashtable ? ToHashtable(json) : Indented ? Indent(json) : Encoding.UTF8.GetString(json));
        }
        catch (ItemException exception)
        {
            InputErrors.ReportRead(Errors.InvalidItem(exception, _position, input));
        }
    }
}
