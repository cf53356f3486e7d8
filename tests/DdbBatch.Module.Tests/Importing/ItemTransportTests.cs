using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using CsCheck;
using DdbBatch.Module.Tests.Conversion;
using Xunit;

namespace DdbBatch.Module.Tests.Importing;

/// <summary>Random items through everything that scripts do with objects: no attribute changes unless it is set.</summary>
public sealed class ItemTransportTests(TemporaryFolder folder, ConversionSession session)
    : IClassFixture<TemporaryFolder>, IClassFixture<ConversionSession>
{
    private const string Roundtrip = "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_, 1))";

    // The effect of Select-Object *, which the engine from NuGet lacks; the Pester tests use the real command.
    private const string SelectAll = "$o = [psobject]::new(); foreach ($p in $_.PSObject.Properties) { $o.PSObject.Properties.Add([psnoteproperty]::new($p.Name, $p.Value)) }; "
        + "$o.PSObject.TypeNames.Insert(0, \"Selected.$($_.PSObject.BaseObject.GetType().FullName)\"); $o";

    private static readonly Gen<string> Precise =
        from digits in Gen.Char["123456789"].Array[30, 38]
        from point in Gen.Int[1, 29]
        from exponent in Gen.Int[-90, 80]
        select $"{new string(digits).Insert(point, ".")}E{exponent}";

    private static readonly Gen<List<(string Name, string Json)>> Item =
        from values in RandomObjects.Nested(3).List[1, 8]
        from numbers in Precise.Array[2]
        select values.Select((value, i) => ($"a{i}", value.Json))
            .Append(("exact", $$"""{"N":"{{numbers[0]}}"}"""))
            .Append(("set", $$"""{"NS":["1","{{numbers[1]}}","12345678901234567890123456789012345678"]}"""))
            .Append(("bytes", """{"BS":["AQI=","AA=="]}"""))
            .ToList();

    /// <summary>Neither the object nor its values are created again: the attributes keep the same bytes.</summary>
    [Theory]
    [InlineData("$_")]
    [InlineData("$null = foreach ($p in $_.PSObject.Properties) { $p.Value }; $_")]
    [InlineData("$null = $_ | Format-Default; $_")]
    [InlineData("$_.PSObject.Copy()")]
    [InlineData("$_ | Add-Note")]
    [InlineData("$_.a0 = 'changed'; $_")]
    [InlineData("$_.PSObject.Properties.Remove('a0'); $_")]
    public void An_attribute_that_is_not_changed_keeps_its_bytes(string script)
    {
        session.Invoke("""
            function Format-Default { process { "$_" } }
            function Add-Note { process { $_.PSObject.Properties.Add([psnoteproperty]::new('note', 5)); $_ } }
            """);
        Item.List[1, 20].Sample(
            items =>
            {
                string import = Import(items);
                string[] before = Lines(import + " | ConvertTo-DdbJson");
                string[] after = Lines($"{import} | ForEach-Object {{ {script} }} | ConvertTo-DdbJson");
                string[] expected = [.. before.Select(item => Expect(item, script))];
                Assert.Equal(expected, after);
            },
            iter: 20,
            threads: 1);
    }

    /// <summary>The values travel as objects of .NET: they come back equal.</summary>
    [Theory]
    [InlineData("ForEach-Object { " + SelectAll + " }")]
    [InlineData("ForEach-Object { " + Roundtrip + " }")]
    [InlineData("ForEach-Object { " + SelectAll + " } | ForEach-Object { " + Roundtrip + " }")]
    [InlineData("ForEach-Object { " + Roundtrip + " } | ForEach-Object { " + Roundtrip + " }")]
    [InlineData("ForEach-Object -Parallel { $_ }")]
    [InlineData("ForEach-Object -Parallel { " + SelectAll + " }")]
    public void Every_value_comes_back_with_its_type(string transport)
    {
        bool isParallel = transport.Contains("-Parallel", StringComparison.Ordinal);
        Item.List[1, 20].Sample(
            items =>
            {
                string[] expected = [.. items.Select(item => DdbJsonComparer.NormalizeItem(Text(item)))];
                string[] actual = [.. Lines($"{Import(items)} | {transport} | ConvertTo-DdbJson").Select(DdbJsonComparer.NormalizeItem)];
                if (isParallel)
                {
                    Array.Sort(expected, StringComparer.Ordinal);
                    Array.Sort(actual, StringComparer.Ordinal);
                }

                Assert.Equal(expected, actual);
            },
            iter: 20,
            threads: 1);
    }

    private static string Expect(string item, string script)
    {
        using JsonDocument document = JsonDocument.Parse(item);
        IEnumerable<(string Name, string Json)> attributes = document.RootElement.EnumerateObject().Select(a => (a.Name, a.Value.GetRawText()));
        if (script.Contains("changed", StringComparison.Ordinal))
            attributes = attributes.Select(a => a.Name == "a0" ? (a.Name, """{"S":"changed"}""") : a);
        if (script.Contains("Remove", StringComparison.Ordinal))
            attributes = attributes.Where(a => a.Name != "a0");
        if (script.Contains("Note", StringComparison.Ordinal))
            attributes = attributes.Append(("note", """{"N":"5"}"""));
        return Text(attributes);
    }

    private static string Text(IEnumerable<(string Name, string Json)> item) =>
        "{" + string.Join(",", item.Select(attribute => $"\"{attribute.Name}\":{attribute.Json}")) + "}";

    private string Import(List<List<(string Name, string Json)>> items) =>
        $"Import-DdbItem '{folder.Add("x.jsonl", string.Join("\n", items.Select(Text)))}' -Format DynamoDBJson";

    private string[] Lines(string script) => [.. session.Invoke(script).ThrowIfFailed().Output.Select(line => line.ToString())];
}
