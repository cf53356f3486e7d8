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
    public void What_does_not_come_back_as_it_was_given_is_refused(string text) => Assert.False(Base64Text.TryRead(text, out _));

    [Fact]
    public void What_is_written_is_read() => Gen.Byte.Array[0, 40].Sample(bytes =>
        Base64Text.TryRead(Convert.ToBase64String(bytes), out byte[] value) && value.AsSpan().SequenceEqual(bytes));

    [Fact]
    public void What_is_read_is_written_the_same() => Gen.Char["AQIg+/=z \n"].Array[0, 12].Sample(chars =>
    {
        string text = new(chars);
        return !Base64Text.TryRead(text, out byte[] value) || Convert.ToBase64String(value) == text;
    });
}
