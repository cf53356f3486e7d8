using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using CsCheck;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>Random values there and back again.</summary>
public sealed class RoundTripTests(ConversionSession session) : IClassFixture<ConversionSession>
{
    private const int ItemsPerPipeline = 100;
    private const int Pipelines = 40;

    [Fact]
    public void A_hundred_thousand_random_values_become_what_they_should_and_come_back()
    {
        long values = 0;
        RandomObjects.Nested(3).List[8].List[ItemsPerPipeline].Sample(
            items =>
            {
                object[] inputs = [.. items.Select(item => (object)Input(item))];
                string[] expected = [.. items.Select(item => DdbJsonComparer.NormalizeItem(Expected(item)))];
                string[] there = Lines(session.Invoke("ConvertTo-DdbJson -InputObject $args[0]", [inputs]));
                Assert.Equal(expected, there.Select(DdbJsonComparer.NormalizeItem));
                string[] back = Lines(session.Invoke("$args[0] | ConvertFrom-DdbJson -AsHashtable | ConvertTo-DdbJson", [there]));
                Assert.Equal(expected, back.Select(DdbJsonComparer.NormalizeItem));
                Interlocked.Add(ref values, there.Sum(CountValues));
            },
            iter: Pipelines,
            threads: 1);
        Assert.InRange(values, 100_000, long.MaxValue);
    }

    private static Hashtable Input(List<(object? Value, string Json)> item)
    {
        Hashtable input = [];
        for (int i = 0; i < item.Count; i++)
            input[$"a{i}"] = item[i].Value;
        return input;
    }

    private static string Expected(List<(object? Value, string Json)> item) =>
        "{" + string.Join(",", item.Select((value, i) => $"\"a{i}\":{value.Json}")) + "}";

    private static string[] Lines(PowerShellResult result) =>
        [.. result.ThrowIfFailed().Output.Select(line => line.ToString())];

    private static int CountValues(string item)
    {
        using JsonDocument document = JsonDocument.Parse(item);
        return document.RootElement.EnumerateObject().Sum(attribute => CountValues(attribute.Value));
    }

    private static int CountValues(JsonElement value)
    {
        JsonProperty tagged = value.EnumerateObject().Single();
        return 1 + tagged.Name switch
        {
            "L" => tagged.Value.EnumerateArray().Sum(CountValues),
            "M" => tagged.Value.EnumerateObject().Sum(attribute => CountValues(attribute.Value)),
            _ => 0,
        };
    }
}
