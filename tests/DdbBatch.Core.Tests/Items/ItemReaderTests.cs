using System.Text;
using CsCheck;
using DdbBatch.Items;
using Xunit;

namespace DdbBatch.Tests.Items;

public sealed class ItemReaderTests
{
    // Its size: the names, one byte of text, and two of a number with one digit.
    private const string Key = """{"Artist":{"S":"a"},"Year":{"N":"1.0"},""";
    private const int KeyBytes = 6 + 1 + 4 + 2;

    private static readonly TableSchema Schema = new(
        "Music", [new("Artist", ScalarAttributeType.S), new("Year", ScalarAttributeType.N)]);

    [Fact]
    public void An_item_has_its_bytes_and_its_key_and_the_size_that_it_was_written_with()
    {
        ItemKey key = ItemKeyReader.Read("""{"Year":{"N":"1"},"Artist":{"S":"a"}}"""u8, Schema);
        RandomValue.Of(3).List[1, 12].Sample(values =>
        {
            ItemWriter writer = new();
            writer.BeginItem();
            RandomValue.WriteAttributes(writer, "é", values);

            EncodedItem rest = writer.EndItem(null);
            byte[] json = [.. Encoding.UTF8.GetBytes(Key), .. rest.Json[1..]];

            EncodedItem item = new ItemReader(Schema).Read(json);

            Assert.Equal(json, item.Json);
            Assert.Equal((KeyBytes + rest.SizeBytes, key), (item.SizeBytes, item.Key));
        });
    }

    [Fact]
    public void No_item_gets_a_part_of_the_key_of_the_one_before()
    {
        ItemReader reader = new(Schema);
        reader.Read("""{"Artist":{"S":"a"},"Year":{"N":"1"}}"""u8);

        ItemException exception = Assert.Throws<ItemException>(() => reader.Read("""{"Artist":{"S":"b"}}"""u8));

        Assert.Equal("KeyMissing", exception.ErrorId);
    }

    [Theory]
    [InlineData("""{"x":5}""")]
    [InlineData("""{"x":{}}""")]
    [InlineData("""{"x":{"S":"a","N":"1"}}""")]
    [InlineData("""{"x":{"L":["a"]}}""")]
    public void A_value_without_exactly_one_data_type_is_refused(string json) =>
        Assert.Equal("NotDdbJson", Assert.Throws<ItemException>(() => new ItemReader(Schema).Read(Encoding.UTF8.GetBytes(json))).ErrorId);
}
