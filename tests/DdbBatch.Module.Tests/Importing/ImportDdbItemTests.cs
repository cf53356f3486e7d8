using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Importing;

public sealed class ImportDdbItemTests(DynamoDbLocalFixture fixture, TemporaryFolder folder)
    : WriteTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private readonly TemporaryFolder _folder = folder.Inner();

    [Fact]
    public async Task Rows_of_a_CSV_file_are_written_as_those_of_Import_Csv_are()
    {
        string path = _folder.Add("x.csv", "Id,Text,Empty\n1,\"a \"\"b\"\"\",\n2.0,ü😀,\n");
        Run($"Import-Csv '{path}' | Write-DdbBatch").ThrowIfFailed();
        string[] expected = await StoredAsync();
        Run("1, 2 | % { @{ Id = $_ } } | Remove-DdbBatch").ThrowIfFailed();

        Run($"Import-DdbItem '{path}' | Write-DdbBatch").ThrowIfFailed();

        Assert.Equal(2, expected.Length);
        Assert.Equal(expected, await StoredAsync());
    }

    [Fact]
    public void The_parameters_of_Write_DdbBatch_read_the_values_of_rows()
    {
        string path = _folder.Add("x.csv", "Id,Year,Tags:SS,Junk,Empty\n1,1999,a|b,x,\n");
        Assert.Equal(
            ["""{"Id":{"S":"1"},"Year":{"N":"1999"},"Tags":{"SS":["a","b"]}}"""],
            Lines($"Import-DdbItem '{path}' | ConvertTo-DdbJson -TypedHeader -Separator '|' -EmptyString Omit -AttributeType @{{ Year = 'N'; Junk = 'Ignore' }}"));
    }

    [Fact]
    public void The_parameters_of_Import_DdbItem_read_the_values_if_they_are_given()
    {
        string path = _folder.Add("x.csv", "Id,Year,Tags:SS,Empty\n1,1999,a|b,\n2,x,c,\n3,2001,d,\n");
        PowerShellResult result = Run($"Import-DdbItem '{path}' -TypedHeader -Separator '|' -EmptyString Omit -AttributeType @{{ Year = 'N' }} | ConvertTo-DdbJson");
        Assert.Equal(
            ["""{"Id":{"S":"1"},"Year":{"N":"1999"},"Tags":{"SS":["a","b"]}}""", """{"Id":{"S":"3"},"Year":{"N":"2001"},"Tags":{"SS":["d"]}}"""],
            result.Output.Select(line => line.ToString()));
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("NotANumber,", error.FullyQualifiedErrorId);
        Assert.StartsWith($"{path}, line 3: Year: ", error.ToString());
    }

    [Theory]
    [InlineData("a,1,,\n", """{"Id":{"S":"a"},"X":{"N":"1"}}""")]
    [InlineData("a,,null,\n", """{"Id":{"S":"a"},"X":{"NULL":true}}""")]
    [InlineData("a,,,\n", """{"Id":{"S":"a"}}""")]
    [InlineData("a,,,\"\"\n", """{"Id":{"S":"a"},"X":{"S":""}}""")]
    [InlineData("a, \"\"  ,,t\n", "NotANumber")]
    [InlineData("a,1,,t\n", "DuplicateAttribute")]
    public void A_header_with_a_question_mark_distinguishes_a_missing_attribute_from_an_empty_string(string row, string expected)
    {
        string path = _folder.Add("x.csv", "Id:S,X:N?,X:NULL?,X:S?\n" + row);
        foreach (string pipeline in (string[])[$"Import-DdbItem '{path}' -TypedHeader | ConvertTo-DdbJson", $"Import-DdbItem '{path}' | ConvertTo-DdbJson -TypedHeader"])
        {
            PowerShellResult result = Run(pipeline);
            Assert.Equal(
                expected,
                result.Errors.Count > 0 ? result.Errors[0].FullyQualifiedErrorId.Split(',')[0] : Assert.Single(result.Output).ToString());
        }
    }

    [Fact]
    public void An_object_whose_name_has_a_question_mark_lacks_the_attribute_if_the_value_is_empty()
    {
        string[] lines = Lines("@(@{ 'X:N?' = '' }, @{ 'X:S?' = $null }, [pscustomobject]@{ 'X:N?' = 1 }) | ConvertTo-DdbJson -TypedHeader");
        Assert.Equal(["{}", "{}", """{"X":{"N":"1"}}"""], lines);
    }

    [Fact]
    public async Task Strings_that_were_read_here_still_become_what_the_tables_key_is()
    {
        string path = _folder.Add("x.csv", "Id,Empty\n1,\n2,\n");
        Run($"Import-DdbItem '{path}' -EmptyString Omit | Write-DdbBatch").ThrowIfFailed();
        Assert.Equal([1, 2], (await ItemsAsync()).Keys.Order());
    }

    [Fact]
    public async Task A_table_says_what_its_keys_are()
    {
        string path = _folder.Add("x.csv", "Id,A\n1,a\nx,b\n3,c\n");
        PowerShellResult result = Run($"Import-DdbItem '{path}' -Table $table -EndpointUrl $endpoint -OutVariable items | Write-DdbBatch");
        Assert.StartsWith("KeyTypeMismatch,", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal([1, 3], (await ItemsAsync()).Keys.Order());
        Assert.Equal([typeof(int), typeof(int)], Run("$items | % { $_.Id.GetType() }").Output.Select(type => type.BaseObject));
    }

    [Theory]
    [InlineData("x.csv", "A,b c\n1,2\n", "A=1 b c=2")]
    [InlineData("x.jsonl", """{"A":"1","b c":[1,2],"M":{"x":1.50,"y":null},"T":true}""", "A=1 b c=1 2 M=@{x=1.50; y=} T=True")]
    [InlineData("x.json", """[{"a":12345678901,"B":-2e-3}]""", "a=12345678901 B=-0.002")]
    public void Items_have_a_property_for_each_attribute(string name, string text, string expected)
    {
        string path = _folder.Add(name, text);
        Assert.Equal([expected], Lines($$"""Import-DdbItem '{{path}}' | % { ($_.PSObject.Properties | % { "$($_.Name)=$($_.Value)" }) -join ' ' }"""));
    }

    [Fact]
    public void Properties_of_typed_items_have_the_values_that_DynamoDB_JSON_stands_for()
    {
        string path = _folder.Add("x.jsonl", """{"Item":{"N":{"N":"7"},"S":{"S":"x"},"B":{"B":"AQI="},"NS":{"NS":["1","2"]},"M":{"M":{"a":{"N":"1"},"A":{"N":"2"}}}}}""");
        Run($"$item = Import-DdbItem '{path}' -DynamoDBJson").ThrowIfFailed();
        Assert.Equal(
            ["Int32", "String", "Byte[]", "HashSet`1", "Hashtable"],
            Lines("$item.PSObject.Properties | % { $_.Value.GetType().Name }"));
        Assert.Equal(["7", "x", ""], Lines("$item.N, $item.s, \"$($item.None)\""));
        Assert.Equal(["True"], Lines("($item | Where-Object N -GT 6) -ne $null"));
    }

    [Theory]
    [InlineData("""Import-DdbItem $path | % { $_.A = [int] $_.a; $_ }""", """{"Id":{"S":"1"},"A":{"N":"5"}}""")]
    [InlineData("""Import-DdbItem $path -AttributeType @{ A = 'N' } | % { $_.A++; $_ }""", """{"Id":{"S":"1"},"A":{"N":"6"}}""")]
    [InlineData("""Import-DdbItem $path | % { $_.PSObject.Properties.Add([psnoteproperty]::new('New', 1)); $_ }""", """{"Id":{"S":"1"},"A":{"S":"5"},"New":{"N":"1"}}""")]
    [InlineData("""Import-DdbItem $path | % { $_.PSObject.Properties.Add([psnoteproperty]::new('A', 1)); $_ }""", """{"Id":{"S":"1"},"A":{"N":"1"}}""")]
    [InlineData("""Import-DdbItem $path | % { @{ Inner = $_ } }""", """{"Inner":{"M":{"Id":{"S":"1"},"A":{"S":"5"}}}}""")]
    [InlineData("""Import-DdbItem $path | % { $null = $_.A; $_ }""", """{"Id":{"S":"1"},"A":{"S":"5"}}""")]
    public void The_changes_of_a_script_are_written(string script, string expected)
    {
        Session.SetVariable("path", _folder.Add("x.csv", "Id,A\n1,5\n"));
        Assert.Equal([expected], Lines($"{script} | ConvertTo-DdbJson"));
    }

    [Fact]
    public async Task A_whole_export_is_imported_by_its_folder_or_its_manifest()
    {
        string export = AddExport(itemCount: 2);
        Run($"Import-DdbItem '{export}' | Write-DdbBatch").ThrowIfFailed();
        Assert.Equal([1, 2, 3, 4], (await ItemsAsync()).Keys.Order());
        foreach (string path in new[] { $"{export}/manifest-summary.json", $"{_folder.Path}", $"{_folder.Path}/AWSDynamoDB", $"{export}/data/*.gz" })
            Assert.Equal(4, Run($"Import-DdbItem '{path}'").ThrowIfFailed().Output.Count);
    }

    [Fact]
    public void An_export_that_lacks_items_or_files_is_an_error()
    {
        string export = AddExport(itemCount: 3);
        PowerShellResult short1 = Run($"Import-DdbItem '{export}'");
        Assert.Equal(4, short1.Output.Count);
        Assert.All(short1.Errors, error => Assert.StartsWith("ExportInvalid,", error.FullyQualifiedErrorId));
        Assert.Equal(2, short1.Errors.Count);

        File.Delete($"{export}/data/a.json.gz");
        PowerShellResult missing = Run($"Import-DdbItem '{export}'");
        Assert.Equal(2, missing.Output.Count);
        Assert.Contains(missing.Errors, error => error.FullyQualifiedErrorId.StartsWith("FileNotOpened,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_files_put_and_delete_in_the_tables_that_they_name()
    {
        Run("1..3 | % { @{ Id = $_ } } | Write-DdbBatch").ThrowIfFailed();
        string path = _folder.Add("x.json", """
            {"RequestItems": {"TABLE": [
                {"PutRequest": {"Item": {"Id": {"N": "9"}, "A": {"S": "x"}}}},
                {"DeleteRequest": {"Key": {"Id": {"N": "2"}}}}
            ]}}
            """.Replace("TABLE", Table));
        Session.Invoke("$PSDefaultParameterValues.Remove('*-DdbBatch:Table')").ThrowIfFailed();

        Run($"Import-DdbItem '{path}' -Format DynamoDBJson | Write-DdbBatch").ThrowIfFailed();

        Assert.Equal([1, 3, 9], (await ItemsAsync()).Keys.Order());
    }

    [Fact]
    public async Task Typed_items_are_checked_by_the_tables_key()
    {
        string path = _folder.Add("x.jsonl", """
            {"Id":{"N":"1"}}
            {"Id":{"S":"2"}}
            {"id":{"N":"3"}}
            {"Id":{"N":"4"},"B":{"BOOL":"x"}}
            {"Id":{"N":"5"}}
            """);
        PowerShellResult result = Run($"Import-DdbItem '{path}' -DynamoDBJson | Write-DdbBatch");
        Assert.Equal(
            ["KeyMissing", "KeyTypeMismatch", "NotDdbJson"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).Order());
        Assert.All(result.Errors, error => Assert.Contains($"{path}, line ", error.ToString()));
        Assert.Equal([1, 5], (await ItemsAsync()).Keys.Order());
    }

    [Fact]
    public async Task Items_are_keys_to_Remove_DdbBatch()
    {
        Run("1..3 | % { @{ Id = $_ } } | Write-DdbBatch").ThrowIfFailed();
        string csv = _folder.Add("x.csv", "A,Id\nx,1\n");
        string json = _folder.Add("x.jsonl", """{"A":{"S":"x"},"Id":{"N":"2"}}""");
        Run($"Import-DdbItem '{csv}' | Remove-DdbBatch; Import-DdbItem '{json}' -DynamoDBJson | Remove-DdbBatch").ThrowIfFailed();
        Assert.Equal([3], (await ItemsAsync()).Keys);
    }

    [Fact]
    public void Bad_lines_are_errors_with_their_place_and_Stop_stops_at_the_first()
    {
        string path = _folder.Add("x.csv", "Id\n1\n1,2\n3\n\"4\n");
        PowerShellResult result = Run($"Import-DdbItem '{path}'");
        Assert.Equal(2, result.Output.Count);
        Assert.StartsWith($"{path}, line 3: the row has 2 cells", result.Errors[0].ToString());
        Assert.StartsWith($"{path}, line 5", result.Errors[1].ToString());
        Assert.Equal(2, result.Errors.Count);
        Failure failure = RunToFailure($"Import-DdbItem '{path}' -ErrorAction Stop");
        Assert.StartsWith("RaggedRow,", failure.Error.FullyQualifiedErrorId);
        Assert.Single(failure.Before.Output);
    }

    [Theory]
    [InlineData("nothing.csv", "FileNotOpened")]
    [InlineData("*.none", "FileNotOpened")]
    [InlineData("x.dat", "FileFormatUnknown")]
    [InlineData("empty", "NotAnExport")]
    public void A_file_that_cannot_be_opened_is_an_error_and_the_other_files_are_read(string name, string errorId)
    {
        _folder.Add("x.dat", "Id\n1\n");
        Directory.CreateDirectory($"{_folder.Path}/empty");
        string good = _folder.Add("good.csv", "Id\n1\n");
        PowerShellResult result = Run($"'{_folder.Path}/{name}', '{good}' | Import-DdbItem");
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId);
        Assert.Equal(2, error.ToString().Split(name).Length);
        Assert.Single(result.Output);
    }

    [Fact]
    public void Files_come_by_wildcards_from_the_pipeline_by_their_names_and_as_streams()
    {
        _folder.Add("a1.csv", "Id\n1\n");
        _folder.Add("a2.tsv", "Id\n2\n");
        string odd = _folder.Add("[b].csv", "Id\n3\n");
        Session.SetVariable("stream", new MemoryStream("Id\n4\n"u8.ToArray()));
        string inner = _folder.Path;
        Assert.Equal(["1", "2"], Lines($"Import-DdbItem '{inner}/a?.?sv' | % Id"));
        Assert.Equal(["3"], Lines($"Import-DdbItem -LiteralPath '{odd}' | % Id"));
        Assert.Equal(["3"], Lines($"[System.IO.FileInfo]'{odd}' | Import-DdbItem | % Id"));
        Assert.Equal(["4"], Lines("Import-DdbItem -InputStream $stream -Format Csv | % Id"));
        Assert.StartsWith("FileFormatUnknown,", Assert.Single(Run("Import-DdbItem -InputStream $stream").Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("Import-DdbItem $path | Select-First")]
    [InlineData("Import-DdbItem $path | % { throw 'x' }")]
    [InlineData("Import-DdbItem $path -ErrorAction Stop | % { if ($_.Id -eq 5) { Write-None } }")]
    public void A_pipeline_that_ends_early_closes_the_file(string script)
    {
        string path = _folder.Add("x.csv", "Id\n" + string.Join('\n', Enumerable.Range(0, 50_000)));
        Session.SetVariable("path", path);
        Session.Invoke("function Select-First { [CmdletBinding()] param([Parameter(ValueFromPipeline)] $i) process { $i; break } }; function Write-None { break }");
        Session.Invoke($"do {{ {script} }} while ($false)");
        using FileStream exclusive = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(exclusive.CanWrite);
        if (OperatingSystem.IsLinux())
            Assert.DoesNotContain(OpenFiles(except: exclusive), open => open == path);
    }

    [Fact]
    public void Parameters_that_make_no_sense_end_the_command()
    {
        string path = _folder.Add("x.csv", "Id\n1\n");
        Assert.StartsWith("InvalidFileParameter,", RunToFailure($"Import-DdbItem '{path}' -Encoding nonsense").Error.FullyQualifiedErrorId);
        Assert.StartsWith("InvalidFileParameter,", RunToFailure($"Import-DdbItem '{path}' -Header A, A").Error.FullyQualifiedErrorId);
        Assert.StartsWith("InvalidFileParameter,", RunToFailure($"Import-DdbItem '{path}' -Delimiter '\"'").Error.FullyQualifiedErrorId);
        Assert.StartsWith("TableNotFound,", RunToFailure($"Import-DdbItem '{path}' -Table NoSuchTable -EndpointUrl $endpoint").Error.FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("x.jsonl", "{\"Id\":1}\n{\"Id\":2,\"T\":\"\\ud83d\"}\n{\"Id\":3}\n", "InvalidSurrogate")]
    [InlineData("x.json", "{\"Id\":1}\n{\"Id\":2,\"T\":x}\n{\"Id\":3}\n", "InvalidJson")]
    [InlineData("x.csv", "Id,T\n1,a\n2,\0\n3,c\n", "InvalidEncoding")]
    [InlineData("x.csv", "Id, T\n1, a\nId,T\n3,\"c\" \n", "RepeatedHeader")]
    public async Task One_bad_item_is_one_error_and_the_others_are_written(string name, string text, string errorId)
    {
        string path = _folder.Add(name, text);
        PowerShellResult result = Run($"Import-DdbItem '{path}' | Write-DdbBatch -FailedPath '{_folder.Path}/failed' -CheckpointPath '{_folder.Path}/checkpoint'");
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId);
        Assert.Contains($"{path}, line ", error.ToString());
        Assert.Equal([1, 3], (await ItemsAsync()).Keys.Order());
    }

    [Theory]
    [InlineData("x.json", "{\n \"Items\": [\n{\"Id\":{\"N\":\"1\"}},\n{\"Id\":{\"N\":\"2\"}}],\n \"Count\": 2, \"ScannedCount\": 2, \"ConsumedCapacity\": null\n}\n")]
    [InlineData("x.json", "[\n {\"Id\":{\"N\":\"1\"}},\n {\"Id\":{\"N\":\"2\"}}\n]\n")]
    [InlineData("x.json", "{\"Count\":1,\"Items\":[{\"Id\":{\"N\":\"1\"}}]}\n{\"Items\":[{\"Id\":{\"N\":\"2\"}}]}\n")]
    [InlineData("x.json", "{\n\"Items\":[{\"Id\":{\"N\":\"1\"}}]}\n{\n\"Items\":[{\"Id\":{\"N\":\"2\"}}]}\n")]
    [InlineData("x.json", "{\"Responses\":{\"Other\":[{\"Id\":{\"N\":\"1\"}},{\"Id\":{\"N\":\"2\"}}]},\"UnprocessedKeys\":{}}")]
    [InlineData("x.json", "{\"Item\":{\"Id\":{\"N\":\"1\"}}}\n{\"Item\":{\"Id\":{\"N\":\"2\"}}}\n")]
    [InlineData("x.jsonl", "{\"Id\":{\"N\":\"1\",\"S\":null}}\n{\"Id\":{\"S\":null,\"N\":\"2\"}}\n")]
    public async Task DynamoDB_JSON_is_recognized_and_must_be_read_as_such(string name, string text)
    {
        string path = _folder.Add(name, text);
        PowerShellResult plain = Run($"Import-DdbItem '{path}'");
        Assert.NotEmpty(plain.Errors);
        Assert.Empty(plain.Output);
        Assert.All(plain.Errors, error => Assert.StartsWith("LooksLikeDynamoDBJson,", error.FullyQualifiedErrorId));
        Assert.All(plain.Errors, error => Assert.Contains("-Format DynamoDBJson", error.ToString()));

        Run($"Import-DdbItem '{path}' -Format DynamoDBJson | Write-DdbBatch").ThrowIfFailed();
        Assert.Equal([1, 2], (await ItemsAsync()).Keys.Order());
        Assert.NotEmpty(Run($"Import-DdbItem '{path}' -Format {(name == "x.json" ? "Json" : "JsonLines")}").ThrowIfFailed().Output);
    }

    [Fact]
    public void A_file_whose_format_was_forgotten_is_one_error()
    {
        string path = _folder.AddGzip("x.jsonl.gz", string.Concat(Enumerable.Repeat("{\"Id\":{\"N\":\"1\"}}\n", 2000)));
        PowerShellResult result = Run($"Import-DdbItem '{path}'");
        Assert.StartsWith("LooksLikeDynamoDBJson,", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("", 10)]
    [InlineData("-ErrorVariable all", 25)]
    public void Errors_of_one_kind_are_written_for_the_first_rows_and_counted_for_all(string parameters, int expected)
    {
        string path = _folder.Add("ragged.csv", "Id,A\n1,a\n" + string.Concat(Enumerable.Repeat("2\n", 25)));
        PowerShellResult result = Run($"Import-DdbItem '{path}' {parameters} | Write-DdbBatch -SummaryVariable s");
        Assert.Equal(expected, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith("RaggedRow,", error.FullyQualifiedErrorId));
        Assert.Equal(expected == 25 ? 0 : 1, result.Warnings.Count(warning => $"{warning}".Contains("RaggedRow (", StringComparison.Ordinal) && $"{warning}".Contains(": 25 ", StringComparison.Ordinal)));
        Assert.Equal((25L, 1L), ((long)((dynamic)Session.GetVariable("s")!).ReadErrors, (long)((dynamic)Session.GetVariable("s")!).Written));
    }

    [Theory]
    [InlineData("1..25 | % { @{ Name = \"$_\" } } | Get-DdbBatch", "KeyMissing")]
    [InlineData("1..25 | % { @{ V = [double]::NaN } } | ConvertTo-DdbJson", "")]
    [InlineData("1..25 | % { \"{`\"V`\":$_}\" } | ConvertFrom-DdbJson", "")]
    [InlineData("1..25 | % { @{ V = [double]::NaN } } | Export-DdbItem $out -Force", "")]
    public void Objects_that_break_one_rule_are_ten_errors_and_a_warning_or_all_of_them_with_ErrorVariable(string script, string errorId)
    {
        Session.SetVariable("out", $"{_folder.Path}/out.jsonl");
        PowerShellResult result = Run(script);
        Assert.Equal(10, result.Errors.Count);
        Assert.StartsWith(errorId, result.Errors[0].FullyQualifiedErrorId);
        Assert.Contains(": 25 inputs", Assert.Single(result.Warnings).ToString());

        result = Run($"{script} -ErrorVariable all");
        Assert.Equal(25, result.Errors.Count);
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("Import-DdbItem $csv")]
    [InlineData("@{ Price = 1 } | ConvertTo-DdbJson")]
    [InlineData("@{ Price = 1 } | Export-DdbItem $out -Force")]
    public void A_conversion_parameter_for_a_name_that_no_item_had_is_a_warning(string script)
    {
        Session.SetVariable("csv", _folder.Add("prices.csv", "Price\n1\n"));
        Session.SetVariable("out", $"{_folder.Path}/out.jsonl");
        PowerShellResult result = Run($"{script} -AttributeType @{{ Pricee = 'N' }}").ThrowIfFailed();
        Assert.Equal(
            "-AttributeType: no item had an attribute 'Pricee'. The nearest name is 'Price'.", Assert.Single(result.Warnings).ToString());
    }

    [Fact]
    public void A_data_file_that_was_changed_after_the_export_is_an_error()
    {
        string export = AddExport(2);
        string[] manifest = File.ReadAllLines($"{export}/manifest-files.json");
        string[] files = [.. new[] { "a", "b" }.Select(name => $"{export}/data/{name}.json.gz")];
        File.WriteAllLines($"{export}/manifest-files.json", manifest.Zip(files, (line, file) =>
            line.Replace("\"etag\"", $"\"md5Checksum\":\"{Convert.ToBase64String(System.Security.Cryptography.MD5.HashData(File.ReadAllBytes(file)))}\",\"etag\"", StringComparison.Ordinal)));
        Assert.Equal(4, Run($"Import-DdbItem '{export}'").ThrowIfFailed().Output.Count);
        _folder.AddGzip($"{export}/data/b.json.gz", "{\"Item\":{\"Id\":{\"N\":\"3\"}}}\n{\"Item\":{\"Id\":{\"N\":\"5\"}}}\n");

        PowerShellResult result = Run($"Import-DdbItem '{export}' | Write-DdbBatch -SummaryVariable s");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("FileDamaged,", error.FullyQualifiedErrorId);
        Assert.Contains("b.json.gz", error.ToString());
        Assert.Equal((1L, false), ((long)((dynamic)Session.GetVariable("s")!).ReadErrors, (bool)((dynamic)Session.GetVariable("s")!).Succeeded));
    }

    // The layouts of the AWS CLI: pretty-printed, on one line, and page after page.
    [Theory]
    [InlineData("scan", """{"Items":ITEMS,"Count":2,"ScannedCount":9,"LastEvaluatedKey":{"Id":{"N":"2"}}}""")]
    [InlineData("query", """{"Count":2,"Items":ITEMS,"ScannedCount":2,"ConsumedCapacity":null}""")]
    [InlineData("scan of one page", """{"ConsumedCapacity":{"TableName":"T","CapacityUnits":1.0},"ScannedCount":2,"Items":ITEMS,"NextToken":"eyJ"}""")]
    [InlineData("batch-get-item", """{"Responses":{"Music":ITEMS},"UnprocessedKeys":{}}""")]
    [InlineData("batch-get-item of two tables", """{"UnprocessedKeys":{},"Responses":{"Music":ITEMS,"Other":[]},"ConsumedCapacity":[{"TableName":"T","CapacityUnits":1.0}]}""")]
    public void Pages_of_the_AWS_CLI_are_read_in_every_layout(string call, string page)
    {
        string first = page.Replace("ITEMS", """[{"Id":{"N":"1"},"Items":{"L":[]}},{"Id":{"N":"2"}}]""");
        string more = page.Replace("ITEMS", """[{"Id":{"N":"3"}}]""");
        // Only the last page of a scan says whether the scan came to its end.
        string last = Regex.Replace(more, ",\"(NextToken|LastEvaluatedKey)\":.*", "}");
        string empty = page.Replace("ITEMS", "[]");
        string[] layouts =
        [
            $"{first}\n{empty}\n{last}\n",
            $"{first}{empty}{last}",
            $"{Indent(first)}\n{Indent(empty)}\n{Indent(last)}\n",
            $"{Indent(empty)}\r\n{Indent(first).ReplaceLineEndings("\r\n")}\r\n\r\n{Indent(last)}",
            $"[{first},{empty},{last}]",
        ];
        foreach (string layout in layouts)
        {
            string path = _folder.Add($"{call}.json", layout);
            Assert.Equal(["1", "2", "3"], Lines($"Import-DdbItem '{path}' -Format DynamoDBJson | % Id"));
        }

        if (more == last)
            return;
        foreach (string layout in new[] { more, Indent(more), $"{first}\n{empty}", $"{last}\n{more}", $"[{first}]" })
        {
            string path = _folder.Add($"{call}.json", layout);
            PowerShellResult result = Run($"Import-DdbItem '{path}' -Format DynamoDBJson");
            ErrorRecord error = Assert.Single(result.Errors);
            Assert.StartsWith("FileIncomplete,", error.FullyQualifiedErrorId);
            Assert.Contains(path, error.Exception.Message);
            Assert.NotEmpty(result.Output);
        }
    }

    [Theory]
    [InlineData("{\"RequestItems\":[]}", "RequestItems is no object of tables")]
    [InlineData("{\"RequestItems\":{\"Music\":[]}}", "Table 'Music' has an empty array of requests")]
    [InlineData("{\"Music\":[]}", "Table 'Music' has an empty array of requests")]
    [InlineData("{\n\"Music\":[]}", "Table 'Music' has an empty array of requests")]
    [InlineData("{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1\"}},\"Keys\":{\"Id\":{\"N\":\"1\"}},\"NewImage\":{\"T\":{\"N\":\"1\"}}}", "NewImage without the attributes of its Keys")]
    [InlineData("{\"Responses\":{\"Music\":[]},\"UnprocessedKeys\":{\"Music\":{\"Keys\":[{\"Id\":{\"N\":\"1\"}}]}}}", "UnprocessedKeys has keys whose items were not read")]
    [InlineData("{\"Id\":{\"L\":{\"S\":\"x\"}}}", "it requires an array")]
    [InlineData("{\"Id\":{\"S\":[1]}}", "a value of type JSON Array is not allowed for S")]
    [InlineData("{\"Id\":1}", "a value is a map of one type and its content")]
    public void Text_that_is_not_DynamoDB_JSON_is_an_error_with_the_reason(string text, string expected)
    {
        string path = _folder.Add("x.json", text);
        ErrorRecord error = Assert.Single(Run($"Import-DdbItem '{path}' -Format DynamoDBJson").Errors);
        Assert.Contains(expected, error.ToString());
        Assert.DoesNotContain("System.Text.Json", error.ToString());
        Assert.DoesNotContain("-DynamoDBJson", error.ToString());
    }

    [Theory]
    [InlineData("x.csv", "Id,a,A\n1,2,3\n1,2,3\n", 1)]
    [InlineData("x.jsonl", "{\"a\":1}\n{\"a\":1,\"A\":2}\n{\"a\":1,\"A\":2}\n", 1)]
    [InlineData("x.jsonl", "{\"a\":1,\"m\":{\"b\":1,\"B\":2}}\n{\"A\":2}\n", 0)]
    public void Names_that_differ_in_letter_case_only_are_a_warning(string name, string text, int expected)
    {
        string path = _folder.Add(name, text);
        PowerShellResult result = Run($"$w = @(); $null = Import-DdbItem '{path}' -WarningVariable w -WarningAction SilentlyContinue; $w | % {{ \"$_\" }}").ThrowIfFailed();
        Assert.Equal(expected, result.Output.Count);
        Assert.All(result.Output, warning => Assert.Contains("'a' and 'A' differ in letter case only", warning.ToString()));
    }

    [Theory]
    [InlineData("x.csv", "HeaderMissing")]
    [InlineData("x.json", "FileEmpty")]
    [InlineData("x.jsonl", "FileEmpty")]
    public void An_empty_file_is_an_error(string name, string errorId) => Assert.StartsWith(
        errorId + ",", Assert.Single(Run($"Import-DdbItem '{_folder.Add(name, "")}'").Errors).FullyQualifiedErrorId);

    private static IEnumerable<string> OpenFiles(FileStream except) => Directory.EnumerateFiles("/proc/self/fd")
        .Where(file => Path.GetFileName(file) != except.SafeFileHandle.DangerousGetHandle().ToString())
        .Select(file => new FileInfo(file).LinkTarget ?? "");

    private string AddExport(int itemCount)
    {
        string export = $"{_folder.Path}/AWSDynamoDB/01234567890123-a1b2c3d4";
        _folder.Add($"{export}/manifest-summary.json", """
            {"version":"2020-06-30","exportArn":"arn:aws:dynamodb:eu-central-1:1:table/T/export/01234567890123-a1b2c3d4","exportType":"FULL_EXPORT","itemCount":4,"outputFormat":"DYNAMODB_JSON"}
            """);
        string entry = $$"""{"itemCount":{{itemCount}},"etag":"x","dataFileS3Key":"AWSDynamoDB/01234567890123-a1b2c3d4/data/""";
        _folder.Add($"{export}/manifest-files.json", $"{entry}a.json.gz\"}}\n{entry}b.json.gz\"}}\n");
        _folder.AddGzip($"{export}/data/a.json.gz", "{\"Item\":{\"Id\":{\"N\":\"1\"}}}\n{\"Item\":{\"Id\":{\"N\":\"2\"},\"Item\":{\"S\":\"x\"}}}\n");
        _folder.AddGzip($"{export}/data/b.json.gz", "{\"Item\":{\"Id\":{\"N\":\"3\"}}}\n{\"Item\":{\"Id\":{\"N\":\"4\"}}}\n");
        return export;
    }

    private static string Indent(string json) =>
        JsonSerializer.Serialize(JsonDocument.Parse(json), new JsonSerializerOptions { WriteIndented = true });

    private string[] Lines(string script) => [.. Run(script).ThrowIfFailed().Output.Select(line => line.ToString())];

    private async Task<string[]> StoredAsync() =>
    [
        .. (await ItemsAsync()).Values.Select(item => string.Join(
            ",", item.OrderBy(attribute => attribute.Key).Select(attribute => $"{attribute.Key}={attribute.Value.S ?? attribute.Value.N}"))).Order(),
    ];
}
