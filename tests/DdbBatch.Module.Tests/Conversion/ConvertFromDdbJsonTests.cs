using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Numerics;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Conversion;

public sealed class ConvertFromDdbJsonTests(ConversionSession session) : IClassFixture<ConversionSession>
{
    public static TheoryData<string, object> Numbers => new()
    {
        { "1", 1 },
        { "1.0", 1 },
        { "1E5", 100000 },
        { "-2147483649", -2147483649L },
        { "18446744073709551615", 18446744073709551615m },
        { "0.1", 0.1m },
        { "12345678901234567890.123456789", 12345678901234567890.123456789m },
        { "1E100", BigInteger.Pow(10, 100).ToString() },
        { "12345678901234567890123456789012345678", "12345678901234567890123456789012345678" },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Numbers_come_in_the_narrowest_type_that_has_them_exactly(string number, object expected)
    {
        PowerShellResult result = session.Invoke("$args[0] | ConvertFrom-DdbJson", $$$"""{"n":{"N":"{{{number}}}"}}""").ThrowIfFailed();
        object actual = Assert.Single(result.Output).Properties["n"].Value;
        Assert.Equal(expected is string big ? BigInteger.Parse(big) : expected, actual);
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("0.12345678901234567890123456789012345678")]
    [InlineData("123456789012345678901234567890.123")]
    [InlineData("9.99E-130")]
    public void A_number_that_no_type_has_exactly_keeps_its_digits(string number)
    {
        string item = $$$"""{"a":{"L":[{"N":"{{{number}}}"}]}}""";
        PowerShellResult result = session.Invoke("$args[0] | ConvertFrom-DdbJson", item).ThrowIfFailed();
        Assert.Empty(result.Warnings);
        object value = Assert.Single((object[])Assert.Single(result.Output).Properties["a"].Value);
        Assert.Equal(("DdbBatch.ExactNumber", number), (value.GetType().FullName, value.ToString()));
        Assert.Equal(item, session.Line("$args[0] | ConvertFrom-DdbJson | ConvertTo-DdbJson", item));
    }

    [Fact]
    public void Values_come_as_objects_of_PowerShell()
    {
        PSObject item = Assert.Single(session.Invoke(
            "'{\"s\":{\"S\":\"é\"},\"b\":{\"B\":\"AQI=\"},\"t\":{\"BOOL\":true},\"z\":{\"NULL\":true},\"l\":{\"L\":[{\"N\":\"1\"}]},"
            + "\"m\":{\"M\":{\"x\":{\"S\":\"y\"}}},\"ss\":{\"SS\":[\"a\"]},\"ns\":{\"NS\":[\"1\",\"2.5\"]},\"bs\":{\"BS\":[\"AQ==\"]}}'"
            + " | ConvertFrom-DdbJson").ThrowIfFailed().Output);
        Assert.Equal("é", item.Properties["s"].Value);
        Assert.Equal(new byte[] { 1, 2 }, item.Properties["b"].Value);
        Assert.Equal(true, item.Properties["t"].Value);
        Assert.Null(item.Properties["z"].Value);
        Assert.Equal(new object[] { 1 }, item.Properties["l"].Value);
        Assert.Equal("y", Assert.IsType<PSObject>(item.Properties["m"].Value).Properties["x"].Value);
        Assert.Equal(["a"], Assert.IsType<HashSet<string>>(item.Properties["ss"].Value));
        Assert.Equal([1, 2.5m], Assert.IsType<HashSet<object>>(item.Properties["ns"].Value));
        Assert.Contains(new byte[] { 1 }, Assert.IsType<HashSet<byte[]>>(item.Properties["bs"].Value));
    }

    [Fact]
    public void Lines_may_hold_several_items_and_items_may_take_several_lines() => Assert.Equal(
        [1, 2, 3, 4],
        session.Invoke(
            "'{\"a\":{\"N\":\"1\"}}', '{\"a\":{\"N\":\"2\"}} {\"a\":', '', '{\"N\"', ':\"3\"}}', '  ', '{\"a\":{\"N\":\"4\"},\"b\":{\"S\":\"}\\\"{\"}}'"
            + " | ConvertFrom-DdbJson").ThrowIfFailed().Output.Select(item => item.Properties["a"].Value));

    [Fact]
    public void Names_that_differ_in_letter_case_only_need_AsHashtable()
    {
        const string Item = "'{\"a\":{\"N\":\"1\"},\"A\":{\"N\":\"2\"}}'";
        (string id, string message) = session.Error($"{Item} | ConvertFrom-DdbJson");
        Assert.Equal("NameCollision", id);
        Assert.Contains("-AsHashtable", message);
        Hashtable table = Assert.IsType<Hashtable>(
            Assert.Single(session.Invoke($"{Item} | ConvertFrom-DdbJson -AsHashtable").ThrowIfFailed().Output).BaseObject);
        Assert.Equal(1, table["a"]);
        Assert.Equal(2, table["A"]);
        Assert.Equal("NameCollision", session.Error("'{\"psobject\":{\"N\":\"1\"}}' | ConvertFrom-DdbJson").Id);
    }

    [Theory]
    [InlineData("{\"a\":\"x\"}")]
    [InlineData("{\"a\":{\"Q\":\"x\"}}")]
    [InlineData("{\"a\":{}}")]
    [InlineData("{\"a\":{\"S\":\"x\",\"N\":\"1\"}}")]
    [InlineData("{\"a\":{\"S\":1}}")]
    [InlineData("{\"a\":{\"N\":1}}")]
    [InlineData("{\"a\":{\"NULL\":false}}")]
    [InlineData("{\"a\":{\"L\":{}}}")]
    [InlineData("{\"Item\":{\"Artist\":{\"S\":\"x\"}}}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("{\"a\":{\"S\":\"x\"}")]
    [InlineData("}")]
    [InlineData("{\"a\":{\"S\":\"\\ud800\"}}")]
    public void An_input_that_is_not_an_item_is_refused_and_the_next_one_is_read(string text)
    {
        PowerShellResult result = session.Invoke("$args[0] | ConvertFrom-DdbJson", text).ThrowIfTerminated();
        Assert.Empty(result.Output);
        Assert.StartsWith("NotDdbJson,", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Single(session.Invoke("'{\"a\":{\"S\":\"x\"}}' | ConvertFrom-DdbJson").ThrowIfFailed().Output);
    }

    [Fact]
    public void Objects_in_DynamoDB_shape_are_taken_too() => Assert.Equal(
        """{"a":{"L":[{"N":"1"}]}}""",
        session.Line("@{ a = @{ L = @(, @{ N = '1' }) } } | ConvertFrom-DdbJson | ConvertTo-DdbJson"));
}
