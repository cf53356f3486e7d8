using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.Module.Tests.Conversion;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Exporting;

/// <summary>Export-DdbItem in a pipeline: input, errors, summary, and a table that goes to a file and back.</summary>
public sealed class ExportDdbItemTests(DynamoDbLocalFixture fixture, TemporaryFolder folder)
    : WriteTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private readonly TemporaryFolder _folder = folder.Inner();

    private string Target => Path.Combine(_folder.Path, "x.jsonl");

    [Theory]
    [InlineData("x.jsonl.gz", "-Format DynamoDBJson", "-Format DynamoDBJson")]
    [InlineData("x.csv.zst", "-TypedHeader", "-TypedHeader")]
    [InlineData("x.json", "", "-AttributeType @{ Tags = 'SS'; Photo = 'B' }")]
    public async Task A_table_is_the_same_after_it_went_to_a_file_and_back(string name, string export, string import)
    {
        Session.Invoke("$PSDefaultParameterValues['Read-DdbTable:EndpointUrl'] = $endpoint");
        string copy = DynamoDbLocalFixture.UniqueTableName();
        await Server.CreateTableAsync(copy, "Id:N");
        Run("""
            1..1500 | % {
                $item = @{ Id = $_; Text = "a`n,""$_"; Empty = ''; Null = $null; Flag = $_ % 2 -eq 0; Tags = [Collections.Generic.HashSet[string]]@('a', "$_"); Photo = [byte[]](1, 2, ($_ % 256)); Deep = @{ List = 1, 'x', $null } }
                if ($_ % 3 -eq 0) { $item.Remove('Text'); $item.Exact = [bigint]::Parse('12345678901234567890123456789012345678') }
                $item
            } | Write-DdbBatch
            """).ThrowIfFailed();
        string path = Path.Combine(_folder.Path, name);

        Run($"Read-DdbTable $table | Export-DdbItem '{path}' {export} -SummaryVariable exported -WarningAction SilentlyContinue").ThrowIfFailed();
        Run($"Import-DdbItem '{path}' {import} | Write-DdbBatch -Table {copy}").ThrowIfFailed();

        Assert.True(((dynamic)Session.GetVariable("exported")!).Succeeded);
        string[] expected = ItemsOf(Table);
        Assert.Equal(1500, expected.Length);
        Assert.Equal(expected, ItemsOf(copy));
    }

    [Fact]
    public void Every_kind_of_object_is_converted_by_the_rules_of_writes() => Assert.Equal(
        [
            """{"Id":1,"Tags":["a","b"]}""", """{"Id":"2"}""", """{"Id":3}""", """{"Id":4}""", """{"Id":5,"Name":"n"}""", """{"Id":6}""",
        ],
        Export("""
            $table = [System.Data.DataTable]::new(); [void]$table.Columns.Add('Id', [int]); [void]$table.Columns.Add('Name')
            [void]$table.Rows.Add(5, 'n')
            try { @{ Id = 4 } | Write-DdbBatch -Table Nothing -UnprocessedVariable u -ErrorAction Ignore } catch { }
            @(
                [ordered]@{ Id = 1; Tags = 'a', 'b' }
                [pscustomobject]@{ Id = '2' }
                , @(@{ Id = 3 })
                $u
                $table.Rows[0]
                [pscustomobject]@{ PutRequest = @{ Item = @{ Id = 6 } } } | % { $_.PutRequest.Item }
            )
            """));

    [Fact]
    public void AttributeType_reads_the_strings_of_the_input() => Assert.Equal(
        ["""{"Id":7,"Tags":["a"]}"""],
        Export("[pscustomobject]@{ Id = '7'; Tags = '[\"a\"]' }", "-AttributeType @{ Id = 'N'; Tags = 'SS' } -WarningAction SilentlyContinue"));

    [Fact]
    public void An_object_that_fails_is_an_error_with_its_position_and_attribute_and_the_rest_is_written()
    {
        PowerShellResult result = Run(
            $"$bad = @{{ Id = 2; X = [double]::NaN }}; @{{ Id = 1 }}, $bad, @{{ Id = 3 }} | Export-DdbItem '{Target}' -SummaryVariable summary");
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("Input 2: X: ", error.ToString());
        Assert.Same(PSObject.AsPSObject(Session.GetVariable("bad")).BaseObject, PSObject.AsPSObject(error.TargetObject).BaseObject);
        Assert.Equal(["""{"Id":1}""", """{"Id":3}"""], File.ReadAllLines(Target));
        Assert.Equal("False 3 2 1", Summary("$summary.Succeeded; $summary.Total; $summary.Written; $summary.Invalid"));
    }

    [Theory]
    [InlineData("", "@{ Id = 1001; New = 1 }", "AttributeNotInHeader", "Input 1001: New: ")]
    [InlineData("-TypedHeader", "@{ Id = 'text' }", "AttributeTypeNotInHeader", "Input 1001: Id: ")]
    public void An_attribute_that_the_header_lacks_is_an_error_and_never_dropped(string parameters, string input, string errorId, string start)
    {
        string path = Path.Combine(_folder.Path, "x.csv");
        PowerShellResult result = Run($"1..1000 | % {{ @{{ Id = $_ }} }} | % {{ $_; if ($_.Id -eq 1000) {{ {input}; @{{ Id = 1002 }} }} }} | Export-DdbItem '{path}' {parameters}");
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId);
        Assert.StartsWith(start, error.ToString());
        Assert.Equal(1002, File.ReadAllLines(path).Length);
    }

    [Fact]
    public void Property_sets_columns_and_their_order_and_a_name_that_no_item_has_is_a_warning()
    {
        string path = Path.Combine(_folder.Path, "x.csv");
        PowerShellResult result = Run($"@{{ a = 1; b = 2; c = 3 }}, @{{ a = 4; c = 5 }} | Export-DdbItem '{path}' -Property c, b, B").ThrowIfFailed();
        Assert.Equal(["c,b,B", "3,2,", "5,,"], File.ReadAllLines(path));
        Assert.Contains("'B'", Assert.Single(result.Warnings));
    }

    [Fact]
    public void The_summary_counts_the_errors_of_a_reader_upstream()
    {
        string source = _folder.Add("in.csv", "Id,Text\n1,a\n2\n3,c\n");
        Run($"Import-DdbItem '{source}' -ErrorAction SilentlyContinue | Export-DdbItem '{Target}' -SummaryVariable summary");
        Assert.Equal("False 2 1", Summary("$summary.Succeeded; $summary.Written; $summary.ReadErrors"));
    }

    [Theory]
    [InlineData("-Path")]
    [InlineData("-LiteralPath")]
    public void A_file_is_not_read_and_written_in_one_pipeline(string parameter)
    {
        string source = _folder.Add("in.jsonl", "{\"Id\":1}\n");
        ErrorRecord error = RunToFailure($"Import-DdbItem '{source}' | Export-DdbItem {parameter} '{source}'").Error;
        Assert.StartsWith("InputIsOutput,", error.FullyQualifiedErrorId);
        Assert.Contains($"because {parameter} of", error.ToString());
        Assert.Equal("{\"Id\":1}\n", File.ReadAllText(source));
    }

    [Fact]
    public void A_delete_has_no_item_to_export()
    {
        string source = _folder.Add("in.json", """{"Music":[{"DeleteRequest":{"Key":{"Id":{"N":"1"}}}},{"PutRequest":{"Item":{"Id":{"N":"2"}}}}]}""");
        PowerShellResult result = Run($"Import-DdbItem '{source}' -Format DynamoDBJson | Export-DdbItem '{Target}'");
        Assert.StartsWith("NoItem,", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal(["""{"Id":2}"""], File.ReadAllLines(Target));
    }

    [Fact]
    public void An_imported_item_whose_property_was_changed_is_written_with_the_change()
    {
        string source = _folder.Add("in.jsonl", "{\"Id\":1,\"Tags\":{\"SS\":[\"a\"]}}\n");
        Run($"Import-DdbItem '{source}' -Format JsonLines | % {{ $_.Id = 2; $_ }} | Export-DdbItem '{Target}'").ThrowIfFailed();
        Assert.Equal(["""{"Id":2,"Tags":{"SS":["a"]}}"""], File.ReadAllLines(Target));
    }

    [Fact]
    public void The_variable_of_the_summary_is_set_when_the_export_fails()
    {
        Run("$summary = 1");
        RunToFailure($"1..3 | % {{ if ($_ -eq 3) {{ throw 'upstream' }}; @{{ Id = $_ }} }} | Export-DdbItem '{Target}' -SummaryVariable summary");
        Assert.Equal("False 0 0", Summary("$summary.Succeeded; $summary.Written; $summary.Files.Count"));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        Run($"@{{ Id = 1 }} | Export-DdbItem '{Target}' -WhatIf").ThrowIfFailed();
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void A_relative_path_is_one_of_PowerShells_location()
    {
        Run($"$null = $ExecutionContext.SessionState.Path.SetLocation('{_folder.Path}'); @{{ Id = 1 }} | Export-DdbItem x.jsonl").ThrowIfFailed();
        Assert.True(File.Exists(Target));
    }

    private string[] Export(string input, string parameters = "")
    {
        Run($"& {{ {input} }} | Export-DdbItem '{Target}' {parameters}").ThrowIfFailed();
        return File.ReadAllLines(Target);
    }

    private string[] ItemsOf(string name) =>
        [.. Run($"Read-DdbTable {name} | ConvertTo-DdbJson").ThrowIfFailed().Output.Select(line => DdbJsonComparer.NormalizeItem(line.ToString())).Order(StringComparer.Ordinal)];

    private string Summary(string values) => string.Join(' ', Run($"@({values}) | % {{ \"$_\" }}").Output.Select(value => value.ToString()));
}
