using System;
using CsCheck;
using DdbBatch.Items;
using Xunit;

namespace DdbBatch.Tests.Items;

public sealed class Base64TextTests
{
    [Theory]
    [InlineData("+/+=")]
    [InlineData("AR==")]
    [InlineData("AQ =")]
    [InlineData("AQ==\n")]
    [InlineData("AQ\n==AQ")]
    [InlineData(" AQI=   ")]
    [InlineData("AQI")]
    [InlineData("AQ==AQ==")]
    [InlineData("-_8=")]
    [InlineData("x")]
    [InlineData("====")]
    public void A_value_that_does_not_read_back_unchanged_is_refused(string text) => Assert.False(Base64Text.TryRead(text, out _));

    [Fact]
    public void A_written_value_reads_back() => Gen.Byte.Array[0, 40].Sample(bytes =>
        Base64Text.TryRead(Convert.ToBase64String(bytes), out byte[] value) && value.AsSpan().SequenceEqual(bytes));

    [Fact]
    public void A_value_that_was_read_is_written_unchanged() => Gen.Char["AQIg+/=z \n"].Array[0, 12].Sample(chars =>
    {
        string text = new(chars);
        return !Base64Text.TryRead(text, out byte[] value) || Convert.ToBase64String(value) == text;
    });
}
