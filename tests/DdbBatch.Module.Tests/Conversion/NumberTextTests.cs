using System;
using System.Globalization;
using System.Numerics;
using CsCheck;
using Xunit;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>Numbers that -AttributeType makes strings: one plain decimal form.</summary>
public sealed class NumberTextTests(ConversionSession session) : IClassFixture<ConversionSession>
{
    public static TheoryData<object, string> Numbers => new()
    {
        { 1914310000010100000d, "1914310000010100000" },
        { 1e15, "1000000000000000" },
        { 1e16, "10000000000000000" },
        { 1e22, "10000000000000000000000" },
        { 1.5e300, "15" + new string('0', 299) },
        { 0.00001, "0.00001" },
        { -1.25e-7, "-0.000000125" },
        { 0.1, "0.1" },
        { -0.0, "0" },
        { -0.0f, "0" },
        { 1e10f, "10000000000" },
        { 1.5e-6f, "0.0000015" },
        { 100m, "100" },
        { 1.10m, "1.10" },
        { -5, "-5" },
        { BigInteger.Pow(10, 30), "1000000000000000000000000000000" },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_becomes_a_string_without_an_exponent(object number, string expected) =>
        Assert.Equal($$$"""{"P":{"S":"{{{expected}}}"}}""", session.Line("@{ P = $args[0] } | ConvertTo-DdbJson -AttributeType @{ P = 'S' }", number));

    [Theory]
    [InlineData("1E-5", "0.00001")]
    [InlineData("1.50e3", "1500")]
    [InlineData("12.50", "12.50")]
    [InlineData("-0", "0")]
    [InlineData("12345678901234567890.12345678901234567", "12345678901234567890.12345678901234567")]
    public void A_number_of_JSON_becomes_the_same_string(string json, string expected) => Assert.Equal(
        $$$"""{"P":{"S":"{{{expected}}}"}}""",
        session.Line("@{ P = $args[0] } | ConvertTo-DdbJson -AttributeType @{ P = 'S' }", System.Text.Json.JsonDocument.Parse(json).RootElement));

    [Fact]
    public void The_string_of_any_Double_reads_back_as_that_Double() => Gen.Double.Where(double.IsFinite).Array[100].Sample(
        numbers =>
        {
            var result = session.Invoke(
                "foreach ($d in $args[0]) { (@{ P = $d } | ConvertTo-DdbJson -AttributeType @{ P = 'S' }).Substring(11).TrimEnd('}').TrimEnd('\"') }", [numbers]);
            string[] texts = Array.ConvertAll([.. result.ThrowIfFailed().Output], text => text.ToString());
            Assert.Equal(numbers, Array.ConvertAll(texts, text => double.Parse(text, CultureInfo.InvariantCulture)));
            Assert.All(texts, text => Assert.DoesNotContain("E", text));
        },
        iter: 20,
        threads: 1);
}
