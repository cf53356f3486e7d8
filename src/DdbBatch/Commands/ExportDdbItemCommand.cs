using System;
using System.Collections;
using System.IO;
using System.Management.Automation;
using DdbBatch.Completion;
using DdbBatch.Conversion;
using DdbBatch.Exporting;
using DdbBatch.Importing;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;
using DdbBatch.Running;

namespace DdbBatch.Commands;

/// <summary>
/// Writes items to a file: CSV, TSV, JSON, JSON Lines or DynamoDB JSON, plain or compressed with gzip or Zstandard.
/// </summary>
/// <remarks>
/// <para>
/// The input is items of Read-DdbTable, Get-DdbBatch and Import-DdbItem, whose values are written as they are, or any object
/// that Write-DdbBatch takes, which is converted by the same rules. Leftovers are written as their items.
/// </para>
/// <para>
/// The file is written beside its place and gets its name at the end. An export that fails or is stopped leaves the file that
/// was there before, or none; with -Append, the file as it was. Do not delete exported items in the same pipeline.
/// </para>
/// <para>
/// DynamoDBJson holds every item exactly, and Import-DdbItem reads it back. CSV and TSV hold text. With -TypedHeader they hold
/// the types too, and Import-DdbItem -TypedHeader reads the same items back: the header names the type of each column as
/// Year:N?, an empty cell is a missing attribute, "" an empty string, and an attribute of several types has a column for each
/// of them. Sets, lists and maps are JSON in their cells, and binary values base64. Without -TypedHeader, NULL and a missing
/// attribute are both empty cells, and Import-DdbItem needs -AttributeType for all but strings.
/// </para>
/// <para>
/// Plain JSON has no sets and no binary values: they become arrays and base64 text. A warning names the -AttributeType that
/// reads them back. Numbers have all their digits.
/// </para>
/// <para>
/// An object that the format cannot hold is an error, and is not written; the others are. Such are sets and binary values in
/// lists and maps (all formats but DynamoDBJson, and CSV without types), a set or binary attribute that has another type in
/// another item (plain JSON), and an attribute or type that the header lacks (CSV). The header is made from -Property, or
/// from the first 1,000 items or 16 MB. If later items may have other attributes, name all columns by -Property, or use
/// another format.
/// </para>
/// <para>
/// If a reader upstream could not read a part of its input, the file lacks these items. -SummaryVariable says so.
/// </para>
/// </remarks>
/// <example>
/// <code>Read-DdbTable Music | Export-DdbItem music.jsonl.gz -Format DynamoDBJson -PassThru</code>
/// <para>Saves a table. Import-DdbItem music.jsonl.gz -Format DynamoDBJson | Write-DdbBatch -Table Music writes it back.</para>
/// </example>
/// <example>
/// <code>
/// Read-DdbTable Music | Export-DdbItem music-typed.csv -TypedHeader
/// Import-DdbItem music-typed.csv -TypedHeader | Write-DdbBatch -Table Music -Summary
/// Remove-Item music-typed.csv
/// </code>
/// <para>Exports a table for a spreadsheet, and writes it back with all types.</para>
/// </example>
/// <example>
/// <code>
/// Read-DdbTable Music | Export-DdbItem songs.csv -Property Artist, SongTitle, Year -Delimiter ';'
/// Get-Content songs.csv -TotalCount 3
/// Remove-Item songs.csv
/// </code>
/// <para>Exports three attributes, in this order.</para>
/// </example>
/// <example>
/// <code>
/// Import-DdbItem music.csv -AttributeType @{ Year = 'N'; Price = 'N' } -EmptyString Omit |
///     Export-DdbItem music.json -SummaryVariable export
/// $export
/// if (-not $export.Succeeded) { throw "Not all rows were exported: $export" }
/// Remove-Item music.json
/// </code>
/// <para>Converts a CSV file to JSON, and ends with an error if a row could not be written.</para>
/// </example>
/// <example>
/// <code>
/// Read-DdbTable Music | Export-DdbItem part.jsonl -Format DynamoDBJson -SplitBytes 100MB -PassThru | Select-Object Name, Length
/// Remove-Item part.*.jsonl
/// </code>
/// <para>Writes part.0001.jsonl, part.0002.jsonl and so on, of at most 100 MB each.</para>
/// </example>
/// <whatIf>Shows the path, and writes no file. The commands before it in the pipeline run nevertheless. No summary is output.</whatIf>
/// <confirm>Prompts before the file is written.</confirm>
[Cmdlet(VerbsData.Export, "DdbItem", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(ExportSummary))]
public sealed class ExportDdbItemCommand : ModuleCommand, IInputConsumer, IBareItemConsumer
{
    private readonly InputExpander _expander = new();
    private SummaryVariable? _summaryVariable;
    private OutputPath? _path;
    private ExportSession? _session;
    private long _readErrors;

    /// <summary>Makes the command.</summary>
    public ExportDdbItemCommand()
    {
        Check(() => IsInputGiven
            ? null
            : Errors.Parameter("InputMissing", "There is no input: pipe objects to the command, or give -InputObject."));
        Prepare(Open);
    }

    /// <summary>The file. A pattern must match one file that exists.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The file, by a path that is used exactly as it is typed: no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>
    /// The items: those of Read-DdbTable, Get-DdbBatch and Import-DdbItem, hashtables, rows of Import-Csv, any object with
    /// properties; leftovers of an earlier run. Arrays are enumerated.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>
    /// The format: Csv, Tsv, Json (an array of objects), JsonLines (one object per line) or DynamoDBJson (one {"Item":…} per
    /// line, as in exports of DynamoDB). Without it, the file's extension determines the format: .csv, .tsv, .json, .jsonl,
    /// .ndjson, before .gz or .zst.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "By the extension")]
    public FileFormat Format { get; set; }

    /// <summary>The compression: Gzip, Zstd or None. Without it, the extension determines it: .gz or .zst.</summary>
    [Parameter]
    [PSDefaultValue(Help = "By the extension")]
    public FileCompression Compression { get; set; }

    /// <summary>
    /// The encoding: a name such as utf8 (default, without a byte order mark), utf8BOM, unicode or windows-1252, a code page,
    /// or an Encoding. CSV values with characters that the encoding lacks are errors; JSON has escapes for them. A file that
    /// is appended to keeps the encoding of its byte order mark.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [PSDefaultValue(Help = "UTF-8")]
    public object? Encoding { get; set; }

    /// <summary>
    /// The attributes to write, and in CSV and TSV the columns in this order. Other attributes are left out. Names are
    /// case-sensitive.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>
    /// Writes a header that names the types, as Year:N?, so that Import-DdbItem -TypedHeader reads the same items back. For
    /// CSV and TSV.
    /// </summary>
    [Parameter]
    public SwitchParameter TypedHeader { get; set; }

    /// <summary>The character that separates cells. The default is a comma in CSV and a tab in TSV.</summary>
    [Parameter]
    public char Delimiter { get; set; }

    /// <summary>
    /// Adds the items to the file if it exists. The columns of a CSV file are those of its header. A compressed file gets
    /// another gzip member or Zstandard frame, after a check that the file is not damaged. For all formats but Json.
    /// </summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Does not replace a file that exists. It is an error then, before any object is read.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replaces a file that is read-only, or appends to it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// The most bytes of a file, after compression. Further items go to a further file: name.0001.csv, name.0002.csv and so on,
    /// each with its header. Only an item that is larger by itself makes a larger file. Parts of an earlier export with
    /// higher numbers are removed at the end.
    /// </summary>
    [Parameter]
    [ValidateRange(1024L, long.MaxValue)]
    [PSDefaultValue(Help = "One file")]
    public long SplitBytes { get; set; }

    /// <summary>
    /// How strings of the input are read, by attribute name: @{ Year = 'N'; Tags = 'SS' }, as in Write-DdbBatch. It is for
    /// objects such as the rows of Import-Csv.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(AttributeTypeCompleter))]
    public IDictionary? AttributeType { get; set; }

    /// <summary>Outputs the files, as FileInfo objects, once they are complete.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Outputs an ExportSummary at the end.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>
    /// The name of a variable for the ExportSummary, without $. It is reset to $null when the command begins and set however
    /// the export ends. Its Succeeded is true only if the file is complete and holds the whole input.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SummaryVariable { get; set; }

    /// <inheritdoc/>
    bool IInputConsumer.PassesInput => false;

    /// <inheritdoc/>
    void IInputConsumer.CountReadError() => _readErrors++;

    /// <inheritdoc/>
    ErrorRecord? IInputConsumer.CheckInputFile(string path) =>
        _path?.Includes(path) == true ? RunFileErrors.InputIsOutput(ParameterSetName, path) : null;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_session is { } session)
            _expander.Expand(InputObject, session.Take);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_session is null)
            return;
        _session.Complete();
        ExportSummary summary = _session.Summarize(_readErrors);
        WriteVerbose($"Done: {summary}.");
        foreach (string file in PassThru ? summary.Files : [])
            WriteObject(new FileInfo(file));
        if (Summary)
            WriteObject(summary);
    }

    /// <summary>Removes a file that is not complete, and sets the variable.</summary>
    public override void Dispose()
    {
        Downstream.End(this);
        EveryStep.Run(() => _session?.Dispose(), SetSummaryVariable, base.Dispose);
        GC.SuppressFinalize(this);
    }

    private void SetSummaryVariable()
    {
        if (!CommonSettings.IsWhatIf(this))
            _summaryVariable?.Set(_session?.Summarize(_readErrors) ?? new ExportSummary { ReadErrors = _readErrors });
    }

    private protected override void OpenVariables()
    {
        Downstream.Begin(this);
        _summaryVariable = Reporting.SummaryVariable.Open(this, SummaryVariable, new ExportSummary());
    }

    private void Open()
    {
        try
        {
            FileWriteOptions options = ReadParameters(out string path);
            ItemConverter converter = new(ConversionOptions.Create(attributeType: AttributeType));
            if (!ShouldProcess(path, Append ? "Append items" : "Export items"))
                return;
            _path = new OutputPath(path, options.SplitBytes is not null);
            _session = new ExportSession(this, _path, options, converter);
        }
        catch (Exception exception) when (exception is ArgumentException or ItemNotFoundException or SessionStateException)
        {
            ThrowTerminatingError(Errors.Parameter("InvalidExportParameter", exception.Message));
        }

        _session!.Open();
    }

    private FileWriteOptions ReadParameters(out string path)
    {
        path = ExportParameters.Resolve(this, LiteralPath ?? Path!, isLiteral: LiteralPath is not null);
        return ExportParameters.Check(new FileWriteOptions
        {
            Format = ExportParameters.FindFormat(path, IsGiven(nameof(Format)) ? Format : null),
            Compression = ExportParameters.FindCompression(path, IsGiven(nameof(Compression)) ? Compression : null),
            Encoding = Encoding is null ? null : EncodingParameter.Read(Encoding),
            Delimiter = IsGiven(nameof(Delimiter)) ? Delimiter : null,
            Properties = Property,
            TypedHeader = TypedHeader,
            Append = Append,
            NoClobber = NoClobber,
            Force = Force,
            SplitBytes = IsGiven(nameof(SplitBytes)) ? SplitBytes : null,
        });
    }
}
