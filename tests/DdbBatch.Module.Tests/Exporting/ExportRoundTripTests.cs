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

    /// <summary>Items whose data is that of an operation in a failed file.</summary>
    [Theory]
    [InlineData("x.jsonl", "JsonLines")]
    [InlineData("x.json", "Json")]
    [InlineData("x.jsonl", "DynamoDBJson")]
    [InlineData("x.csv", "Csv")]
    public void An_item_that_looks_like_a_failed_record_comes_back_as_an_item_or_is_an_error(string name, string format)
    {
        Gen<string> values = Gen.OneOf("failed/1", "failed/", "failed", "Failed/1", "failed\\/1", "failed\\u002f2", "x");
        Gen.Select(values, Gen.OneOf("DdbBatch", "Ddb\\u0042atch", "ddbbatch"), Gen.OneOf("S", "B"), Gen.OneOf("", ",\"Table\":{\"S\":\"T\"}"), Gen.Bool).Sample(
            (value, attribute, type, more, isFirst) =>
            {
                string marker = $$"""
                    "{{attribute}}":{"{{type}}":"{{(type == "B" ? "AAEC" : value)}}"}
                    """.Trim();
                string item = isFirst ? $$"""{{{marker}},"Id":{"S":"1"}{{more}}}""" : $$"""{"Id":{"S":"1"}{{more}},{{marker}}}""";
                Dictionary<string, object> export = new() { ["Format"] = format };
                (string[] back, Dictionary<int, string> refused) = RoundTrip([item], name, export, new(export));

                bool isMarker = type == "S" && attribute != "ddbbatch" && value is not ("failed" or "Failed/1" or "x");
                Assert.Equal(isMarker && format.StartsWith("Json", StringComparison.Ordinal), refused.ContainsValue("LooksLikeRecord"));
                if (refused.Count == 0 && format != "Csv")
                    Assert.Equal([DdbJsonComparer.NormalizeItem(item)], back.Select(DdbJsonComparer.NormalizeItem));
                Assert.Equal(1 - refused.Count, back.Length);
            },
            iter: Files,
            threads: 1);
    }

    [Theory]
    [InlineData("Csv", "csv")]
    [InlineData("Tsv", "tsv")]
    [InlineData("Json", "json")]
    [InlineData("JsonLines", "jsonl")]
    [InlineData("DynamoDBJson", "json")]
    public void A_file_without_items_is_read_as_one(string format, string extension)
    {
        const string OneItem = """{"Id":{"S":"1"}}""";
        string[] expected = format == "Json" ? ["True 0 True", "0"] : ["True 0 True", "0", "0", OneItem];
        foreach (string compression in new[] { "", ".gz", ".zst" })
        {
            foreach (string encoding in new[] { "utf8", "utf8BOM", "unicode" })
            {
                PowerShellResult result = session.Invoke(
                    """
                    param($path, $options)
                    $typed = if ($options.Format -in 'Csv', 'Tsv') { @{ TypedHeader = $true } } else { @{} }
                    @() | Export-DdbItem $path @options @typed -SummaryVariable summary
                    "$($summary.Succeeded) $($summary.Written) $([IO.FileInfo]::new($path).Length -gt 0)"
                    @(Import-DdbItem $path @options @typed -ErrorAction Stop).Count
                    if ($options.Format -ne 'Json') {
                        @() | Export-DdbItem $path @options @typed -Append
                        @(Import-DdbItem $path @options @typed -ErrorAction Stop).Count
                        @{ Id = '1' } | Export-DdbItem $path @options @typed -Append
                        Import-DdbItem $path @options @typed -ErrorAction Stop | ConvertTo-DdbJson
                    }
                    """,
                    Path.Combine(folder.Inner().Path, $"x.{extension}{compression}"),
                    new System.Collections.Hashtable { ["Format"] = format, ["Encoding"] = encoding });

                Assert.Equal(expected, result.ThrowIfFailed().Output.Select(line => line.ToString()));
            }
        }
    }

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
