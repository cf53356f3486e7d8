using System;
using System.Text;
using DdbBatch.Items;
using Xunit;

namespace DdbBatch.Tests.Items;

/// <summary>Names of tables, and parts of items in messages.</summary>
public sealed class NameTests
{
    private const string Arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/Music";

    [Theory]
    [InlineData("abc", true)]
    [InlineData("ab", false)]
    [InlineData("aAzZ09_-.", true)]
    [InlineData("Müsic", false)]
    [InlineData("a b", false)]
    [InlineData("abc/", false)]
    [InlineData("abc:", false)]
    [InlineData("abc@", false)]
    [InlineData("abc[", false)]
    [InlineData("abc`", false)]
    [InlineData("abc{", false)]
    [InlineData(Arn, true)]
    [InlineData("arn:aws:dynamodb:eu-central-1:123456789012:table/ab", false)]
    public void A_table_has_a_name_of_some_characters(string table, bool isValid) => Assert.Equal(isValid, TableName.IsValid(table));

    [Fact]
    public void A_tables_name_has_at_most_255_characters()
    {
        Assert.True(TableName.IsValid(new string('a', 255)));
        Assert.False(TableName.IsValid(new string('a', 256)));
    }

    [Fact]
    public void An_ARN_ends_with_the_name()
    {
        Assert.Equal(("Music", "Music"), (TableName.Of(Arn), TableName.Of("Music")));
        Assert.Equal((true, false), (TableName.IsArn(Arn), TableName.IsArn("Music")));
        Assert.True(TableName.IsArn(":table/Music"));
        Assert.Equal(Arn.Replace("Music", "Other", StringComparison.Ordinal), TableName.WithName(Arn, "Other"));
        Assert.Equal(Arn, TableName.WithName("arn:aws:dynamodb:us-east-1:1:table/x", Arn));
    }

    [Theory]
    [InlineData("Music", "Music", true)]
    [InlineData("Music", "Other", false)]
    [InlineData("Music", Arn, true)]
    [InlineData(Arn, "Music", true)]
    [InlineData("Other", Arn, false)]
    [InlineData(Arn, Arn, true)]
    [InlineData(Arn, "arn:aws:dynamodb:us-east-1:123456789012:table/Music", false)]
    public void Two_names_may_be_of_one_table(string left, string right, bool mayBe) => Assert.Equal(mayBe, TableName.MayBeSame(left, right));

    [Theory]
    [InlineData("", "")]
    [InlineData("short", "short")]
    [InlineData("a\u0007b\n", "a\ufffdb\ufffd")]
    [InlineData("\ud83d\ude00", "\ud83d\ude00")]
    [InlineData("0123456789012345678901234567890123456789", "0123456789012345678901234567890123456789")]
    [InlineData("01234567890123456789012345678901234567890", "0123456789012345678901234567890123456789…")]
    [InlineData("012345678901234567890123456789012345678\ud83d\ude00", "012345678901234567890123456789012345678\ufffd…")]
    [InlineData("01234567890123456789012345678901234567\ud83d\ude00x", "01234567890123456789012345678901234567\ud83d\ude00…")]
    public void An_excerpt_has_forty_characters_and_nothing_that_a_terminal_would_obey(string value, string excerpt) =>
        Assert.Equal(excerpt, Excerpt.Of(value));

    [Fact]
    public void Half_a_surrogate_pair_is_not_shown()
    {
        string high = "\ud83d", low = "\ude00";
        Assert.Equal("\ufffda\ufffd", Excerpt.Of(high + "a" + low));
        Assert.Equal("\ufffd", Excerpt.Of(high));
        Assert.Equal("\ufffd", Excerpt.Of(low));
        Assert.Equal("\ufffd\ufffd", Excerpt.Of(high + high));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" \n", "")]
    [InlineData("It ends", "It ends.")]
    [InlineData("It ends.\n", "It ends.")]
    [InlineData("It ends!", "It ends!")]
    [InlineData("It ends? ", "It ends?")]
    public void A_sentence_ends_with_one_mark(string text, string sentence) => Assert.Equal(sentence, Sentence.Of(text));

    [Theory]
    [InlineData("""{"Year":{"N":"1"},"Artist":{"S":"Ana"},"x":{"S":"y"}}""", "Artist=Ana, Year=1")]
    [InlineData("""{"Year":{"N":"1"}}""", "Year=1")]
    [InlineData("""{"Year":{"N":"1"},"Artist":{"S":null}}""", "Artist=, Year=1")]
    [InlineData("""{"Year":5,"Artist":{}}""", "")]
    public void The_text_of_a_key_has_its_attributes_in_order(string json, string text)
    {
        TableSchema schema = new("Music", [new("Artist", ScalarAttributeType.S), new("Year", ScalarAttributeType.N)]);
        Assert.Equal(text, KeyText.Of(Encoding.UTF8.GetBytes(json), schema));
        Assert.Equal("Artist (S), Year (N)", schema.KeyDescription);
    }
}
