using System.Text;
using DdbBatch.Items;
using Xunit;

namespace DdbBatch.Tests.Items;

public sealed class ItemKeyReaderTests
{
    private static readonly TableSchema Schema = new(
        "Music", [new("Artist", ScalarAttributeType.S), new("Hash", ScalarAttributeType.B)]);

    [Fact]
    public void Spelling_and_order_of_the_JSON_dont_matter()
    {
        ItemKey key = Read("""{"Artist":{"S":"é\n"},"Hash":{"B":"AQI="}}""");
        Assert.Equal(key, Read("""{ "Hash" : { "B" : "AQI=" }, "x": {"L":[{"M":{}}]}, "\u0041rtist" : { "S" : "\u00e9\u000a" } }"""));
        Assert.NotEqual(key, Read("""{"Artist":{"S":"é\n"},"Hash":{"B":"AQM="}}"""));
    }

    [Fact]
    public void A_boundary_between_the_two_values_counts()
    {
        TableSchema two = new("T", [new("a", ScalarAttributeType.S), new("b", ScalarAttributeType.S)]);
        ItemKey left = ItemKeyReader.Read("""{"a":{"S":"xy"},"b":{"S":"z"}}"""u8, two);
        ItemKey right = ItemKeyReader.Read("""{"a":{"S":"x"},"b":{"S":"yz"}}"""u8, two);
        Assert.NotEqual(left, right);
    }

    [Fact]
    public void Values_beside_the_key_may_be_as_deep_as_DynamoDB_takes_them()
    {
        string deep = "{\"NULL\":true}";
        for (int i = 0; i < 31; i++)
            deep = $$$"""{"M":{"a":{{{deep}}}}}""";
        Assert.False(Read($$$"""{"deep":{{{deep}}},"Artist":{"S":"x"},"Hash":{"B":"AQI="}}""").IsEmpty);
    }

    [Theory]
    [InlineData("""{"Artist":{"S":"x"},"Hash":{"B":"AQI="},"Year":{"S":"1"}}""", true)]
    [InlineData("""{"x":{"L":[{"S":"1"}]},"Artist":{"S":"x"},"Rank":{"N":"1"}}""", true)]
    [InlineData("""{"Artist":{"N":"1"},"Hash":{"B":"AQI="}}""", false)]
    [InlineData("""{"Artist":{"S":"x"},"Hash":{"S":"AQI="}}""", false)]
    [InlineData("""{"x":{"M":{}},"Rank":{"S":"1"}}""", false)]
    [InlineData("""{}""", true)]
    public void Attributes_of_keys_and_of_indexes_have_the_types_of_the_keys(string json, bool hasKeyTypes)
    {
        TableSchema schema = new("Music", Schema.KeyAttributes, [new("Rank", ScalarAttributeType.N, "ByRank")]);

        Assert.Equal(hasKeyTypes, ItemKeyReader.HasKeyTypes(Encoding.UTF8.GetBytes(json), schema));
    }

    [Fact]
    public void Attributes_of_indexes_are_checked_if_that_is_asked_for()
    {
        TableSchema schema = new("Music", Schema.KeyAttributes, [new("Rank", ScalarAttributeType.N, "ByRank")]);
        byte[] json = """{"Artist":{"S":"x"},"Hash":{"B":"AQI="},"Rank":{"S":"1"}}"""u8.ToArray();

        Assert.Equal("Rank", Assert.Throws<ItemException>(() => ItemKeyReader.Read(json, schema, checkIndexKeys: true)).Path);
        Assert.False(ItemKeyReader.Read(json, schema).IsEmpty);
    }

    [Theory]
    [InlineData("""{"Artist":{"S":"x"}}""", "KeyMissing")]
    [InlineData("""{"Artist":{"N":"1"},"Hash":{"B":"AQI="}}""", "KeyTypeMismatch")]
    [InlineData("""{"Artist":{"S":""},"Hash":{"B":"AQI="}}""", "KeyEmpty")]
    [InlineData("""{"Artist":{"S":"x"},"Hash":{"B":"***"}}""", "NotDdbJson")]
    [InlineData("""{"Artist":{"Q":"x"}}""", "NotDdbJson")]
    [InlineData("""{"Artist":{"S":5}}""", "NotDdbJson")]
    [InlineData("""{"Artist":"x"}""", "NotDdbJson")]
    [InlineData("""{"Artist":{"S":"x"},""", "NotDdbJson")]
    [InlineData("""[]""", "NotDdbJson")]
    [InlineData("", "NotDdbJson")]
    public void An_invalid_key_is_refused(string json, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<ItemException>(() => Read(json)).ErrorId);

    private static ItemKey Read(string json) => ItemKeyReader.Read(Encoding.UTF8.GetBytes(json), Schema);
}
