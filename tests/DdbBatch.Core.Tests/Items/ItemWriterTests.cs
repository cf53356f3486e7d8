using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using CsCheck;
using DdbBatch.Items;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Tests.Items;

public sealed class ItemWriterTests(DynamoDbLocalFixture fixture)
{
    private static readonly TableSchema Schema = new(
        "Music",
        [new("Artist", ScalarAttributeType.S), new("Year", ScalarAttributeType.N)],
        [new("Genre", ScalarAttributeType.S, "ByGenre"), new("Hash", ScalarAttributeType.B, "ByGenre", IsSortKey: true)]);

    private readonly ItemWriter _writer = new();

    [Fact]
    public void Text_reads_back_whatever_it_holds() => RandomValue.Text.Sample(
        text =>
        {
            ItemWriter writer = new();
            EncodedItem item = Write(writer, null, ("a", w => w.WriteString(text)));
            using JsonDocument json = JsonDocument.Parse(item.Json);
            Assert.Equal(text, json.RootElement.GetProperty("a").GetProperty("S").GetString());
            Assert.Equal(1 + Encoding.UTF8.GetByteCount(text), item.SizeBytes);
        },
        iter: 5_000);

    [Fact]
    public void Only_what_JSON_demands_is_escaped()
    {
        EncodedItem item = Write(_writer, null, ("a", w => w.WriteString("é😀<&'/\u007f\u2028\"\\\n\u0001")));
        Assert.Equal("{\"a\":{\"S\":\"é😀<&'/\u007f\u2028\\\"\\\\\\n\\u0001\"}}", Encoding.UTF8.GetString(item.Json));
    }

    [Fact]
    public void The_first_and_last_characters_of_each_length_in_UTF_8_read_back()
    {
        const string Text = "\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\U00010000\U0010ffff";
        EncodedItem item = Write(_writer, null, ("a", w => w.WriteString(Text)));
        Assert.Equal($$$"""{"a":{"S":"{{{Text}}}"}}""", Encoding.UTF8.GetString(item.Json));
    }

    // As numbers: an attribute's strings can't hold half a pair.
    [Theory]
    [InlineData(0, new[] { 0xD800 })]
    [InlineData(2, new[] { 'a', 'b', 0xDC00 })]
    [InlineData(2, new[] { 0xD83D, 0xDE00, 0xD83D })]
    [InlineData(0, new[] { 0xD83D, 0xD83D, 0xDE00 })]
    public void Half_a_surrogate_pair_is_refused_with_its_position(int position, int[] codeUnits)
    {
        string text = new([.. codeUnits.Select(unit => (char)unit)]);
        ItemException error = Refused(w => w.WriteString(text));
        Assert.Equal("InvalidSurrogate", error.ErrorId);
        Assert.Contains($"position {position} ", error.Message);
    }

    [Theory]
    [InlineData("+7", "7")]
    [InlineData("007", "7")]
    [InlineData(".5", "5E-1")]
    [InlineData("1.", "1")]
    [InlineData("-0", "-0")]
    [InlineData("1.50", "1.50")]
    [InlineData("1E+5", "1E+5")]
    public void Numbers_go_out_as_they_came_unless_only_DynamoDB_reads_them(string text, string wire)
    {
        EncodedItem item = Write(_writer, null, ("a", w => w.WriteNumber(text)));
        Assert.Equal($$$"""{"a":{"N":"{{{wire}}}"}}""", Encoding.UTF8.GetString(item.Json));
    }

    [Fact]
    public void Keys_that_DynamoDB_holds_equal_are_equal()
    {
        ItemKey one = Key(w => w.WriteNumber("1"));
        Assert.Equal(one, Key(w => w.WriteNumber("1.0")));
        Assert.Equal(one, Key(w => w.WriteNumber(1L)));
        Assert.Equal(one, Key(w => w.WriteNumber("10e-1")));
        Assert.NotEqual(one, Key(w => w.WriteNumber("-1")));
        Assert.NotEqual(one, Key(w => w.WriteNumber("10")));

        ItemKey Key(Action<ItemWriter> year) => Write(
            _writer, Schema, ("Year", year), ("Artist", w => w.WriteString("x"))).Key;
    }

    [Fact]
    public void A_key_read_from_the_item_is_the_key_caught_while_writing() => Gen.Select(
        RandomValue.Text.Where(text => text.Length > 0), Gen.Int, Gen.Bool).Sample(
        (artist, year, reversed) =>
        {
            ItemWriter writer = new();
            (string, Action<ItemWriter>) first = ("Artist", w => w.WriteString(artist));
            (string, Action<ItemWriter>) second = ("Year", w => w.WriteNumber($"{year}.00"));
            (string, Action<ItemWriter>) other = ("o\"ther", w => w.WriteNull());
            EncodedItem item = reversed
                ? Write(writer, Schema, second, other, first)
                : Write(writer, Schema, first, second, other);
            Assert.Equal(item.Key, ItemKeyReader.Read(item.Json, Schema));
        },
        iter: 2_000);

    [Fact]
    public void A_missing_key_attribute_is_named()
    {
        ItemException error = Assert.Throws<ItemException>(() => Write(_writer, Schema, ("Artist", w => w.WriteString("x"))));
        Assert.Equal("KeyMissing", error.ErrorId);
        Assert.Contains("Year", error.Message);
        Assert.Contains("Artist (S), Year (N)", error.Message);
    }

    [Theory]
    [InlineData("Year", "KeyTypeMismatch")]
    [InlineData("Genre", "KeyEmpty")]
    [InlineData("Artist", "KeyEmpty")]
    public void An_empty_string_is_refused_in_every_key(string name, string errorId)
    {
        ItemException error = Assert.Throws<ItemException>(() => Write(_writer, Schema, (name, w => w.WriteString(""))));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(name, error.Path);
    }

    [Theory]
    [InlineData("Artist", 2048)]
    [InlineData("Genre", 2048)]
    [InlineData("Hash", 1024)]
    public void Keys_have_a_greatest_length(string name, int maxBytes)
    {
        Action<ItemWriter> WriteOf(int length) =>
            w => WriteKey(w, name, length);
        ItemException error = Assert.Throws<ItemException>(() => Write(_writer, Schema, (name, WriteOf(maxBytes + 1))));
        Assert.Equal("KeyTooLong", error.ErrorId);
        error = Assert.Throws<ItemException>(() => Write(_writer, Schema, (name, WriteOf(maxBytes))));
        Assert.Equal("KeyMissing", error.ErrorId);

        static void WriteKey(ItemWriter w, string key, int length)
        {
            if (key == "Hash")
                w.WriteBinary(new byte[length]);
            else
                w.WriteString(new string('x', length));
        }
    }

    [Fact]
    public void Thirty_one_containers_pass_and_one_more_is_refused()
    {
        EncodedItem item = Write(_writer, null, ("a", w => Nest(w, 31)));
        Assert.Equal(1 + (31 * 4) + 1, item.SizeBytes);
        Assert.Equal("NestingTooDeep", Refused(w => Nest(w, 32)).ErrorId);
    }

    [Fact]
    public void A_container_inside_itself_is_a_cycle()
    {
        object container = new();
        ItemException error = Refused(w =>
        {
            w.BeginList(container);
            w.BeginElement();
            w.BeginMap(container);
        });
        Assert.Equal("CyclicReference", error.ErrorId);
        Assert.Equal("a[0]", error.Path);
    }

    [Fact]
    public void A_refused_item_leaves_no_trace_in_the_next_one()
    {
        Refused(w =>
        {
            w.BeginList(null);
            w.BeginElement();
            w.BeginSet();
            w.BeginElement();
            w.WriteNumber("x");
        });
        EncodedItem item = Write(_writer, null, ("a", w => w.WriteBool(true)));
        Assert.Equal("{\"a\":{\"BOOL\":true}}", Encoding.UTF8.GetString(item.Json));
        Assert.Equal(2, item.SizeBytes);
    }

    [Theory]
    [InlineData(409_600, true)]
    [InlineData(409_601, false)]
    public void The_limit_of_400_KB_is_exact(int sizeBytes, bool fits)
    {
        if (fits)
            Assert.Equal(sizeBytes, Write(_writer, null, ("a", w => w.WriteString(new string('x', sizeBytes - 1)))).SizeBytes);
        else
            Assert.Equal("ItemTooLarge", Refused(w => w.WriteString(new string('x', sizeBytes - 1))).ErrorId);
    }

    /// <summary>The oracle of sizes is DynamoDB itself: it stores what has 409,600 bytes, and refuses one more.</summary>
    [Fact]
    public async Task Sizes_agree_with_DynamoDB_to_the_byte()
    {
        DynamoDbLocal server = await fixture.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "k:S");
        await RandomValue.Of(3).List[1, 12].SampleAsync(
            async values =>
            {
                (string full, string tooLarge) = PadToLimit(values.ToArray());
                Assert.Null(await DynamoDbWire.PutAsync(server.Endpoint, table, full));
                Assert.Contains("Item size", await DynamoDbWire.PutAsync(server.Endpoint, table, tooLarge));
            },
            iter: 150,
            threads: 1);
    }

    [Fact]
    public void An_item_that_was_read_has_the_size_that_it_was_written_with() => RandomValue.Of(3).List[1, 12].Sample(values =>
    {
        ItemWriter writer = new();
        writer.BeginItem();
        RandomValue.WriteAttributes(writer, "é", values);

        EncodedItem item = writer.EndItem(null);
        Assert.Equal(item.SizeBytes, ItemSize.Of(item.Json));
    });

    private static (string Full, string TooLarge) PadToLimit(RandomValue[] values)
    {
        ItemWriter writer = new();
        int missing = ItemRules.MaxItemSizeBytes - WriteAll(0).SizeBytes;
        EncodedItem full = WriteAll(missing);
        Assert.Equal(ItemRules.MaxItemSizeBytes, full.SizeBytes);
        string text = Encoding.UTF8.GetString(full.Json);
        return (text, text.Replace("\"pad\":{\"S\":\"", "\"pad\":{\"S\":\"x"));

        EncodedItem WriteAll(int padding)
        {
            writer.BeginItem();
            writer.BeginAttribute(AttributeName.Create("k", null, writer.Path));
            writer.WriteString("key");
            writer.BeginAttribute(AttributeName.Create("pad", null, writer.Path));
            writer.WriteString(new string('x', padding));
            RandomValue.WriteAttributes(writer, "é", values);

            return writer.EndItem(null);
        }
    }

    private static void Nest(ItemWriter writer, int depth)
    {
        for (int i = 0; i < depth; i++)
        {
            writer.BeginList(null);
            writer.BeginElement();
        }

        writer.WriteBool(true);
        for (int i = 0; i < depth; i++)
            writer.EndList();
    }

    private static EncodedItem Write(
        ItemWriter writer, TableSchema? schema, params (string Name, Action<ItemWriter> Write)[] attributes)
    {
        writer.BeginItem();
        foreach ((string name, Action<ItemWriter> write) in attributes)
        {
            writer.BeginAttribute(AttributeName.Create(name, schema?.FindUse(name), writer.Path));
            write(writer);
        }

        return writer.EndItem(schema);
    }

    private ItemException Refused(Action<ItemWriter> write) =>
        Assert.Throws<ItemException>(() => Write(_writer, null, ("a", write)));
}
