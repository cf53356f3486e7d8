using System.Text;
using DdbBatch.Items;
using Xunit;

namespace DdbBatch.Tests.Items;

public sealed class ItemHashTests
{
    [Theory]
    [InlineData("""{"a":{"S":"1"},"b":{"S":"2"}}""", """{"b":{"S":"2"},"a":{"S":"1"}}""")]
    [InlineData("""{"a":{"S":"x\"y"},"b\"":{"S":"\\"}}""", """{"b\"":{"S":"\\"},"a":{"S":"x\"y"}}""")]
    [InlineData("""{"m":{"M":{"a":{"S":"1"},"b":{"S":"2"}}}}""", """{"m":{"M":{"b":{"S":"2"},"a":{"S":"1"}}}}""")]
    public void Attributes_count_in_any_order(string left, string right)
    {
        Assert.Equal(Hash(left), Hash(right));
        Assert.Equal(HashOfJson(left), HashOfJson(right.Replace(":", " : ", System.StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"a":{"S":"1"},"b":{"S":"2"}}""", """{"a":{"S":"2"},"b":{"S":"1"}}""")]
    [InlineData("""{"a":{"S":"1"}}""", """{"a":{"N":"1"}}""")]
    [InlineData("""{"a":{"S":""}}""", """{"a":{"S":"\u0000"}}""")]
    [InlineData("""{"a":{"L":[{"S":"1"},{"S":"2"}]}}""", """{"a":{"L":[{"S":"2"},{"S":"1"}]}}""")]
    [InlineData("""{"a":{"S":"12345678"}}""", """{"a":{"S":"123456780"}}""")]
    [InlineData("""{"a":{"BOOL":true}}""", """{"a":{"BOOL":false}}""")]
    [InlineData("""{"ab":{"S":"c"}}""", """{"a":{"S":"bc"}}""")]
    [InlineData("""{"a":{"S":"x\"y"},"b":{"S":"1"}}""", """{"a":{"S":"x\"z"},"b":{"S":"1"}}""")]
    [InlineData("""{"a":{"S":"x\\"},"b":{"S":"1"}}""", """{"a":{"S":"x\\"},"b":{"S":"2"}}""")]
    public void Everything_else_makes_a_difference(string left, string right)
    {
        Assert.NotEqual(Hash(left), Hash(right));
        Assert.NotEqual(HashOfJson(left), HashOfJson(right));
    }

    private static ulong Hash(string json) => ItemHash.Of(Encoding.UTF8.GetBytes(json));

    private static ulong HashOfJson(string json) => ItemHash.OfJson(Encoding.UTF8.GetBytes(json));
}
