using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Reading;

public sealed class ReadDdbTableTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    private static readonly IReadOnlyList<Fault> Faults =
    [
        new Fault.Error(400, "ProvisionedThroughputExceededException", "Too fast."),
        new Fault.Error(500, "InternalServerError", "Broken."),
        new Fault.ResetBefore(),
        new Fault.ResetAfter(),
        new Fault.HalfAnswer(),
        new Fault.WrongCrc(),
    ];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Session.Invoke("$PSDefaultParameterValues['Read-DdbTable:EndpointUrl'] = $endpoint; $PSDefaultParameterValues['Read-DdbTable:Table'] = $table");
    }

    [Fact]
    public void Every_item_of_a_table_is_output_once()
    {
        Put("1..3000 | % { @{ Id = $_; Name = \"Item $_\"; Pad = 'x' * 1000 } }");

        PowerShellResult result = Run("Read-DdbTable").ThrowIfFailed();

        Assert.Equal(Enumerable.Range(1, 3000), Ids(result).Order());
        Assert.All(result.Output, item => Assert.Equal($"Item {item.Properties["Id"].Value}", item.Properties["Name"].Value));
    }

    [Fact]
    public void Faults_neither_lose_nor_repeat_an_item()
    {
        Put("1..3000 | % { @{ Id = $_; Pad = 'x' * 1000 } }");
        UseProxy(request => request.Operation == "Scan" && request.Random.NextDouble() < 0.5
            ? Faults[request.Random.Next(Faults.Count)]
            : Fault.None);
        Session.Invoke("$PSDefaultParameterValues['Read-DdbTable:EndpointUrl'] = $endpoint");

        Assert.Equal(Enumerable.Range(1, 3000), Ids(Run("Read-DdbTable").ThrowIfFailed()).Order());
    }

    [Fact]
    public void An_empty_table_gives_nothing_and_no_error() => Assert.Empty(Run("Read-DdbTable").ThrowIfFailed().Output);

    [Fact]
    public void A_filter_takes_values_by_the_rules_of_items_and_any_name()
    {
        Put("1..50 | % { @{ Id = $_; Year = 1950 + $_; 'first name' = \"n$($_ % 5)\" } }");

        PowerShellResult result = Run(
            "Read-DdbTable -Filter '#Year >= :y AND #{first name} = :n' -FilterValue @{ ':y' = 1980; n = 'n2' }").ThrowIfFailed();

        Assert.Equal([32, 37, 42, 47], Ids(result).Order());
    }

    [Theory]
    [InlineData("-Filter '#a = :b'", "FilterValueMissing")]
    [InlineData("-Filter '#a = :b' -FilterValue @{ ':b' = 1; ':c' = 2 }", "FilterValueUnused")]
    [InlineData("-Filter '# = :b' -FilterValue @{ ':b' = 1 }", "InvalidFilter")]
    [InlineData("-Property 'a..b'", "InvalidProperty")]
    [InlineData("-IndexName Nothing", "IndexNotFound")]
    [InlineData("-Key @{ Nothing = 1 }", "KeyInvalid")]
    [InlineData("-Key @{ Id = 1 } -SortKeyCondition '#x = :x' -SortKeyValue @{ x = 1 }", "InvalidSortKeyCondition")]
    [InlineData("-FilterValue @{ ':b' = 1 }", "InvalidFilter")]
    [InlineData("-Key @{ Id = 1 } -SortKeyValue @{ ':b' = 1 }", "InvalidSortKeyCondition")]
    [InlineData("-Key @{ Id = 'text' }", "KeyTypeMismatch")]
    [InlineData("-KeyOnly -Property Id", "KeyOnlyWithProperty")]
    [InlineData("-Filter '#a ==== :b' -FilterValue @{ ':b' = 1 }", "InvalidFilter")]
    [InlineData("-Table Nothing", "TableNotFound")]
    public void Invalid_combinations_are_one_clear_error(string parameters, string errorId) => Fails($"Read-DdbTable {parameters}", errorId);

    [Theory]
    [InlineData("-SortKeyCondition '#Year = :b'", "SortKeyValueMissing")]
    [InlineData("-SortKeyCondition '#Year = :b' -SortKeyValue @{ ':b' = 1; ':c' = 2 }", "SortKeyValueUnused")]
    [InlineData("-SortKeyCondition '# = :b' -SortKeyValue @{ ':b' = 1 }", "InvalidSortKeyCondition")]
    public async Task An_invalid_query_is_one_clear_error(string parameters, string errorId)
    {
        Assert.NotEmpty(await CreateMusicAsync());

        Fails($"Read-DdbTable -Table $music -Key @{{ Artist = 'A' }} {parameters}", errorId);
    }

    [Theory]
    [InlineData("Read-DdbTable")]
    [InlineData("Measure-DdbTable -Table $table -EndpointUrl $endpoint")]
    [InlineData("Clear-DdbTable -Table $table -EndpointUrl $endpoint -Confirm:$false")]
    public void A_filter_that_DynamoDB_cannot_read_is_named_with_its_reason(string command)
    {
        Put("@{ Id = 1 }");

        ErrorRecord syntax = Fails($"{command} -Filter 'Qty -ge 7'", "InvalidFilter");
        ErrorRecord reserved = Fails($"{command} -Filter 'Status = :s' -FilterValue @{{ ':s' = 1 }}", "InvalidFilter");

        Assert.Contains("refuses -Filter", syntax.ToString());
        Assert.Contains("Syntax error", syntax.ToString());
        Assert.Contains("Write #Status", reserved.ToString());
        Assert.Single(Run("Read-DdbTable").Output);
    }

    [Theory]
    [InlineData("Read-DdbTable")]
    [InlineData("Read-DdbTable -First 2")]
    [InlineData("@{ Id = 1 } | Get-DdbBatch $table -EndpointUrl $endpoint")]
    [InlineData("Measure-DdbTable $table -EndpointUrl $endpoint")]
    [InlineData("Copy-DdbTable $table \"${table}copy\" -CreateDestination -EndpointUrl $endpoint")]
    public void A_name_that_no_item_has_is_a_warning(string command)
    {
        Put("@{ Id = 1; Name = 'a'; 'a.b' = 1; Map = @{ x = 1 }; List = @(1, 2) }, @{ Id = 2 }");

        PowerShellResult result = Run($"{command} -Property name, '{{a.b}}', Map.x, 'List[0]', Nothing.x, Id").ThrowIfFailed();

        Assert.Equal(
            ["name", "Nothing.x"],
            result.Warnings.Select(warning => Regex.Match(warning.ToString(), "^-Property '(.+)': no item has an attribute").Groups[1].Value));
    }

    [Fact]
    public void Without_items_no_name_is_a_warning()
    {
        Put("@{ Id = 1 }");

        Assert.Empty(Run("Read-DdbTable -Property Nothing -Filter 'attribute_exists(#Other)'").ThrowIfFailed().Warnings);
    }

    [Theory]
    [InlineData("-SortKeyCondition '#Quantity > :n' -SortKeyValue @{ ':n' = 1 }")]
    [InlineData("-SortKeyCondition '#Year <> :n' -SortKeyValue @{ ':n' = 1 }")]
    [InlineData("-SortKeyCondition '#Year -ge :n' -SortKeyValue @{ ':n' = 1 }")]
    public async Task A_sort_key_condition_that_DynamoDB_cannot_read_is_named(string parameters)
    {
        Assert.NotEmpty(await CreateMusicAsync());

        ErrorRecord error = Fails($"Read-DdbTable -Table $music -Key @{{ Artist = 'A' }} {parameters}", "InvalidSortKeyCondition");

        Assert.Contains("refuses -SortKeyCondition", error.ToString());
    }

    [Theory]
    [InlineData("Read-DdbTable")]
    [InlineData("@{ Id = 1 } | Get-DdbBatch $table -EndpointUrl $endpoint")]
    public void Paths_that_overlap_are_named(string command)
    {
        Put("@{ Id = 1; Map = @{ a = 1 } }");

        Fails($"{command} -Property Map, Map.a", "InvalidProperty");
    }

    [Fact]
    public async Task A_sort_key_and_a_condition_for_it_are_refused()
    {
        Assert.NotEmpty(await CreateMusicAsync());

        Fails(
            "Read-DdbTable -Table $music -Key @{ Artist = 'A'; Year = 4 } -SortKeyCondition '#Year > :y' -SortKeyValue @{ ':y' = 9 }",
            "InvalidSortKeyCondition");
    }

    // Each parameter that the error names is one of the command's.
    private ErrorRecord Fails(string script, string errorId)
    {
        ErrorRecord error = RunToFailure(script).Error;
        CmdletInfo command = (CmdletInfo)Run("Get-Command Read-DdbTable").Output.Single().BaseObject;
        Assert.StartsWith($"{errorId},", error.FullyQualifiedErrorId);
        Assert.All(
            Regex.Matches(error.ToString(), @"(?<![\w'])-([A-Z]\w+)").Select(match => match.Groups[1].Value),
            name => Assert.Contains(name, command.Parameters.Keys));
        return error;
    }

    [Fact]
    public void Only_the_attributes_asked_for_are_output()
    {
        Put("@{ Id = 1; Name = 'a'; Info = @{ Size = 5; Color = 'red' }; 'a.b' = 7 }");

        PSObject item = Assert.Single(Run("Read-DdbTable -Property Name, Info.Size, '{a.b}'").ThrowIfFailed().Output);

        Assert.Equal(["Info", "Name", "a.b"], item.Properties.Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["Id"], Assert.Single(Run("Read-DdbTable -KeyOnly").Output).Properties.Select(property => property.Name));
    }

    [Fact]
    public void First_limits_the_output() => Assert.Equal(
        7, Run("1..100 | % { @{ Id = $_ } } | Write-DdbBatch; Read-DdbTable -First 7").ThrowIfFailed().Output.Count);

    [Fact]
    public void A_pipeline_that_is_left_early_ends_the_read()
    {
        Put("1..3000 | % { @{ Id = $_; Pad = 'x' * 1000 } }");

        PowerShellResult result = Run(
            "$n = 0; do { Read-DdbTable -SummaryVariable read | % { $_; if (++$n -eq 3) { break } } } while ($false)").ThrowIfFailed();

        Assert.Equal(3, result.Output.Count);
        Assert.Equal(false, PSObject.AsPSObject(Session.GetVariable("read")).Properties["Succeeded"].Value);
    }

    [Fact]
    public async Task Items_go_from_table_to_table_unchanged()
    {
        Put("""
            @{ Id = 1; N = [decimal]'0.1'; B = [byte[]](1, 2, 255); SS = [Collections.Generic.HashSet[string]]@('a', 'b'); M = @{ L = @(1, 'x', $null, $true) } }
            """);
        await Server.Client.PutItemAsync(Table, new Dictionary<string, AttributeValue>
        {
            ["Id"] = new() { N = "2" },
            ["Long"] = new() { N = "12345678901234567890.123456789012345678" },
        }, TestContext.Current.CancellationToken);
        string copy = DynamoDbLocalFixture.UniqueTableName();
        await Server.CreateTableAsync(copy, "Id:N");
        Session.SetVariable("copy", copy);

        Run("Read-DdbTable | Write-DdbBatch -Table $copy").ThrowIfFailed();

        Assert.Equal(
            Run("Read-DdbTable | ConvertTo-DdbJson").ThrowIfFailed().Output.Select(json => json.ToString()).Order(),
            Run("Read-DdbTable -Table $copy | ConvertTo-DdbJson").ThrowIfFailed().Output.Select(json => json.ToString()).Order());
    }

    [Fact]
    public void Items_that_were_read_are_deleted_from_their_own_table()
    {
        Put("1..50 | % { @{ Id = $_; Year = $_ } }");

        Run("Read-DdbTable -KeyOnly -Filter '#Year > :y' -FilterValue @{ ':y' = 10 } | Remove-DdbBatch").ThrowIfFailed();

        Assert.Equal(Enumerable.Range(1, 10), Ids(Run("Read-DdbTable")).Order());
    }

    [Fact]
    public async Task A_partition_is_queried_in_the_order_of_its_sort_key()
    {
        string music = await CreateMusicAsync();

        PowerShellResult all = Run("Read-DdbTable -Table $music -Key @{ Artist = 'A' }").ThrowIfFailed();
        PowerShellResult some = Run(
            "Read-DdbTable -Table $music -Key @{ Artist = 'A' } -SortKeyCondition '#Year BETWEEN :from AND :to' -SortKeyValue @{ ':from' = '3'; ':to' = 5 } -Descending").ThrowIfFailed();
        PowerShellResult one = Run("Read-DdbTable -Table $music -Key @{ Artist = 'A'; Year = '4' }").ThrowIfFailed();

        Assert.Equal(Enumerable.Range(1, 20), Years(all));
        Assert.Equal([5, 4, 3], Years(some));
        Assert.Equal([4], Years(one));
        Assert.NotEmpty(music);
    }

    [Fact]
    public async Task An_index_is_read_by_its_own_keys_and_a_global_one_never_consistently()
    {
        string music = await CreateMusicAsync();

        Assert.Equal(10, Run("Read-DdbTable -Table $music -IndexName ByGenre").ThrowIfFailed().Output.Count);
        Assert.Equal(5, Run("Read-DdbTable -Table $music -IndexName ByGenre -Key @{ Genre = 'Pop' }").ThrowIfFailed().Output.Count);
        Assert.StartsWith(
            "ConsistentReadOfGlobalIndex,",
            RunToFailure("Read-DdbTable -Table $music -IndexName ByGenre -ConsistentRead").Error.FullyQualifiedErrorId);
        Assert.NotEmpty(music);
    }

    private async Task<string> CreateMusicAsync()
    {
        string music = DynamoDbLocalFixture.UniqueTableName();
        await Server.CreateTableAsync(music, "Artist:S", "Year:N", new TableIndex("ByGenre", "Genre:S"));
        Session.SetVariable("music", music);
        Run("""
            $rows = 1..20 | % { $row = @{ Artist = 'A'; Year = $_ }; if ($_ % 2) { $row.Genre = if ($_ -le 10) { 'Pop' } else { 'Jazz' } }; $row }
            $rows + @{ Artist = 'B'; Year = 1 } | Write-DdbBatch -Table $music
            """).ThrowIfFailed();
        return music;
    }

    private void Put(string items) => Run($"{items} | Write-DdbBatch").ThrowIfFailed();

    private static IEnumerable<int> Ids(PowerShellResult result) => result.Output.Select(item => Convert.ToInt32(item.Properties["Id"].Value));

    private static IEnumerable<int> Years(PowerShellResult result) => result.Output.Select(item => Convert.ToInt32(item.Properties["Year"].Value));
}
