using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>How a table's keys and its indexes' keys convert or refuse strings.</summary>
public sealed class KeyTests(DynamoDbLocalFixture fixture) : IAsyncLifetime
{
    private readonly PowerShellSession _session = new();
    private readonly string _table = DynamoDbLocalFixture.UniqueTableName();
    private Uri _endpoint = null!;

    public async ValueTask InitializeAsync()
    {
        DynamoDbLocal server = await fixture.ServerAsync();
        _endpoint = server.Endpoint;
        await server.CreateTableAsync(
            _table, "Artist:S", "Year:N", new TableIndex("ByHash", "Hash:B", "Genre:S"), new TableIndex("ByRank", "Artist:S", "Rank:N", IsLocal: true));
        _session.SetVariable("table", _table);
        _session.SetVariable("endpoint", _endpoint.AbsoluteUri);
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Strings_become_what_the_keys_demand_and_other_strings_stay()
    {
        Write("[pscustomobject]@{ Artist = '10cc'; Year = '01975.0'; Hash = 'AQID'; Genre = 'Pop'; Rank = '+7'; Sold = '007' }", "").ThrowIfFailed();
        Assert.Equal(
            [Normal("""{"Artist":{"S":"10cc"},"Year":{"N":"1975"},"Hash":{"B":"AQID"},"Genre":{"S":"Pop"},"Rank":{"N":"7"},"Sold":{"S":"007"}}""")],
            await StoredAsync());
    }

    [Theory]
    [InlineData("'Artist','Year:N'")]
    [InlineData("@{ $table = 'Artist','Year:N' }")]
    public async Task KeyName_takes_the_place_of_the_tables_description(string keyName)
    {
        Write("[pscustomobject]@{ Artist = 'x'; Year = '1975' }", $"-KeyName {keyName}").ThrowIfFailed();
        Assert.Equal([Normal("""{"Artist":{"S":"x"},"Year":{"N":"1975"}}""")], await StoredAsync());
    }

    [Fact]
    public async Task Only_the_key_of_a_whole_item_is_deleted_by()
    {
        Write("@{ Artist = 'x'; Year = 1; Genre = 'Pop' }, @{ Artist = 'y'; Year = 1 }", "").ThrowIfFailed();
        Write("[pscustomobject]@{ Artist = 'x'; Year = '1.0'; Genre = [double]::NaN }", "-Operation Delete").ThrowIfFailed();
        Assert.Equal([Normal("""{"Artist":{"S":"y"},"Year":{"N":"1"}}""")], await StoredAsync());
    }

    [Theory]
    [InlineData("@{ Artist = 'x' }", "KeyMissing", "Year")]
    [InlineData("@{ artist = 'x'; Year = 1 }", "KeyMissing", "artist")]
    [InlineData("@{ Artist = 'x'; Titel = 1 }", "KeyMissing", "Titel")]
    [InlineData("@{ Artist = 'x'; 'Year:N' = 1 }", "KeyMissing", "-TypedHeader")]
    [InlineData("@{ 'Artist;Year' = 'x;1' }", "KeyMissing", "-Delimiter ';'")]
    [InlineData("@{ ' Artist' = 'x'; Year = 1 }", "KeyMissing", "white space")]
    [InlineData("@{ Artist = 5; Year = 1 }", "KeyTypeMismatch", "-AttributeType @{ 'Artist' = 'S' }")]
    [InlineData("@{ Artist = 'x'; Year = 'MCMLXXV' }", "KeyTypeMismatch", "'MCMLXXV'")]
    [InlineData("@{ Artist = 'x'; Year = '1,975' }", "KeyTypeMismatch", "'1,975'")]
    [InlineData("@{ Artist = $null; Year = 1 }", "KeyTypeMismatch", "NULL")]
    [InlineData("@{ Artist = ''; Year = 1 }", "KeyEmpty", "Artist")]
    [InlineData("@{ Artist = 'x' * 2049; Year = 1 }", "KeyTooLong", "2048")]
    [InlineData("@{ Artist = 'x'; Year = 1; Genre = '' }", "KeyEmpty", "-EmptyString @{ 'Genre' = 'Omit' }")]
    [InlineData("@{ Artist = 'x'; Year = 1; Genre = 5 }", "KeyTypeMismatch", "ByHash")]
    [InlineData("@{ Artist = 'x'; Year = 1; Genre = 'x' * 1025 }", "KeyTooLong", "1024")]
    [InlineData("@{ Artist = 'x'; Year = 1; Rank = '' }", "KeyTypeMismatch", "-EmptyString @{ 'Rank' = 'Omit' }")]
    [InlineData("@{ Artist = 'x'; Year = 1; Rank = $null }", "KeyTypeMismatch", "-NullValue @{ 'Rank' = 'Omit' }")]
    [InlineData("@{ Artist = 'x'; Year = 1; Hash = 'not base64' }", "KeyTypeMismatch", "base64")]
    [InlineData("@{ Artist = 'x'; Year = 1; Rank = @(1) }", "KeyTypeMismatch", "type is L")]
    [InlineData("@{ Artist = 'x'; Year = 1.234567890123456789012345678901234567890; Pad = 'x' * 409600 }", "ItemTooLarge", "400 KB")]
    public async Task A_value_that_a_key_does_not_allow_is_refused_before_anything_is_sent(string input, string errorId, string hint)
    {
        PowerShellResult result = Write($"{input}, @{{ Artist = 'good'; Year = 1 }}", "").ThrowIfTerminated();
        var error = Assert.Single(result.Errors);
        Assert.StartsWith($"{errorId},", error.FullyQualifiedErrorId);
        Assert.Contains(hint, error.ToString());
        Assert.Equal([Normal("""{"Artist":{"S":"good"},"Year":{"N":"1"}}""")], await StoredAsync());
    }

    [Theory]
    [InlineData("'a','b','c'")]
    [InlineData("'a','a'")]
    [InlineData("'Tags:SS'")]
    public void A_KeyName_that_is_no_key_ends_the_command(string keyName)
    {
        PowerShellResult result = Write("@{ a = 1 }, @{ a = 2 }", $"-KeyName {keyName}");
        Assert.Contains("-KeyName", (result.Terminating ?? Assert.Single(result.Errors)).ToString());
    }

    private static string Normal(string item) => DdbJsonComparer.NormalizeItem(item);

    private PowerShellResult Write(string inputs, string parameters) =>
        _session.Invoke($"{inputs} | Write-DdbBatch -Table $table -EndpointUrl $endpoint {parameters}");

    private async Task<IEnumerable<string>> StoredAsync() => (await DynamoDbWire.ScanAsync(_endpoint, _table)).Select(Normal);
}
