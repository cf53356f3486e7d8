using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>Public data with awkward rows, into DynamoDB and back. The data are never part of this repository.</summary>
public sealed class RealDataTests(DynamoDbLocalFixture fixture)
{
    private const int MaxRows = 1_500;

    private static readonly NpmTarball Data = new(
        "vega-datasets",
        "3.2.1",
        "sha512-lTSwZA6yq6qSU2YZm+6bqILiIvTPPxn4itir7jPGFmHIdPvUfQ9pCzzcrklYywMJgLUbaIeSkZQdiJd6wBxPug==");

    [Theory]
    [InlineData("airports.csv")]
    [InlineData("birdstrikes.csv")]
    [InlineData("disasters.csv")]
    [InlineData("la-riots.csv")]
    [InlineData("species.csv")]
    [InlineData("us-employment.csv")]
    public async Task Rows_of_a_CSV_file_come_back_equal(string file)
    {
        string path = Path.Combine(await Data.GetFolderAsync(TestContext.Current.CancellationToken), "data", file);
        using PowerShellSession session = new();
        PSObject[] rows = [.. session.Invoke("Import-Csv $args[0]", path).ThrowIfFailed().Output.Take(MaxRows)];
        string[] expected = [.. rows.Select(ExpectedRow)];
        await AssertComesBackAsync(session, rows, expected);
    }

    [Theory]
    [InlineData("movies.json", "")]
    [InlineData("countries.json", "")]
    [InlineData("penguins.json", "")]
    [InlineData("weekly-weather.json", "")]
    [InlineData("earthquakes.json", "features")]
    [InlineData("miserables.json", "nodes")]
    [InlineData("londonBoroughs.json", "objects")]
    public async Task Objects_of_a_JSON_file_come_back_equal(string file, string property)
    {
        string path = Path.Combine(await Data.GetFolderAsync(TestContext.Current.CancellationToken), "data", file);
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        JsonElement root = property.Length == 0 ? document.RootElement : document.RootElement.GetProperty(property);
        JsonElement[] rows = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray().Take(MaxRows)] : [root];
        using PowerShellSession session = new();
        await AssertComesBackAsync(
            session,
            [.. rows.Select(row => PSObject.AsPSObject(JsonObjects.Read(row)))],
            [.. rows.Select(JsonObjects.ExpectedItem)]);
    }

    private static string ExpectedRow(PSObject row) =>
        "{" + string.Join(',', row.Properties.Select(cell => $"{JsonSerializer.Serialize(cell.Name)}:{ExpectedCell(cell.Value)}")) + "}";

    private static string ExpectedCell(object? cell) =>
        cell is null ? """{"NULL":true}""" : $$"""{"S":{{JsonSerializer.Serialize((string)cell)}}}""";

    private async Task AssertComesBackAsync(PowerShellSession session, PSObject[] rows, string[] expected)
    {
        DynamoDbLocal server = await fixture.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "row number:N");
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].Properties.Add(new PSNoteProperty("row number", i));
            expected[i] = DdbJsonComparer.NormalizeItem(expected[i].Insert(1, $"\"row number\":{{\"N\":\"{i}\"}}{(expected[i].Length > 2 ? "," : "")}"));
        }

        session.Invoke(
            "$args[0] | Write-DdbBatch -Table $args[1] -EndpointUrl $args[2]", rows, table, server.Endpoint.AbsoluteUri).ThrowIfFailed();
        IReadOnlyList<string> stored = await DynamoDbWire.ScanAsync(server.Endpoint, table);
        Assert.Equal(expected.Order(StringComparer.Ordinal), stored.Select(DdbJsonComparer.NormalizeItem).Order(StringComparer.Ordinal));

        IEnumerable<string> back = session.Invoke("$args[0] | ConvertFrom-DdbJson | ConvertTo-DdbJson", [stored])
            .ThrowIfFailed().Output.Select(line => line.ToString());
        Assert.Equal(expected.Order(StringComparer.Ordinal), back.Select(DdbJsonComparer.NormalizeItem).Order(StringComparer.Ordinal));
    }
}
