using System;
using DdbBatch.Protocol;
using Xunit;

namespace DdbBatch.Tests.Protocol;

public sealed class ExpressionTextTests
{
    private readonly ExpressionAliases _aliases = new();

    [Theory]
    [InlineData("#Version < :Version OR attribute_not_exists(#Id)", "#0 < :0 OR attribute_not_exists(#1)")]
    [InlineData("#a = :b AND #b = :b AND #a <> :a", "#0 = :0 AND #1 = :0 AND #0 <> :1")]
    [InlineData("#Address.#City[0] = :x", "#0.#1[0] = :0")]
    [InlineData("#{first name} = :{a value} AND #{a.b}.#c = :x", "#0 = :0 AND #1.#2 = :1")]
    [InlineData("#größe IN (:ä, :😀)", "#0 IN (:0, :1)")]
    public void Names_and_values_get_aliases(string text, string expected) =>
        Assert.Equal(expected, ExpressionText.Rewrite(text, _aliases));

    [Theory]
    [InlineData("# = :x")]
    [InlineData("#a = : ")]
    [InlineData("#{a = :x")]
    [InlineData("#{} = :x")]
    [InlineData("#a = :")]
    public void A_missing_name_is_an_error_that_shows_the_expression(string text) =>
        Assert.Contains(text, Assert.Throws<FormatException>(() => ExpressionText.Rewrite(text, _aliases)).Message);

    [Theory]
    [InlineData("Year", "#0")]
    [InlineData("Address.City", "#0.#1")]
    [InlineData("Tags[12].Name", "#0[12].#1")]
    [InlineData("{a.b}.{c[0]}[1]", "#0.#1[1]")]
    [InlineData("with blank-and:colon", "#0")]
    public void A_path_becomes_one_of_aliases(string path, string expected) =>
        Assert.Equal(expected, ExpressionText.RewritePath(path, _aliases));

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("a[x]")]
    [InlineData("a[]")]
    [InlineData("a[1")]
    [InlineData("a[1]b")]
    [InlineData("{a")]
    [InlineData("[1]")]
    public void A_broken_path_is_an_error(string path) =>
        Assert.Throws<FormatException>(() => ExpressionText.RewritePath(path, _aliases));

    [Fact]
    public void The_same_name_has_the_same_alias_in_all_expressions_of_a_request()
    {
        ExpressionText.Rewrite("#Year = :y", _aliases);
        Assert.Equal("#1.#0", ExpressionText.RewritePath("Info.Year", _aliases));
        Assert.Equal("#0", _aliases.Names["Year"]);
    }

    [Fact]
    public void Five_hundred_names_have_aliases_of_at_most_three_characters()
    {
        for (int i = 0; i < 500; i++)
            Assert.InRange(_aliases.Name($"attribute {i}").Length, 2, 3);
    }
}
