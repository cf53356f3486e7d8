using System.Management.Automation;
using Sylvan.Data.Csv;

namespace DdbBatch.TestKit;

/// <summary>
/// Replaces Import-Csv if it is missing: the engine from NuGet comes without Microsoft.PowerShell.Utility. Well-formed files
/// give the same result as with the real command: strings; empty for an empty cell, null for one that is missing at the end
/// of a row. Malformed input that the real one accepts (white space around quotes, text after them) is not supported.
/// </summary>
[Cmdlet(VerbsData.Import, "Csv")]
[OutputType(typeof(PSObject))]
public sealed class ImportCsvCommand : PSCmdlet
{
    /// <summary>The files, which may have wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The delimiter of cells.</summary>
    [Parameter(Position = 1)]
    public char Delimiter { get; set; } = ',';

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string pattern in Path)
        {
            foreach (string file in GetResolvedProviderPathFromPSPath(pattern, out _))
                Import(file);
        }
    }

    private void Import(string file)
    {
        // '\0' for no comments: a key may start with '#'.
        CsvDataReaderOptions options = new() { Delimiter = Delimiter, Comment = '\0' };
        using CsvDataReader csv = CsvDataReader.Create(file, options);
        while (csv.Read() && !Stopping)
        {
            if (!IsBlankLine(csv))
                WriteObject(ToObject(csv));
        }
    }

    private static bool IsBlankLine(CsvDataReader csv) => csv.RowFieldCount == 1 && csv.GetString(0).Length == 0;

    private static PSObject ToObject(CsvDataReader csv)
    {
        PSObject row = new(csv.FieldCount);
        for (int column = 0; column < csv.FieldCount; column++)
        {
            string? value = column < csv.RowFieldCount ? csv.GetString(column) : null;
            row.Properties.Add(new PSNoteProperty(csv.GetName(column), value), preValidated: true);
        }

        return row;
    }
}
