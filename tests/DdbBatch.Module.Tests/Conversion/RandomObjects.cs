using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using CsCheck;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>Random nested values, each with the DynamoDB JSON that it should become.</summary>
internal static class RandomObjects
{
    private static readonly Gen<string> Text = Gen.Frequency(
        (6, Gen.Char["abcXYZ 019_.-\"\\\n"].Array[0, 12].Select(chars => new string(chars))),
        (2, Gen.Int[1, 0xD7FF].Array[0, 6].Select(ToText)),
        (1, Gen.Int[0x10000, 0x10FFFF].Array[1, 3].Select(ToText)));

    private static readonly Gen<(object? Value, string Json)> Number = Gen.OneOf(
        Gen.Int.Select(value => Exact(value, value)),
        Gen.Long.Select(value => Exact(value, value)),
        Gen.ULong.Select(value => Exact(value, value)),
        Gen.Decimal.Select(value => Exact(value, value)),
        Gen.Long.Select(value => BigInteger.Multiply(value, value) * 7).Where(value => BigInteger.Abs(value) < BigInteger.Pow(10, 38))
            .Select(value => Exact(value, value)),
        Gen.Double[-1e15, 1e15].Select(value => Exact(value, value)),
        from value in Gen.Double[0.1, 9.9] from scale in Gen.Int[-100, 100] select Scaled(value, scale),
        Gen.Float[-1e6f, 1e6f].Select(value => Exact(value, value)));

    private static readonly Gen<(object? Value, string Json)> Scalar = Gen.Frequency(
        (4, Text.Select(text => ((object?)text, Tag("S", Quote(text))))),
        (4, Number),
        (1, Gen.Byte.Array[0, 20].Select(bytes => ((object?)bytes, Tag("B", Quote(Convert.ToBase64String(bytes)))))),
        (1, Gen.Bool.Select(truth => ((object?)truth, Tag("BOOL", truth ? "true" : "false")))),
        (1, Gen.Const(((object?)null, Tag("NULL", "true")))),
        (1, Text.HashSet[1, 5].Select(texts => ((object?)texts, Tag("SS", Array(texts.Select(Quote)))))),
        (1, Gen.Long.HashSet[1, 5].Select(numbers => ((object?)numbers, Tag("NS", Array(numbers.Select(number => $"\"{number}\"")))))));

    /// <summary>Values nested so deep.</summary>
    public static Gen<(object? Value, string Json)> Nested(int depth)
    {
        if (depth == 0)
            return Scalar;
        Gen<(object? Value, string Json)> inner = Nested(depth - 1);
        return Gen.Frequency(
            (3, Scalar),
            (1, inner.List[0, 5].Select(List)),
            (1, Gen.Select(Text.Where(name => name.Length > 0).HashSet[0, 5], inner.List[5], Gen.Int[0, 3], Map)));
    }

    private static (object? Value, string Json) List(List<(object? Value, string Json)> elements) =>
        (elements.Select(element => element.Value).ToArray(), Tag("L", Array(elements.Select(element => element.Json))));

    private static (object? Value, string Json) Map(HashSet<string> names, List<(object? Value, string Json)> values, int kind)
    {
        // A PSCustomObject can't have names that differ in letter case only, nor those that PowerShell keeps.
        string[] distinct = [.. names.DistinctBy(name => name.ToUpperInvariant())];
        var attributes = distinct.Select((name, i) => (Name: name, values[i].Value, values[i].Json)).ToArray();
        string json = Tag("M", "{" + string.Join(",", attributes.Select(a => $"{Quote(a.Name)}:{a.Json}")) + "}");
        return (Container(attributes.Select(a => (a.Name, a.Value)), kind), json);
    }

    private static object Container(IEnumerable<(string Name, object? Value)> attributes, int kind)
    {
        if (kind == 0)
            return TypeTable.Custom([.. attributes]);
        IDictionary map = kind switch
        {
            1 => new Hashtable(StringComparer.Ordinal),
            2 => new System.Collections.Specialized.OrderedDictionary(StringComparer.Ordinal),
            _ => new Dictionary<string, object?>(),
        };
        foreach ((string name, object? value) in attributes)
            map[name] = value is null ? null : PSObject.AsPSObject(value);
        return map;
    }

    private static (object? Value, string Json) Exact<T>(T value, IFormattable text) =>
        (value, Tag("N", Quote(text.ToString(null, CultureInfo.InvariantCulture))));

    private static (object? Value, string Json) Scaled(double value, int scale)
    {
        double scaled = value * Math.Pow(10, scale);
        return Exact(scaled, scaled);
    }

    private static string Tag(string type, string content) => $"{{\"{type}\":{content}}}";

    private static string Array(IEnumerable<string> elements) => $"[{string.Join(",", elements)}]";

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string ToText(int[] codePoints)
    {
        StringBuilder text = new();
        foreach (int codePoint in codePoints)
            text.Append(char.ConvertFromUtf32(codePoint));
        return text.ToString();
    }
}
