using System;
using System.Linq;
using System.Numerics;
using System.Text;
using CsCheck;
using DdbBatch.Items;
using Xunit;

namespace DdbBatch.Tests.Items;

public sealed class DdbNumberTests
{
    private static readonly Gen<string> Spelling =
        from sign in Gen.OneOf("", "-", "+")
        from zeros in Gen.Int[0, 3]
        from digits in Gen.Char["0123456789"].Array[1, 45]
        from point in Gen.Int[-1, 45]
        from e in Gen.OneOf("", "e", "E", "e+", "E-")
        from exponent in Gen.Int[0, 140]
        select sign + new string('0', zeros) + InsertPoint(new string(digits), point) + (e.Length == 0 ? "" : e + exponent);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0e999", "0")]
    [InlineData("0.000", "0")]
    [InlineData("1", "1E0")]
    [InlineData("1.0", "1E0")]
    [InlineData("1e0", "1E0")]
    [InlineData("+1", "1E0")]
    [InlineData("007", "7E0")]
    [InlineData("7.", "7E0")]
    [InlineData(".5", "5E-1")]
    [InlineData("12.50", "125E1")]
    [InlineData("-1200", "-12E3")]
    [InlineData("0.00120", "12E-3")]
    [InlineData("1E-130", "1E-130")]
    [InlineData("15e-131", "15E-130")]
    [InlineData("9.9999999999999999999999999999999999999E+125", "99999999999999999999999999999999999999E125")]
    public void All_spellings_of_a_value_have_one_canonical_text(string text, string canonical) =>
        Assert.Equal(canonical, Canonical(text));

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,000")]
    [InlineData("0x1")]
    [InlineData("1_0")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e")]
    [InlineData("e1")]
    [InlineData("1e1.5")]
    [InlineData("--1")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("١")]
    public void Text_outside_the_grammar_is_not_a_number(string text) =>
        Assert.Equal(DdbNumberStatus.NotANumber, Status(text));

    [Theory]
    [InlineData("100000000000000000000000000000000000001", DdbNumberStatus.TooPrecise)]
    [InlineData("1.00000000000000000000000000000000000001", DdbNumberStatus.TooPrecise)]
    [InlineData("1e126", DdbNumberStatus.OutOfRange)]
    [InlineData("10e125", DdbNumberStatus.OutOfRange)]
    [InlineData("1e-131", DdbNumberStatus.OutOfRange)]
    [InlineData("0.1e-130", DdbNumberStatus.OutOfRange)]
    [InlineData("1e99999999999999999999", DdbNumberStatus.OutOfRange)]
    [InlineData("1e-99999999999999999999", DdbNumberStatus.OutOfRange)]
    [InlineData("12345678901234567890123456789012345678", DdbNumberStatus.Valid)]
    [InlineData("1000000000000000000000000000000000000000000000000000", DdbNumberStatus.Valid)]
    public void Limits_are_those_of_DynamoDB(string text, object status) => Assert.Equal(status, Status(text));

    // Measured on DynamoDB Local: the padding with which an item still fits into 400 KB.
    [Theory]
    [InlineData("0", 1)]
    [InlineData("-0", 1)]
    [InlineData("1", 2)]
    [InlineData("99", 2)]
    [InlineData("100", 2)]
    [InlineData("123", 3)]
    [InlineData("1234", 3)]
    [InlineData("12345", 4)]
    [InlineData("1.2", 3)]
    [InlineData("12.3", 3)]
    [InlineData("1.23", 3)]
    [InlineData("123.4", 4)]
    [InlineData("0.1", 2)]
    [InlineData("0.012", 3)]
    [InlineData("-12", 3)]
    [InlineData("-1.2", 4)]
    [InlineData("1e101", 2)]
    [InlineData("1000001", 5)]
    [InlineData("12345678901234567890123456789012345678", 20)]
    [InlineData("-12345678901234567890123456789012345678", 21)]
    [InlineData("-1.2345678901234567890123456789012345678", 21)]
    [InlineData("-1e-130", 3)]
    public void Sizes_are_those_that_DynamoDB_counts(string text, int sizeBytes)
    {
        Assert.Equal(DdbNumberStatus.Valid, DdbNumber.Parse(Encoding.ASCII.GetBytes(text), out DdbNumber number));
        Assert.Equal(sizeBytes, number.SizeBytes);
    }

    [Fact]
    public void Status_canonical_and_plain_text_agree_with_exact_arithmetic() => Spelling.Sample(
        text =>
        {
            (BigInteger units, int scale) = Value(text);
            DdbNumberStatus expected = ExpectedStatus(units, scale);
            DdbNumberStatus actual = DdbNumber.Parse(Encoding.ASCII.GetBytes(text), out DdbNumber number);
            Assert.Equal(expected, actual);
            if (actual != DdbNumberStatus.Valid)
                return;
            Span<byte> plain = stackalloc byte[DdbNumber.MaxTextBytes];
            plain = plain[..number.WritePlain(plain)];
            Assert.True(DdbNumber.IsJsonNumber(plain));
            AssertSame((units, scale), Value(Encoding.ASCII.GetString(plain)));
            Assert.Equal(Canonical(text), Canonical(Encoding.ASCII.GetString(plain)));
        },
        iter: 20_000);

    private static DdbNumberStatus Status(string text) => DdbNumber.Parse(Encoding.UTF8.GetBytes(text), out _);

    private static string Canonical(string text)
    {
        Assert.Equal(DdbNumberStatus.Valid, DdbNumber.Parse(Encoding.ASCII.GetBytes(text), out DdbNumber number));
        return Encoding.ASCII.GetString(number.ToCanonical());
    }

    private static string InsertPoint(string digits, int at) => at < 0 || at > digits.Length ? digits : digits.Insert(at, ".");

    // The oracle: units × 10^scale.
    private static (BigInteger Units, int Scale) Value(string text)
    {
        string[] parts = text.ToLowerInvariant().Split('e');
        int exponent = parts.Length > 1 ? int.Parse(parts[1]) : 0;
        int point = parts[0].IndexOf('.');
        int decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        return (BigInteger.Parse(parts[0].Replace(".", "")), exponent - decimals);
    }

    private static void AssertSame((BigInteger Units, int Scale) left, (BigInteger Units, int Scale) right)
    {
        int scale = Math.Min(left.Scale, right.Scale);
        Assert.Equal(
            left.Units * BigInteger.Pow(10, left.Scale - scale),
            right.Units * BigInteger.Pow(10, right.Scale - scale));
    }

    private static DdbNumberStatus ExpectedStatus(BigInteger units, int scale)
    {
        string digits = BigInteger.Abs(units).ToString();
        int exponent = digits.Length - 1 + scale;
        int significant = digits.TrimEnd('0').Length;
        if (significant == 0)
            return DdbNumberStatus.Valid;
        if (significant > 38)
            return DdbNumberStatus.TooPrecise;
        return exponent is > 125 or < -130 ? DdbNumberStatus.OutOfRange : DdbNumberStatus.Valid;
    }
}
