using System;
using System.Collections;
using System.Collections.Generic;
using System.Data;
using System.IO;
using System.Management.Automation;
using System.Net;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>The rows of the type table: what a value of PowerShell is in DynamoDB.</summary>
internal static class TypeTable
{
    /// <summary>Values and the AttributeValues that they become.</summary>
    public static IReadOnlyList<(object? Value, string Expected)> Rows { get; } =
    [
        ("", S("")),
        ("Motörhead — \"Ace\\of\" 😀 \u0001\u2028", """{"S":"Motörhead — \"Ace\\of\" 😀 \u0001\u2028"}"""),
        ('x', S("x")),
        (new StringBuilder("built"), S("built")),
        (Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"), S("0f8fad5b-d9cb-469f-a165-70867728950e")),
        (new Uri("https://example.org/a%20b?c=d e"), S("https://example.org/a%20b?c=d e")),
        (new Version(1, 2, 3), S("1.2.3")),
        (IPAddress.Parse("::1"), S("::1")),
        (new TimeSpan(1, 2, 3, 4, 500), S("1.02:03:04.5000000")),
        (DayOfWeek.Friday, S("Friday")),
        (FileAttributes.Hidden | FileAttributes.System, S("Hidden, System")),
        (new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc), S("2026-01-02T03:04:05.6780000Z")),
        (new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Unspecified), S("2026-01-02T03:04:05.0000000")),
        (new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(-330)), S("2026-01-02T03:04:05.0000000-05:30")),
        (new DateOnly(2026, 1, 2), S("2026-01-02")),
        (new TimeOnly(3, 4, 5), S("03:04:05.0000000")),
        (new Rune(0x1F600), S("😀")),

        ((byte)255, N("255")),
        ((sbyte)-128, N("-128")),
        (short.MinValue, N("-32768")),
        (ushort.MaxValue, N("65535")),
        (int.MinValue, N("-2147483648")),
        (uint.MaxValue, N("4294967295")),
        (long.MinValue, N("-9223372036854775808")),
        (ulong.MaxValue, N("18446744073709551615")),
        (Int128.Parse("12345678901234567890123456789012345678"), N("12345678901234567890123456789012345678")),
        (UInt128.Parse("100000000000000000000000000000000000000"), N("100000000000000000000000000000000000000")),
        (decimal.MaxValue, N("79228162514264337593543950335")),
        (1.10m, N("1.10")),
        (0.0000000000000000000000000001m, N("0.0000000000000000000000000001")),
        (0.1, N("0.1")),
        (-0.0, N("0")),
        (1.0 / 3, N("0.3333333333333333")),
        (1e100, N("1E+100")),
        (1.5e-100, N("1.5E-100")),
        (0.1f, N("0.1")),
        (16777216f, N("16777216")),
        ((Half)0.5, N("0.5")),
        (BigInteger.Pow(10, 37) + 1, N("10000000000000000000000000000000000001")),
        (BigInteger.Pow(10, 125), N("1E125")),

        (true, """{"BOOL":true}"""),
        (false, """{"BOOL":false}"""),
        (new SwitchParameter(true), """{"BOOL":true}"""),
        (null, """{"NULL":true}"""),
        (DBNull.Value, """{"NULL":true}"""),
        (System.Management.Automation.Internal.AutomationNull.Value, """{"NULL":true}"""),

        (new byte[] { 0, 255, 1 }, B("AP8B")),
        (Array.Empty<byte>(), B("")),
        (AtEnd(new MemoryStream([1, 2, 3])), B("AQID")),
        (new ReadOnlyMemory<byte>([9, 1, 2, 9], 1, 2), B("AQI=")),
        (new Memory<byte>([1, 2]), B("AQI=")),
        (new ArraySegment<byte>([9, 1, 2, 9], 1, 2), B("AQI=")),

        (new HashSet<string> { "a", "b" }, """{"SS":["a","b"]}"""),
        (new SortedSet<int> { 2, 1 }, """{"NS":["1","2"]}"""),
        (new HashSet<decimal> { 1.5m }, """{"NS":["1.5"]}"""),
        (new HashSet<object> { 1, 2.5, 3L }, """{"NS":["1","2.5","3"]}"""),
        (new HashSet<byte[]> { new byte[] { 1 }, new byte[] { 2 } }, """{"BS":["AQ==","Ag=="]}"""),
        (new HashSet<DayOfWeek> { DayOfWeek.Friday }, """{"SS":["Friday"]}"""),

        (new object?[] { 1, "a", null, new[] { true } }, """{"L":[{"N":"1"},{"S":"a"},{"NULL":true},{"L":[{"BOOL":true}]}]}"""),
        (new int[][] { [1], [] }, """{"L":[{"L":[{"N":"1"}]},{"L":[]}]}"""),
        (new ArrayList { 'x' }, """{"L":[{"S":"x"}]}"""),
        (new List<DateOnly> { new(2026, 1, 2) }, """{"L":[{"S":"2026-01-02"}]}"""),
        (new Queue<int>([1, 2]), """{"L":[{"N":"1"},{"N":"2"}]}"""),

        (new Hashtable { ["x y"] = new Hashtable { ["."] = 1 } }, """{"M":{"x y":{"M":{".":{"N":"1"}}}}}"""),
        (new Dictionary<string, int> { ["A"] = 1, ["a"] = 2 }, """{"M":{"A":{"N":"1"},"a":{"N":"2"}}}"""),
        (new Hashtable(), """{"M":{}}"""),
        (new KeyValuePair<string, int>("a", 1), """{"M":{"Key":{"S":"a"},"Value":{"N":"1"}}}"""),
        (Custom(("n", 1), ("o", Custom())), """{"M":{"n":{"N":"1"},"o":{"M":{}}}}"""),
        (Table(("n", 1), ("o", DBNull.Value)), """{"L":[{"M":{"n":{"N":"1"},"o":{"NULL":true}}}]}"""),

        (JsonDocument.Parse("""{"a":[1.50,1E400000,"x",true,null]}""").RootElement.GetProperty("a")[0], N("1.50")),
        (JsonDocument.Parse("""[1,{"a":"x"}]"""), """{"L":[{"N":"1"},{"M":{"a":{"S":"x"}}}]}"""),
        (JsonNode.Parse("""{"a":[true,null]}"""), """{"M":{"a":{"L":[{"BOOL":true},{"NULL":true}]}}}"""),
    ];

    private static string S(string value) => $$"""{"S":"{{value}}"}""";

    private static string N(string value) => $$"""{"N":"{{value}}"}""";

    private static string B(string value) => $$"""{"B":"{{value}}"}""";

    private static MemoryStream AtEnd(MemoryStream stream)
    {
        stream.Seek(0, SeekOrigin.End);
        return stream;
    }

    /// <summary>A PSCustomObject, as Import-Csv makes them.</summary>
    public static PSObject Custom(params (string Name, object? Value)[] properties)
    {
        PSObject custom = new();
        foreach ((string name, object? value) in properties)
            custom.Properties.Add(new PSNoteProperty(name, value));
        return custom;
    }

    private static DataTable Table(params (string Name, object? Value)[] cells)
    {
        DataTable table = new();
        foreach ((string name, _) in cells)
            table.Columns.Add(name, typeof(object));
        DataRow row = table.NewRow();
        foreach ((string name, object? value) in cells)
            row[name] = value;
        table.Rows.Add(row);
        return table;
    }
}
