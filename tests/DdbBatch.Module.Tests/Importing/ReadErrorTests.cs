using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Importing;

/// <summary>Inputs that a reader could not read are counted in the summary of the writing command.</summary>
public sealed class ReadErrorTests(DynamoDbLocalFixture fixture, TemporaryFolder folder)
    : WriteTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private readonly TemporaryFolder _folder = folder.Inner();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Session.SetVariable("dir", _folder.Path);
        Run("$names = 'good.csv', 'ragged.csv', 'missing.csv'; function later { end { $input } }");
        _folder.Add("good.csv", "Id,A\n1,x\n2,y\n");
        _folder.Add("ragged.csv", "Id,A\n11,x\n12\n13,y\n");
        _folder.Add("list.txt", "good.csv\nragged.csv\nmissing.csv\n");
    }

    [Theory]
    [InlineData("Import-DdbItem $dir/good.csv | LOAD", 2, 0)]
    [InlineData("Import-DdbItem $dir/missing.csv | LOAD", 0, 1)]
    [InlineData("Import-DdbItem $dir/*.none | LOAD", 0, 1)]
    [InlineData("Import-DdbItem -LiteralPath $dir/missing.csv | LOAD", 0, 1)]
    [InlineData("Import-DdbItem $dir/list.txt | LOAD", 0, 1)]
    [InlineData("Import-DdbItem $dir/ragged.csv | LOAD", 2, 1)]
    [InlineData("Import-DdbItem $dir/good.csv -AttributeType @{ A = 'N' } | LOAD", 0, 2)]
    [InlineData("Import-DdbItem $dir/good.csv, $dir/ragged.csv, $dir/missing.csv | LOAD", 4, 2)]
    [InlineData("$names | % { \"$dir/$_\" } | Import-DdbItem | LOAD", 4, 2)]
    [InlineData("Import-DdbItem $dir/ragged.csv | Where-Object Id -NE 13 | LOAD", 1, 1)]
    [InlineData("Import-DdbItem $dir/ragged.csv | ForEach-Object { $_ } | later | LOAD", 2, 1)]
    [InlineData("function pass { process { $_ } }; Import-DdbItem $dir/missing.csv | pass | LOAD", 0, 1)]
    [InlineData("function read { Import-DdbItem $dir/ragged.csv }; read | LOAD", 2, 1)]
    [InlineData("function read { [CmdletBinding()] param() Import-DdbItem $dir/missing.csv | Where-Object { $true } }; read | ForEach-Object { $_ } | LOAD", 0, 1)]
    [InlineData("$names | ForEach-Object { Import-DdbItem $dir/$_ } | LOAD", 4, 2)]
    [InlineData("& { foreach ($f in 'good.csv', 'missing.csv') { Import-DdbItem $dir/$f } } | LOAD", 2, 1)]
    [InlineData("1..2 | ForEach-Object { $none = Import-DdbItem $dir/missing.csv; @{ Id = $_ } } | LOAD", 2, 0)]
    [InlineData("1..2 | ForEach-Object { Import-DdbItem $dir/missing.csv | Write-DdbBatch; @{ Id = $_ } } | LOAD", 2, 0)]
    [InlineData("Import-DdbItem $dir/missing.csv | Out-Null; Import-DdbItem $dir/good.csv | LOAD", 2, 0)]
    [InlineData("'{\"Id\":{\"N\":\"1\"}}', '{\"Id\":' | ConvertFrom-DdbJson | LOAD", 1, 1)]
    [InlineData("Import-DdbItem $dir/ragged.csv | Write-DdbBatch -PassThru | LOAD", 2, 1)]
    public void It_is_counted_by_the_command_that_writes_and_by_no_other(string script, long total, long readErrors)
    {
        PowerShellResult result = Run(script.Replace("LOAD", "Write-DdbBatch -SummaryVariable s", StringComparison.Ordinal));
        dynamic s = Summary();
        Assert.Equal((total, total, readErrors, readErrors == 0), ((long)s.Total, (long)s.Written, (long)s.ReadErrors, (bool)s.Succeeded));
        Assert.True(result.Errors.Count >= readErrors);
    }

    [Fact]
    public void Both_of_two_writers_in_a_pipeline_count_it()
    {
        Run("Import-DdbItem $dir/ragged.csv | Write-DdbBatch -PassThru -SummaryVariable a | Remove-DdbBatch -SummaryVariable s");
        Assert.Equal("1 1", Run("\"$($a.ReadErrors) $($s.ReadErrors)\"").Output.Single().ToString());
    }

    [Theory]
    [InlineData("-ErrorAction SilentlyContinue")]
    [InlineData("-ErrorAction Ignore")]
    public void The_number_of_errors_counts_even_if_they_are_not_shown(string parameters)
    {
        PowerShellResult result = Run($"Import-DdbItem $dir/ragged.csv {parameters} | Write-DdbBatch -SummaryVariable s");
        Assert.Empty(result.Errors);
        Assert.Equal((1L, false), ((long)Summary().ReadErrors, (bool)Summary().Succeeded));
    }

    [Fact]
    public async Task A_load_of_half_a_file_is_not_complete_and_goes_on_with_the_whole_one()
    {
        byte[] whole = Compressed("Id,A\n" + string.Concat(Enumerable.Range(1, 4000).Select(row => $"{row},{Guid.NewGuid()}\n")));
        string path = Path.Combine(_folder.Path, "rows.csv.gz");
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        const string load = "Import-DdbItem $dir/rows.csv.gz | Write-DdbBatch -CheckpointPath $dir/load.mark -FailedPath $dir/failed.jsonl -SummaryVariable s";
        Run(load);
        long half = (long)Summary().Written;
        Assert.InRange(half, 1, 3999);
        Assert.Equal((1L, false), ((long)Summary().ReadErrors, (bool)Summary().Succeeded));

        File.WriteAllBytes(path, whole);
        Run(load).ThrowIfFailed();
        Assert.Equal((true, half, 4000 - half), ((bool)Summary().Succeeded, (long)Summary().Skipped, (long)Summary().Written));
        Assert.Equal(4000, (await ItemsAsync()).Count);
    }

    [Theory]
    [InlineData("1,x\n2,x\n3,x\n4,x\n5,x\n", "1,x\n2,x\n3\n4,x\n5,x\n")]
    [InlineData("1,x\n2,x\n3,x\n4,x\n5,x\n", "1\n2,x\n3,x\n4,x\n5,x\n")]
    [InlineData("1,x\n2,x\n3,x\n4,x\n5,x\n", "1,x\n2,x\n3,x\n4,x\n5\n")]
    [InlineData("1,x\n2,x\n4,x\n5,x\n", "1,x\n2,x\n3\n4,x\n5\n5,x\n")]
    public async Task A_row_that_could_not_be_read_is_written_once_it_is_repaired(string repaired, string broken)
    {
        const string load = "Import-DdbItem $dir/rows.csv | Write-DdbBatch -CheckpointPath $dir/load.mark -FailedPath $dir/failed.jsonl -SummaryVariable s";
        _folder.Add("rows.csv", "Id,A\n" + broken);
        Run(load);
        Assert.False((bool)Summary().Succeeded);
        _folder.Add("rows.csv", "Id,A\n" + repaired);
        Run(load).ThrowIfFailed();
        Assert.True((bool)Summary().Succeeded);
        Assert.Equal(repaired.Count(character => character == '\n'), (await ItemsAsync()).Count);
        Assert.Contains("\"Complete\":true", File.ReadAllText(Path.Combine(_folder.Path, "load.mark")));
    }

    [Fact]
    public async Task A_load_whose_file_is_missing_the_second_time_goes_on_once_it_is_there()
    {
        const string load = "Import-DdbItem $dir/rows.csv | Write-DdbBatch -CheckpointPath $dir/load.mark -SummaryVariable s";
        _folder.Add("rows.csv", "Id\n1\n2\n3 3\n4\n");
        Run(load);
        File.Delete(Path.Combine(_folder.Path, "rows.csv"));
        Run(load);
        Assert.Equal((0L, 1L, false), ((long)Summary().Total, (long)Summary().ReadErrors, (bool)Summary().Succeeded));
        _folder.Add("rows.csv", "Id\n1\n2\n3\n4\n");
        Run(load).ThrowIfFailed();
        Assert.Equal((2L, true), ((long)Summary().Skipped, (bool)Summary().Succeeded));
        Assert.Equal(4, (await ItemsAsync()).Count);
    }

    private dynamic Summary() => PSObject.AsPSObject(Session.GetVariable("s")!).BaseObject;

    private static byte[] Compressed(string text)
    {
        using MemoryStream bytes = new();
        using (GZipStream gzip = new(bytes, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }
}
