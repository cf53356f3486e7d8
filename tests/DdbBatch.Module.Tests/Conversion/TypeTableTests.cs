using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text.Json;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>Every row of the type table, in every kind of input object.</summary>
public sealed class TypeTableTests(DynamoDbLocalFixture fixture)
{
    public static TheoryData<string> Kinds => [.. InputKinds.All.Keys, nameof(InputKinds.PowerShellClass)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_value_becomes_the_AttributeValue_of_the_table(string kind)
    {
        using PowerShellSession session = new();
        List<string> lines = Convert(session, Inputs(session, kind), "$_ | ConvertTo-DdbJson");
        AssertRows(lines, kind);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_value_is_stored_so_by_DynamoDB(string kind)
    {
        DynamoDbLocal server = await fixture.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "k:S");
        using PowerShellSession session = new();
        session.SetVariable("table", table);
        session.SetVariable("endpoint", server.Endpoint.AbsoluteUri);
        Convert(session, Inputs(session, kind), "$_ | Write-DdbBatch -Table $table -EndpointUrl $endpoint");
        AssertRows(await DynamoDbWire.ScanAsync(server.Endpoint, table), kind);
    }

    [Fact]
    public void A_value_is_the_same_inside_maps_lists_and_arrays_of_arguments()
    {
        using PowerShellSession session = new();
        for (int i = 0; i < TypeTable.Rows.Count; i++)
        {
            (object? value, string expected) = TypeTable.Rows[i];
            string json = Assert.Single(session.Invoke(
                "ConvertTo-DdbJson -InputObject @(, @{ l = , $args[0]; m = @{ x = $args[0] } })", value).ThrowIfFailed().Output).ToString();
            string inside = "{\"l\":{\"L\":[" + expected + "]},\"m\":{\"M\":{\"x\":" + expected + "}}}";
            Assert.Equal(DdbJsonComparer.NormalizeItem(inside), DdbJsonComparer.NormalizeItem(json));
        }
    }

    /// <summary>The result of Import-Clixml for the output of Export-Clixml, from the same serializer.</summary>
    [Fact]
    public void A_value_that_went_through_Clixml_is_the_same_or_refused()
    {
        using PowerShellSession session = new();
        List<string> refused = [];
        for (int i = 0; i < TypeTable.Rows.Count; i++)
        {
            (object? value, string expected) = TypeTable.Rows[i];
            object copy = PSSerializer.Deserialize(PSSerializer.Serialize(TypeTable.Custom(("a", value)), depth: 5));
            PowerShellResult result = session.Invoke("$args[0] | ConvertTo-DdbJson", copy).ThrowIfTerminated();
            if (result.Errors.Count > 0)
            {
                Assert.StartsWith("UnsupportedType,", Assert.Single(result.Errors).FullyQualifiedErrorId);
                refused.Add(value!.GetType().Name);
                continue;
            }

            string json = Assert.Single(result.Output).ToString();
            // The serializer itself changes these: it makes an empty object of nothing, for one.
            if (value is not (KeyValuePair<string, int> or System.Uri) && value != AutomationNull.Value)
                Assert.Equal(DdbJsonComparer.NormalizeItem($$"""{"a":{{expected}}}"""), DdbJsonComparer.NormalizeItem(json));
        }

        Assert.DoesNotContain(refused, name => name is "String" or "Guid" or "DateTime" or "Hashtable" or "HashSet`1");
    }

    private static IReadOnlyList<object> Inputs(PowerShellSession session, string kind)
    {
        var rows = TypeTable.Rows.Select((row, i) => (Key: $"row{i}", row.Value)).ToArray();
        // The value that the script property of an input reads.
        session.SetVariable("held", new Hashtable(rows.Where(row => row.Value is not null).ToDictionary(row => row.Key, row => row.Value)));
        if (kind != nameof(InputKinds.PowerShellClass))
            return [.. rows.Select(row => InputKinds.All[kind](row.Key, row.Value))];
        object[] pairs = [.. rows.Select(row => new Hashtable { ["k"] = row.Key, ["a"] = row.Value })];
        return [.. session.Invoke(InputKinds.PowerShellClass, [pairs]).ThrowIfFailed().Output];
    }

    private static List<string> Convert(PowerShellSession session, IReadOnlyList<object> inputs, string script) =>
        [.. session.Invoke(script.Replace("$_", "$args[0]"), [inputs]).ThrowIfFailed().Output.Select(line => line.ToString())];

    private static void AssertRows(IReadOnlyList<string> items, string kind)
    {
        Assert.Equal(TypeTable.Rows.Count, items.Count);
        Dictionary<string, JsonElement> byKey = items
            .Select(item => JsonDocument.Parse(item).RootElement)
            .ToDictionary(item => item.GetProperty("k").GetProperty("S").GetString()!);
        for (int i = 0; i < TypeTable.Rows.Count; i++)
        {
            string expected = DdbJsonComparer.NormalizeValue(TypeTable.Rows[i].Expected);
            string actual = DdbJsonComparer.NormalizeValue(byKey[$"row{i}"].GetProperty("a").GetRawText());
            Assert.True(expected == actual, $"{kind}, row {i}: {actual} instead of {expected}");
            Assert.Equal(2, byKey[$"row{i}"].EnumerateObject().Count());
        }
    }
}
