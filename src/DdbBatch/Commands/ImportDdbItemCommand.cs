using System;
using System.IO;
using System.Management.Automation;
using DdbBatch.Completion;
using DdbBatch.Files;
using DdbBatch.Importing;

namespace DdbBatch.Commands;

/// <summary>
/// Reads items from files: CSV, TSV, JSON, JSON Lines, DynamoDB JSON and DynamoDB exports, plain or compressed with
/// gzip or Zstandard.
/// </summary>
/// <remarks>
/// <para>
/// Write-DdbBatch writes the items faster than the rows of Import-Csv. They have a property for each attribute, for use
/// with Where-Object, Select-Object or Format-Table, and their properties can be set.
/// </para>
/// <para>
/// The type of a text is never guessed. By default, the values of CSV files and the strings of JSON stay open, and
/// Write-DdbBatch gives them their types: those of the table's keys, and of its own -AttributeType. With
/// -AttributeType, -TypedHeader, -EmptyString, -NullValue, -Separator or -Table, values are converted by this command,
/// which then reports the errors.
/// </para>
/// <para>
/// Input that cannot be read is an error with file, line and column, and never an item: malformed rows, rows with more
/// or fewer cells than the header, bytes that are not valid in the encoding, lines that are not JSON. The following
/// lines are still read, unless -ErrorAction Stop is given. The first 10 errors of a kind in a file are written, and one warning
/// counts the others; with -ErrorVariable all are written. Blank lines, and rows that contain only delimiters, are
/// ignored. An empty file is an error, because it may not have been written completely. A file of blank lines has no
/// items: Export-DdbItem writes it if there are none.
/// </para>
/// <para>
/// In CSV and TSV files, spaces before a value and around a quoted value are skipped, as in Import-Csv; spaces after an
/// unquoted value are kept. Spaces around column names are removed (Import-Csv keeps those after a name). Quoted text
/// is kept as it is. A byte order mark at the start of a line, as in joined files, is skipped together with the
/// repeated header after it. The lines #TYPE … and sep=; before the header are recognised. A name with an invisible
/// character, a first name that is a number (the header line may be missing) and a NUL outside quotes (the encoding may
/// be wrong) are errors.
/// </para>
/// <para>
/// DynamoDB JSON is read in every shape: items, one per line or in an array; the output of aws dynamodb scan, query,
/// get-item, batch-get-item and transact-get-items, with or without --query Items; BatchWriteItem requests and the
/// UnprocessedItems of their answers; the data files of an export. A file in DynamoDB JSON is refused unless -Format is
/// given.
/// </para>
/// <para>
/// To import an export of DynamoDB to S3, give its folder or its manifest-summary.json. All data files are read.
/// </para>
/// <para>
/// The changes of an incremental export become operations for Write-DdbBatch: a put of the new image, or a delete if there
/// is none. With -Revert they become the operations that undo the changes: a put of the old image, or a delete if there is
/// none. -Revert requires an export with the view NEW_AND_OLD_IMAGES, together with its manifest-summary.json.
/// </para>
/// </remarks>
/// <example>
/// <code>Import-DdbItem music.csv | Write-DdbBatch -Table Music</code>
/// <para>Puts each row of a CSV file into the table Music.</para>
/// </example>
/// <example>
/// <code>
/// Import-DdbItem music.csv -AttributeType @{ Year = 'N'; Price = 'N' } -EmptyString Omit |
///     Where-Object Year -GE 2000 |
///     Sort-Object Year |
///     Select-Object -First 5
/// </code>
/// <para>Reads years and prices as numbers, omits empty cells, and shows some of the songs.</para>
/// </example>
/// <example>
/// <code>
/// '{"Artist":"Ana","SongTitle":"One","Year":1999}', '{"Artist":"Ana","SongTitle":"Two"}' | Set-Content songs.jsonl
/// Import-DdbItem songs.jsonl | Write-DdbBatch -Table Music
/// Remove-Item songs.jsonl
/// </code>
/// <para>Puts the objects of a file with one JSON object per line.</para>
/// </example>
/// <example>
/// <code>
/// '{"Item":{"Artist":{"S":"Ana"},"SongTitle":{"S":"Six"},"Year":{"N":"1999"}}}' | Set-Content part.json
/// Get-ChildItem part.json | Import-DdbItem -Format DynamoDBJson | Write-DdbBatch -Table Music
/// Remove-Item part.json
/// </code>
/// <para>
/// Puts the items of DynamoDB JSON files, here one in the format of exports. For a whole export, give the folder:
/// Import-DdbItem ./AWSDynamoDB/01234567890123-abcdefgh.
/// </para>
/// </example>
/// <example>
/// <code>
/// '{"Items":[{"Artist":{"S":"Ana"},"SongTitle":{"S":"Eight"}}],"Count":1,"ScannedCount":1}' | Set-Content scan.json
/// Import-DdbItem scan.json -Format DynamoDBJson | Write-DdbBatch -Table Music
/// Remove-Item scan.json
/// </code>
/// <para>Puts the items of a file in the format that aws dynamodb scan writes.</para>
/// </example>
/// <example>
/// <code>
/// $key = '{"Artist":{"S":"Ana"},"SongTitle":{"S":"Nine"}}'
/// "{""Metadata"":{""WriteTimestampMicros"":{""N"":""1""}},""Keys"":$key,""NewImage"":$key}" | Set-Content change.json
/// Import-DdbItem change.json -Format DynamoDBJson | Write-DdbBatch -Table Music
/// Remove-Item change.json
/// </code>
/// <para>
/// Carries out the changes in a data file of an incremental export, here one insert. To undo a whole export, give its
/// folder: Import-DdbItem ./AWSDynamoDB/01234567890123-abcdefgh -Revert | Write-DdbBatch -Table Music.
/// </para>
/// </example>
/// <example>
/// <code>
/// $bytes = [System.Text.Encoding]::UTF8.GetBytes("Artist;SongTitle`nAna;Seven`n")
/// $stream = [System.IO.MemoryStream]::new($bytes)
/// Import-DdbItem -InputStream $stream -Format Csv -Delimiter ';' -Table Music
/// </code>
/// <para>Reads a stream, and checks that every item has the key of the table Music.</para>
/// </example>
[Cmdlet(VerbsData.Import, "DdbItem", DefaultParameterSetName = "Path")]
[OutputType(typeof(DdbItem))]
public sealed class ImportDdbItemCommand : ItemInputCommand
{
    private FileImporter? _importer;

    /// <inheritdoc cref="ImportDdbItemCommand"/>
    public ImportDdbItemCommand() => Prepare(OpenImporter);

    /// <summary>
    /// The files; wildcards are allowed. A folder or a manifest-summary.json is read as a DynamoDB export. - is the
    /// standard input.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The files, by paths that are used exactly as they are typed: no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "FullName", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>A stream to read instead of a file. It requires -Format, and is closed at its end.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "InputStream")]
    [ValidateNotNull]
    public Stream? InputStream { get; set; }

    /// <summary>
    /// The format of the files: Csv, Tsv, Json (an array of objects, one object, or one object per line), JsonLines or
    /// DynamoDBJson. Without it, the file's extension determines the format: .csv, .tsv, .json, .jsonl, .ndjson, before
    /// .gz or .zst.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "By the extension")]
    public FileFormat Format { get; set; }

    /// <summary>
    /// The encoding of files without a byte order mark: a name such as utf8 (default), unicode, latin1 or windows-1252,
    /// a code page, or an Encoding. Without it, a file that looks like UTF-16 is an error.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [PSDefaultValue(Help = "UTF-8")]
    public object? Encoding { get; set; }

    /// <summary>
    /// The character that separates the cells of a row. The default is a comma in CSV, a tab in TSV, or the character
    /// that a sep= line names.
    /// </summary>
    [Parameter]
    public char Delimiter { get; set; }

    /// <summary>The names of the columns, for CSV and TSV files without a header line.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Header { get; set; }

    /// <summary>
    /// The most bytes of a line, a row or a JSON object; 16 MB by default. No more than that of a file is held in
    /// memory, and longer ones are errors.
    /// </summary>
    [Parameter]
    [ValidateRange(1024L, 1L << 30)]
    public long MaxLineBytes { get; set; } = FileReadOptions.DefaultMaxLineBytes;

    /// <summary>
    /// Undo the changes of an incremental export: put the old image of each item back, and delete items that were inserted.
    /// It requires an export with the view NEW_AND_OLD_IMAGES, given by its folder or by data files in it.
    /// </summary>
    [Parameter]
    public SwitchParameter Revert { get; set; }

    /// <summary>
    /// The table that the items are for. Strings for its key attributes get the types of the keys, and an item without
    /// its whole key is an error. Use it to find such errors here instead of in Write-DdbBatch.
    /// </summary>
    [Parameter]
    [Alias("TableName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string? Table { get; set; }

    private FileFormat? GivenFormat => DynamoDBJson || Revert
        ? FileFormat.DynamoDBJson
        : IsGiven(nameof(Format)) ? Format : null;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputStream is not null)
            _importer!.Import(() => [InputFile.Of("-InputStream", InputStream, GivenFormat)]);
        foreach (string path in Path)
        {
            if (path == InputFile.StandardInputName)
                _importer!.Import(() => [InputFile.Of("standard input", Console.OpenStandardInput(), GivenFormat)]);
            else
                _importer!.ImportPath(path, isLiteral: false, GivenFormat);
        }

        foreach (string path in LiteralPath)
            _importer!.ImportPath(path, isLiteral: true, GivenFormat);
    }

    private void OpenImporter()
    {
        bool isTyped = !DynamoDBJson && (SaysHowToRead || Table is not null);
        ItemMaker maker = new(isTyped ? Converter : null, Table is null ? null : Describe(Table), Revert);
        _importer = new FileImporter(this, InputErrors, Parse("InvalidFileParameter", CreateReadOptions), maker, StopToken);
    }

    private FileReadOptions CreateReadOptions()
    {
        char? delimiter = IsGiven(nameof(Delimiter)) ? Delimiter : null;
        CsvDelimiter.Check(delimiter);
        return new FileReadOptions
        {
            Encoding = Encoding is null ? null : EncodingParameter.Read(Encoding),
            Delimiter = delimiter,
            Header = Header,
            MaxLineBytes = MaxLineBytes,
        };
    }
}
