using System;
using DdbBatch.Items;
using Xunit;

namespace DdbBatch.Tests.Items;

/// <summary>The text of an error about a value, with its advice.</summary>
public sealed class ItemErrorTests
{
    private static readonly TableSchema Schema = new(
        "Music",
        [new KeyAttribute("Artist", ScalarAttributeType.S), new KeyAttribute("Year", ScalarAttributeType.N)],
        [
            new KeyAttribute("Genre", ScalarAttributeType.S, "ByGenre"),
            new KeyAttribute("Rank", ScalarAttributeType.N, "ByRank"),
            new KeyAttribute("Cover", ScalarAttributeType.B, "ByCover"),
        ]);

    [Theory]
    [InlineData("x", "", "NotANumber", "If an empty value means no value, use -EmptyString Omit or Null.")]
    [InlineData("x", "one", "NotANumber", "'one' is not a number as DynamoDB reads one: digits with an optional sign, point and exponent; no spaces, thousands separators or NaN. Correct it, or have it stored as a string.")]
    [InlineData("x", "123456789012345678901234567890123456789", "NumberTooPrecise", "123456789012345678901234567890123456789 has more than 38 significant digits, the most that DynamoDB keeps. Round it, or store it as a string.")]
    [InlineData("x", "1E126", "NumberOutOfRange", "1E126 is out of DynamoDB's range: zero, or 1E-130 to 9.99E+125 in magnitude. Scale it, or store it as a string.")]
    [InlineData("Year", "", "KeyTypeMismatch", "the key attribute Year must be of type N, and '' is not a number. Give every item its whole key.")]
    [InlineData("Year", "one", "KeyTypeMismatch", "the key attribute Year must be of type N, and 'one' is not a number. Correct the value.")]
    [InlineData("Year", "1E126", "NumberOutOfRange", "Scale it, or store it as a string.")]
    [InlineData("Rank", "", "KeyTypeMismatch", "the key attribute Rank of index ByRank must be of type N, and '' is not a number. Leave the attribute out with -EmptyString @{ 'Rank' = 'Omit' }.")]
    [InlineData("Artist", "1", "KeyTypeMismatch", "the key attribute Artist must be of type S, and the value's type is N. Convert the value, or say how to with -AttributeType @{ 'Artist' = 'S' }.")]
    public void A_number_that_cannot_be_stored(string name, string number, string errorId, string end) =>
        AssertRefused(name, writer => writer.WriteNumber(number), errorId, end);

    [Theory]
    [InlineData("x", "AR==", "NotBase64", "'AR==' is not canonical base64, the text form of binary: it would not come back as it is. Correct the value: no white space, padding with =, and unused bits zero.")]
    [InlineData("Cover", "AR==", "KeyTypeMismatch", "the key attribute Cover of index ByCover must be of type B, and 'AR==' is not base64. Correct the value.")]
    [InlineData("Artist", "AQ==", "KeyTypeMismatch", "the value's type is B. Convert the value, or say how to with -AttributeType @{ 'Artist' = 'S' }.")]
    public void Binary_that_cannot_be_stored(string name, string base64, string errorId, string end) =>
        AssertRefused(name, writer => writer.WriteBase64(base64), errorId, end);

    [Fact]
    public void Canonical_base64_is_binary()
    {
        ItemWriter writer = Begin("x");
        writer.WriteBase64("AQI=");

        Assert.Equal("""{"x":{"B":"AQI="}}"""u8.ToArray(), writer.EndItem(null).Json);
    }

    [Fact]
    public void Errors_of_one_input_are_the_first_with_the_texts_of_the_others()
    {
        ItemException all = new(new ItemException("NotANumber", "Price", "no number", new FormatException()), " Year: none.");

        Assert.Equal(("NotANumber", "Price", "Price: no number Year: none."), (all.ErrorId, all.Path, all.Message));
        Assert.IsType<FormatException>(all.InnerException);
    }

    [Theory]
    [InlineData("Artist", 0, "KeyEmpty", "the key attribute Artist is empty, and DynamoDB takes no empty value in a key. Give every item its whole key.")]
    [InlineData("Genre", 0, "KeyEmpty", "the key attribute Genre of index ByGenre is empty, and DynamoDB takes no empty value in a key. Leave the attribute out with -EmptyString @{ 'Genre' = 'Omit' }.")]
    [InlineData("Artist", 2049, "KeyTooLong", "the key attribute Artist has 2049 bytes; DynamoDB takes 2048 at most. Shorten it.")]
    public void A_text_that_no_key_has(string name, int length, string errorId, string end) =>
        AssertRefused(name, writer => writer.WriteString(new string('a', length)), errorId, end);

    [Theory]
    [InlineData("Artist", "the value's type is NULL. Give every item its whole key.")]
    [InlineData("Genre", "the value's type is NULL. Leave it out with -NullValue @{ 'Genre' = 'Omit' }.")]
    public void No_value_in_a_key(string name, string end) =>
        AssertRefused(name, writer => writer.WriteNull(), "KeyTypeMismatch", end);

    [Fact]
    public void A_missing_key_attribute_is_named_with_the_key_of_the_table()
    {
        Assert.Equal("the key attribute Year is missing; the key of Music is Artist (S), Year (N). Give every item its whole key.", Missing(null));
        Assert.EndsWith("Year (N). Look at Year.", Missing(name => $"Look at {name}."), StringComparison.Ordinal);

        static string Missing(Func<string, string?>? advise)
        {
            ItemWriter writer = Begin("Artist");
            writer.WriteString("Ana");
            ItemException missing = Assert.Throws<ItemException>(() => writer.EndItem(Schema, advise));
            Assert.Equal(("KeyMissing", ""), (missing.ErrorId, missing.Path));
            return missing.Message;
        }
    }

    private static void AssertRefused(string name, Action<ItemWriter> write, string errorId, string end)
    {
        ItemWriter writer = Begin(name);
        ItemException refused = Assert.Throws<ItemException>(() => write(writer));
        Assert.Equal((errorId, name), (refused.ErrorId, refused.Path));
        Assert.EndsWith(end, refused.Message, StringComparison.Ordinal);
    }

    private static ItemWriter Begin(string name)
    {
        ItemWriter writer = new();
        writer.BeginItem();
        writer.BeginAttribute(AttributeName.Create(name, Schema.FindUse(name), writer.Path));
        return writer;
    }
}
