using System;
using System.Text;
using DdbBatch.Items;
using Xunit;

namespace DdbBatch.Tests.Items;

/// <summary>Sets, maps and lists of an item that is being written, and the path in messages about them.</summary>
public sealed class ItemStructureTests
{
    private readonly ItemWriter _writer = new();

    [Fact]
    public void A_set_has_the_type_of_its_first_member()
    {
        Begin("a");
        _writer.BeginSet();
        Assert.True(_writer.IsInSet);
        Member(() => _writer.WriteNumber("1"));
        Member(() => _writer.WriteNumber("2"));
        _writer.EndSet();
        Assert.False(_writer.IsInSet);
        Attribute("b", () => _writer.WriteString("x"));
        EncodedItem item = _writer.EndItem(null);
        Assert.Equal("""{"a":{"NS":["1","2"]},"b":{"S":"x"}}""", Encoding.UTF8.GetString(item.Json));
        Assert.Equal(ItemSize.Of(item.Json), item.SizeBytes);
    }

    [Fact]
    public void The_same_member_may_be_in_two_sets_but_not_twice_in_one()
    {
        Begin("a");
        _writer.BeginSet(AttributeType.NS);
        Member(() => _writer.WriteNumber("1"));
        _writer.EndSet();
        Attribute("b", () => _writer.BeginSet());
        Member(() => _writer.WriteNumber("1"));
        ItemException exception = Refused(() => Member(() => _writer.WriteNumber("1.0")));
        Assert.Equal(("DuplicateSetMember", "b[1]"), (exception.ErrorId, exception.Path));
    }

    [Theory]
    [InlineData(null, "a member of type N is not allowed in a set of type SS")]
    [InlineData(AttributeType.BS, "a member of type S is not allowed in a set of type BS")]
    public void All_members_of_a_set_have_its_type(object? type, string message)
    {
        Begin("a");
        _writer.BeginSet((AttributeType?)type);
        ItemException exception = Refused(() =>
        {
            Member(() => _writer.WriteString("x"));
            Member(() => _writer.WriteNumber("1"));
        });
        Assert.Equal("SetMemberInvalid", exception.ErrorId);
        Assert.Contains(message, exception.Message);
    }

    [Fact]
    public void A_set_has_neither_truth_values_nor_containers()
    {
        Begin("a");
        _writer.BeginSet();
        Assert.Contains("a member of type BOOL is not allowed in a set.", Refused(() => Member(() => _writer.WriteBool(true))).Message);
        Begin("a");
        _writer.BeginSet();
        Assert.Equal("SetMemberInvalid", Refused(() => Member(() => _writer.BeginMap(null))).ErrorId);
    }

    [Fact]
    public void A_set_without_members_is_refused_even_after_one_with_members()
    {
        Begin("a");
        _writer.BeginSet();
        Member(() => _writer.WriteString("x"));
        _writer.EndSet();
        Attribute("b", () => _writer.BeginSet());
        ItemException exception = Refused(_writer.EndSet);
        Assert.Equal(("EmptySet", "b"), (exception.ErrorId, exception.Path));
    }

    [Theory]
    [InlineData("Plain_9-:", "Plain_9-:")]
    [InlineData("two words", "['two words']")]
    [InlineData("it's", "['it''s']")]
    [InlineData("0123456789012345678901234567890123456789", "0123456789012345678901234567890123456789")]
    [InlineData("01234567890123456789012345678901234567890", "['0123456789012345678901234567890123456789…']")]
    public void A_path_shows_the_place_of_a_value(string name, string text)
    {
        Begin("top");
        _writer.BeginMap(null);
        _writer.BeginMapAttribute(name);
        _writer.BeginList(null);
        _writer.BeginElement();
        _writer.WriteNull();
        _writer.BeginElement();
        string separator = text[0] == '[' ? "" : ".";
        Assert.Equal($"top{separator}{text}[1]", _writer.Path.ToString());
        _writer.WriteBool(true);
        _writer.EndList();
        _writer.BeginMapAttribute("next");
        Assert.Equal("top.next", _writer.Path.ToString());
        _writer.WriteNull();
        _writer.EndMap();
        Assert.Equal("top", _writer.Path.ToString());
    }

    [Fact]
    public void A_path_has_names_and_indexes_and_quotes_odd_names()
    {
        ItemPath path = new();
        foreach (string name in (string[])["plain-name_1:é", "a.b", "it's", "", new string('x', 41)])
        {
            path.Enter();
            path.SetName(name);
        }

        path.Enter();
        path.NextIndex();
        path.NextIndex();
        path.Enter();
        path.SetName("last");

        Assert.Equal($"plain-name_1:é['a.b']['it''s']['']['{new string('x', 40)}…'][1].last", path.ToString());
        path.Leave();
        path.Leave();
        Assert.EndsWith("…']", path.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void After_an_abandoned_attribute_the_next_one_is_checked_from_the_top()
    {
        object cycle = new();
        Begin("a");
        _writer.BeginMap(cycle);
        _writer.BeginMapAttribute("b");
        _writer.BeginSet();
        _writer.AbandonAttribute();
        Assert.False(_writer.IsInSet);
        Attribute("c", () => _writer.BeginMap(cycle));
        Assert.Equal("c", Path(_writer.Path));

        static string Path(ItemPath path)
        {
            path.Leave();
            return path.ToString();
        }
    }

    [Fact]
    public void After_an_abandoned_item_the_next_one_may_be_nested_as_deep_as_any()
    {
        for (int i = 0; i < 3; i++)
        {
            Begin("a");
            Nest(20);
        }

        Begin("a");
        Nest(31);
        Assert.Equal("NestingTooDeep", Refused(() => Nest(1)).ErrorId);

        void Nest(int levels)
        {
            for (int level = 0; level < levels; level++)
            {
                _writer.BeginList(null);
                _writer.BeginElement();
            }
        }
    }

    [Fact]
    public void Omitted_attributes_are_counted_so_that_an_endless_map_of_them_ends()
    {
        _writer.BeginItem();
        for (int i = 0; i < 409_600; i++)
            _writer.OmitAttribute("a");
        Assert.Equal("ItemTooLarge", Refused(() => _writer.OmitAttribute("b")).ErrorId);
        _writer.BeginItem();
        _writer.OmitAttribute("a");
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(65535, null)]
    [InlineData(0, "this one is empty")]
    [InlineData(65536, "this one is longer")]
    public void An_attribute_has_a_name_of_1_to_65535_bytes(int length, string? problem)
    {
        ItemPath path = new();
        path.Enter();
        Check(new string('a', length));
        if (length > 1)
            Check(new string('é', length / 2) + (length % 2 == 1 ? "a" : ""));

        void Check(string name)
        {
            if (problem is null)
                Assert.Equal(length, AttributeName.Create(name, null, path).SizeBytes);
            else
                Assert.Contains(problem, Refused(() => AttributeName.Create(name, null, path)).Message);
        }
    }

    private void Begin(string name)
    {
        _writer.BeginItem();
        Attribute(name, () => { });
    }

    private void Attribute(string name, Action write)
    {
        _writer.BeginAttribute(AttributeName.Create(name, null, _writer.Path));
        write();
    }

    private void Member(Action write)
    {
        _writer.BeginElement();
        write();
    }

    private static ItemException Refused(Action action) => Assert.Throws<ItemException>(action);
}
