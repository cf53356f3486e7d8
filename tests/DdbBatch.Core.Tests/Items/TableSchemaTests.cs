using System;
using System.Text;
using DdbBatch.Items;
using Xunit;

namespace DdbBatch.Tests.Items;

public sealed class TableSchemaTests
{
    private static readonly KeyAttribute Artist = new("Artist", ScalarAttributeType.S);
    private static readonly KeyAttribute Year = new("Year", ScalarAttributeType.N);

    [Fact]
    public void A_table_has_one_or_two_key_attributes_of_different_names()
    {
        _ = new TableSchema("Music", [Artist]);
        _ = new TableSchema("Music", [Artist, Year]);
        Assert.Throws<ArgumentException>(() => new TableSchema("Music", []));
        Assert.Throws<ArgumentException>(() => new TableSchema("Music", [Artist, Year, new("x", ScalarAttributeType.S)]));
        Assert.Throws<ArgumentException>(() => new TableSchema("Music", [Artist, new("Artist", ScalarAttributeType.N)]));
    }

    [Fact]
    public void If_several_keys_use_an_attribute_the_strictest_length_applies()
    {
        TableSchema schema = new(
            "Music",
            [Artist, new("Album", ScalarAttributeType.S)],
            [
                new("Artist", ScalarAttributeType.S) { IndexName = "ByArtist", IsSortKey = true },
                new("Genre", ScalarAttributeType.S) { IndexName = "ByGenre" },
                new("Genre", ScalarAttributeType.S) { IndexName = "ByYear", IsSortKey = true },
                new("Label", ScalarAttributeType.S) { IndexName = "ByLabel" },
            ]);
        KeyUse artist = schema.FindUse("Artist")!;
        Assert.Equal((0, "ByArtist", 1024), (artist.TablePosition, artist.IndexName, artist.MaxBytes));
        KeyUse album = schema.FindUse("Album")!;
        Assert.Equal((1, null, 1024), (album.TablePosition, album.IndexName, album.MaxBytes));
        KeyUse genre = schema.FindUse("Genre")!;
        Assert.Equal((-1, "ByGenre", 1024), (genre.TablePosition, genre.IndexName, genre.MaxBytes));
        Assert.Equal(2048, schema.FindUse("Label")!.MaxBytes);
        Assert.Null(schema.FindUse("artist"));
        Assert.Equal(("key attribute Album", "key attribute Genre of index ByGenre"), (album.Description, genre.Description));
        Assert.Equal([artist, album], schema.KeyUses);
        Assert.Equal(4, schema.IndexKeyUses.Count);
    }

    [Fact]
    public void The_attributes_of_an_item_are_read_as_they_are_written()
    {
        ItemMembers members = new("""{ "a" : {"S":"1"},"\u0062":{"M":{"x":{"N":"2"}}} }"""u8);
        Assert.True(members.Next());
        Assert.Equal(("\"a\"", "{\"S\":\"1\"}", "a"), (Text(members.Name), Text(members.Value), members.NameText));
        Assert.True(members.Is("a"));
        Assert.False(members.Is("b"));
        Assert.True(members.Next());
        Assert.Equal(("\"\\u0062\"", "{\"M\":{\"x\":{\"N\":\"2\"}}}", "b"), (Text(members.Name), Text(members.Value), members.NameText));
        Assert.True(members.Is("b"));
        Assert.False(members.Next());
    }

    [Fact]
    public void Attributes_are_found_by_their_names_at_the_top_of_the_last_item_only()
    {
        AttributeFinder finder = new(["a", "b", "a"]);
        finder.Read("""{"\u0061":{"M":{"b":{"S":"1"}}},"c":{"S":"2"}}"""u8.ToArray());
        Assert.Equal((true, false, false), (finder.Has("a"), finder.Has("b"), finder.Has("c")));
        finder.Read("""{"b":{"S":"1"}}"""u8.ToArray());
        Assert.Equal((false, true), (finder.Has("a"), finder.Has("b")));
    }

    [Fact]
    public void A_key_is_seen_once()
    {
        TableSchema schema = new("Music", [Artist]);
        ItemKey first = ItemKeyReader.Read("""{"Artist":{"S":"a"}}"""u8, schema);
        ItemKey second = ItemKeyReader.Read("""{"Artist":{"S":"b"}}"""u8, schema);
        SeenKeys seen = new();
        Assert.False(seen.Contains(first));
        Assert.True(seen.Add(first));
        Assert.False(seen.Add(first));
        Assert.Equal((true, false, 1), (seen.Contains(first), seen.Contains(second), seen.Count));
        Assert.True(seen.Add(second));
        Assert.Equal((default(ItemKey).IsEmpty, first.IsEmpty), (true, false));
        Assert.True(first != second);
        Assert.False(first.Equals(null));
        Assert.Equal((true, false, false), (first.Equals((object)first), first.Equals((object)second), first.Equals("a")));
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
