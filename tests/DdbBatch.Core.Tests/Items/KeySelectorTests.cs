using System.Text;
using DdbBatch.Items;
using Xunit;

namespace DdbBatch.Tests.Items;

public sealed class KeySelectorTests
{
    private static readonly TableSchema Schema = new(
        "t", [new KeyAttribute("Artist", ScalarAttributeType.S), new KeyAttribute("Year", ScalarAttributeType.N)]);

    [Theory]
    [InlineData("""{"Year":{"N":"1.0"},"x":{"M":{"Artist":{"S":"no"}}},"Artist":{"S":"Ana"}}""", """{"Artist":{"S":"Ana"},"Year":{"N":"1.0"}}""")]
    [InlineData("""{"\u0041rtist":{"S":"\"Ana\""},"Year":{"N":"1"}}""", """{"\u0041rtist":{"S":"\"Ana\""},"Year":{"N":"1"}}""")]
    public void The_key_attributes_are_taken_as_they_are(string item, string key)
    {
        KeySelector keys = new(Schema);
        byte[] json = Encoding.UTF8.GetBytes(item);

        Assert.Equal(key, Encoding.UTF8.GetString(keys.Select(json).Json));
        Assert.Equal(ItemKeyReader.Read(json, Schema), keys.Select(json).Key);
    }

    [Fact]
    public void An_item_without_a_key_attribute_is_refused() => Assert.Equal(
        "KeyMissing", Assert.Throws<ItemException>(() => new KeySelector(Schema).Select("""{"Artist":{"S":"Ana"}}"""u8)).ErrorId);
}
