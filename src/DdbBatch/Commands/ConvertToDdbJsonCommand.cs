using System.IO;
using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DdbBatch.Completion;
using DdbBatch.Conversion;
using DdbBatch.Items;

namespace DdbBatch.Commands;

/// <summary>
/// Converts objects to DynamoDB JSON, by the rules by which Write-DdbBatch stores them: one line of text an item.
/// </summary>
/// <example>
/// <code>@{ Artist = 'Ana'; Year = 1999; Tags = 'jazz', 'live' } | ConvertTo-DdbJson</code>
/// <para>Shows what Write-DdbBatch would store, with the type of each value.</para>
/// </example>
/// <example>
/// <code>
/// Import-Csv samples/music.csv | Select-Object -First 1 |
///     ConvertTo-DdbJson -AttributeType @{ Year = 'N'; Price = 'N' } -EmptyString Omit -Indented
/// </code>
/// <para>Tries out how the columns of a CSV file are to be read, before anything is written.</para>
/// </example>
/// <example>
/// <code>
/// $put = @{ PutRequest = @{ Item = @{ Artist = 'Ana'; SongTitle = 'Five' } | ConvertTo-DdbJson -AsHashtable } }
/// Write-DdbBatch -RequestItem @{ Music = @($put) }
/// </code>
/// <para>Makes a request in the shape that the DynamoDB API has.</para>
/// </example>
/// <example>
/// <code>[pscustomobject]@{ 'Year:N' = '1999'; 'Tags:SS' = 'jazz|live' } | ConvertTo-DdbJson -TypedHeader -Separator '|'</code>
/// <para>Reads names that say the type, as the columns of some CSV files have them.</para>
/// </example>
/// <example>
/// <code>Import-Csv samples/music.csv | Select-Object -First 3 | ConvertTo-DdbJson -Table Music</code>
/// <para>Reads the key attributes as the table Music has them, as Write-DdbBatch does.</para>
/// </example>
[Cmdlet(VerbsData.ConvertTo, "DdbJson")]
[OutputType(typeof(string), typeof(System.Collections.Hashtable))]
public sealed class ConvertToDdbJsonCommand : ItemInputCommand
{
    private static readonly JsonWriterOptions IndentedOptions =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly InputExpander _expander = new();
    private TableSchema? _schema;
    private long _position;

    /// <inheritdoc cref="ConvertToDdbJsonCommand"/>
    public ConvertToDdbJsonCommand() => Prepare(() => _schema = Table is null ? null : Describe(Table));

    /// <summary>
    /// The items: hashtables, objects with properties, rows of tables, AWS AttributeValue maps. An array stands for its
    /// elements.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>
    /// The table that the items are for: strings for its key attributes, and for those of its indexes, are read as these
    /// keys' types, and what the table would refuse is an error here. Without it no table is asked for, and nothing is
    /// connected to.
    /// </summary>
    [Parameter]
    [Alias("TableName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string? Table { get; set; }

    /// <summary>Gives nested hashtables in DynamoDB JSON shape instead of text: @{ Year = @{ N = '1999' } }.</summary>
    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>Spreads each item over indented lines.</summary>
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
            WriteReadError(Errors.InvalidItem(exception, _position, input));
        }
    }
}
