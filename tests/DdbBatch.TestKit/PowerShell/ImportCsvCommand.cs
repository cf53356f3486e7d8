using System.Management.Automation;
using Sylvan.Data.Csv;

namespace DdbBatch.TestKit;

/// <summary>
/// Stands in for Import-Csv where there is none: the engine from NuGet comes without Microsoft.PowerShell.Utility.
/// Well-formed files give what the real one gives: strings; empty for an empty cell, null for one that is missing at a
/// row's end. What the real one forgives (blanks around quotes, text behind them) this one doesn't.
/// </summary>
[Cmdlet(VerbsData.Import, "Csv")]
[OutputType(typeof(PSObject))]
public sealed class ImportCsvCommand : PSCmdlet
{
    /// <summary>The files, which may have wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>What is between two cells.</summary>
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
