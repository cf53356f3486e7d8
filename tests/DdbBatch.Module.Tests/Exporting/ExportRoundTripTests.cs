using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using CsCheck;
using DdbBatch.Module.Tests.Conversion;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Exporting;

/// <summary>Random items to a file of every format and back.</summary>
public sealed class ExportRoundTripTests(ConversionSession session, TemporaryFolder folder)
    : IClassFixture<ConversionSession>, IClassFixture<TemporaryFolder>
{
    private const int Files = 60;

    private const string Script =
        """
        param($source, $target, $export, $import)
        Import-DdbItem $source -Format DynamoDBJson | Export-DdbItem $target @export -SummaryVariable summary -ErrorVariable refused -WarningVariable warnings -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        if ("$warnings" -match '(?s)-AttributeType (@\{ .* \}), or export with') { $import.AttributeType = & ([scriptblock]::Create($Matches[1])) }
        $(if ($summary.Written) { $summary.Files }) | Import-DdbItem @import | ConvertTo-DdbJson | ForEach-Object { "item $_" }
        $refused | ForEach-Object { "error $($_.FullyQualifiedErrorId.Split(',')[0]) $($_.ToString().Split(' ')[1])" }
        "summary $($summary.Written) $($summary.Invalid)"
        """;

    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.Char["abcAB 01.,;:'\"\t?*="].Array[1, 6].Select(chars => new string(chars)),
        Gen.OneOf("Year", "year", "Tags", "Tags:SS", "sep=;", "#TYPE x", "5", "-", "é", "\uFEFFa", "a\nb"));

    /// <summary>Items that have a few names in common, so that one name has several types.</summary>
    private static Gen<string[]> Items { get; } =
        from names in Names.HashSet[1, 6]
        from rows in Gen.Select(RandomObjects.Nested(2).Array[names.Count], Gen.Bool.Array[names.Count]).List[1, 30]
        select rows.Select((row, i) => "{" + string.Join(",", names
            .Select((name, n) => (Json: $"{JsonSerializer.Serialize(name)}:{row.Item1[n].Json}", IsThere: row.Item2[n]))
            .Where(attribute => attribute.IsThere)
            .Select(attribute => attribute.Json)
            .Prepend($$"""
                "Id":{"S":"{{i}}"}
                """.Trim())) + "}").ToArray();

    [Theory]
    [InlineData("x.jsonl", true)]
    [InlineData("x.csv", true)]
    [InlineData("x.tsv", true)]
    [InlineData("x.jsonl", false)]
    [InlineData("x.json", false)]
    public void Every_item_comes_back_equal_or_is_an_error(string name, bool isLossless)
    {
        bool hasRows = name is "x.csv" or "x.tsv";
        Gen.Select(Items, Gen.OneOf("", ".gz", ".zst"), Gen.OneOf("utf8", "utf8BOM", "unicode", "utf32"), Gen.OneOf(0, 1024)).Sample(
            (items, compression, encoding, splitBytes) =>
            {
                Dictionary<string, object> export = new() { ["Encoding"] = encoding };
                Dictionary<string, object> import = [];
                if (isLossless && hasRows)
                    export["TypedHeader"] = import["TypedHeader"] = true;
                else if (isLossless)
                    export["Format"] = import["Format"] = "DynamoDBJson";
                else
                    import["Format"] = name == "x.json" ? "Json" : "JsonLines";
                if (splitBytes > 0)
                    export["SplitBytes"] = splitBytes;
                (string[] back, Dictionary<int, string> refused) = RoundTrip(items, name + compression, export, import);

                IEnumerable<string> expected = items.Where((_, i) => !refused.ContainsKey(i + 1)).Select(DdbJsonComparer.NormalizeItem);
                Assert.Equal(expected, back.Select(DdbJsonComparer.NormalizeItem));
                Assert.All(refused, error => Assert.True(IsRefusal(error.Value, items[error.Key - 1], isLossless, hasRows), $"{error.Value}: {items[error.Key - 1]}"));
                Assert.Equal(
                    isLossless && hasRows ? items.Count(HasNestedLostType) : refused.Count,
                    refused.Count);
            },
            iter: Files,
            threads: 1);
    }

    [Fact]
    public void Text_in_CSV_without_types_is_read_as_it_was() => Items.Sample(
        items =>
        {
            (string[] back, Dictionary<int, string> refused) = RoundTrip(items, "x.csv", [], []);
            Assert.Empty(refused);
            Assert.Equal(items.Length, back.Length);
            foreach ((string item, string read) in items.Zip(back))
            {
                using JsonDocument expected = JsonDocument.Parse(item);
                using JsonDocument actual = JsonDocument.Parse(read);
                foreach (JsonProperty attribute in expected.RootElement.EnumerateObject())
                {
                    JsonProperty value = attribute.Value.EnumerateObject().Single();
                    string text = actual.RootElement.GetProperty(attribute.Name).GetProperty("S").GetString()!;
                    if (value.Name is "S" or "N" or "B")
                        Assert.Equal(value.Value.GetString(), text);
                    else if (value.Name is "BOOL" or "NULL")
                        Assert.Equal(value.Name == "NULL" ? "" : value.Value.GetRawText(), text);
                }
            }
        },
        iter: Files,
        threads: 1);

    private (string[] Items, Dictionary<int, string> Refused) RoundTrip(
        string[] items, string name, Dictionary<string, object> export, Dictionary<string, object> import)
    {
        TemporaryFolder inner = folder.Inner();
        string source = inner.Add("in.json", string.Join("\n", items) + "\n");
        PowerShellResult result = session.Invoke(
            Script, source, Path.Combine(inner.Path, name), new System.Collections.Hashtable(export), new System.Collections.Hashtable(import));
        string[] lines = [.. result.ThrowIfFailed().Output.Select(line => line.ToString())];
        string[] back = [.. lines.Where(line => line.StartsWith("item ", StringComparison.Ordinal)).Select(line => line[5..])];
        Dictionary<int, string> refused = lines.Where(line => line.StartsWith("error ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')).ToDictionary(line => int.Parse(line[2]), line => line[1]);
        Assert.Equal($"summary {items.Length - refused.Count} {refused.Count}", lines[^1]);
        return (back, refused);
    }

    private static bool IsRefusal(string errorId, string item, bool isLossless, bool hasRows) => errorId switch
    {
        "NestedTypeLost" => (hasRows || !isLossless) && HasNestedLostType(item),
        "TypesMixed" or "NameIsPattern" => !isLossless,
        _ => false,
    };

    private static bool HasNestedLostType(string item)
    {
        using JsonDocument document = JsonDocument.Parse(item);
        return document.RootElement.EnumerateObject().Any(attribute => HasLostType(attribute.Value, isNested: false));
    }

    private static bool HasLostType(JsonElement value, bool isNested)
    {
        JsonProperty tagged = value.EnumerateObject().Single();
        return tagged.Name switch
        {
            "L" => tagged.Value.EnumerateArray().Any(element => HasLostType(element, isNested: true)),
            "M" => tagged.Value.EnumerateObject().Any(attribute => HasLostType(attribute.Value, isNested: true)),
            "B" or "SS" or "NS" or "BS" => isNested,
            _ => false,
        };
    }
}
