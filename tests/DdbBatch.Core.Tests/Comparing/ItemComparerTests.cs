using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using CsCheck;
using DdbBatch.Comparing;
using DdbBatch.Items;
using DdbBatch.Tests.Items;
using Xunit;

namespace DdbBatch.Tests.Comparing;

public sealed class ItemComparerTests
{
    private static readonly Gen<(List<RandomValue> Values, int Seed)> Items = Gen.Select(RandomValue.Of(3).List[1, 12], Gen.Int);

    [Fact]
    public void An_item_equals_itself_in_another_order_and_notation() => Items.Sample(item =>
    {
        byte[] bytes = Write(item.Values);
        Assert.Empty(Compare(bytes, new ItemVariant(new Random(item.Seed)).Of(bytes)));
    });

    [Fact]
    public void Each_single_change_names_its_attribute() => Items.Sample(item =>
    {
        Random random = new(item.Seed);
        byte[] bytes = Write(item.Values);
        int changed = random.Next(item.Values.Count);

        DifferentAttribute different = Assert.Single(Compare(bytes, new ItemVariant(random).Of(Write(item.Values, changed))));

        Assert.Equal(Name(changed), different.Name);
        Assert.StartsWith("""{"L":[""", Text(different.TableValue));
    });

    [Fact]
    public void An_attribute_that_one_of_them_lacks_is_named() => Items.Sample(item =>
    {
        byte[] bytes = Write(item.Values);
        byte[] more = new ItemVariant(new Random(item.Seed)).Of(Write([.. item.Values, item.Values[0]]));
        string name = Name(item.Values.Count);

        DifferentAttribute extra = Assert.Single(Compare(bytes, more));
        DifferentAttribute missing = Assert.Single(Compare(more, bytes));

        Assert.Equal((name, null, true), (extra.Name, extra.ReferenceValue, extra.TableValue.HasValue));
        Assert.Equal((name, null, true), (missing.Name, missing.TableValue, missing.ReferenceValue.HasValue));
    });

    [Theory]
    [InlineData("""{"N":"1"}""", """{"N":"1.0"}""", true)]
    [InlineData("""{"N":"1"}""", """{"N":"1e0"}""", true)]
    [InlineData("""{"N":"-0"}""", """{"N":"0"}""", true)]
    [InlineData("""{"N":"12345678901234567890123456789012345678"}""", """{"N":"12345678901234567890123456789012345679"}""", false)]
    [InlineData("""{"N":"1"}""", """{"S":"1"}""", false)]
    [InlineData("""{"S":"a"}""", """{"S":"A"}""", false)]
    [InlineData("""{"S":"a"}""", """{"S":"\u0061"}""", true)]
    [InlineData("""{"S":""}""", """{"NULL":true}""", false)]
    [InlineData("""{"BOOL":true}""", """{"BOOL":false}""", false)]
    [InlineData("""{"B":"AQ=="}""", """{"B":"Ag=="}""", false)]
    [InlineData("""{"SS":["a","b"]}""", """{"SS":["b","a"]}""", true)]
    [InlineData("""{"SS":["a","b"]}""", """{"L":[{"S":"a"},{"S":"b"}]}""", false)]
    [InlineData("""{"NS":["1","2"]}""", """{"NS":["2.0","1.0"]}""", true)]
    [InlineData("""{"NS":["1","2"]}""", """{"NS":["1"]}""", false)]
    [InlineData("""{"L":[{"N":"1"},{"N":"2"}]}""", """{"L":[{"N":"2"},{"N":"1"}]}""", false)]
    [InlineData("""{"M":{"a":{"M":{"b":{"N":"1"}}}}}""", """{"M":{"a":{"M":{"b":{"N":"1.0"}}}}}""", true)]
    [InlineData("""{"M":{"a":{"M":{"b":{"N":"1"}}}}}""", """{"M":{"a":{"M":{"b":{"N":"1"},"c":{"N":"1"}}}}}""", false)]
    public void Values_compare_as_DynamoDB_compares_them(string reference, string table, bool areEqual) => Assert.Equal(
        areEqual, Compare(Encoding.UTF8.GetBytes($"{{\"a\":{reference}}}"), Encoding.UTF8.GetBytes($"{{\"a\":{table}}}")).Count == 0);

    [Fact]
    public void Only_the_chosen_attributes_are_compared_and_names_that_no_item_has_are_known()
    {
        byte[] reference = """{"a":{"N":"1"},"b":{"N":"1"},"c":{"N":"1"}}"""u8.ToArray();
        byte[] table = """{"a":{"N":"2"},"b":{"N":"2"},"d":{"N":"2"}}"""u8.ToArray();

        Assert.Equal(["a", "b", "c", "d"], Names(new ComparedAttributes()));
        Assert.Equal(["a", "d"], Names(new ComparedAttributes(only: ["a", "d", "A"])));
        Assert.Equal(["c", "d"], Names(new ComparedAttributes(except: ["a", "b", "e"])));
        Assert.Equal(["a"], Names(new ComparedAttributes(["a", "b"], ["b"])));

        IEnumerable<string> Names(ComparedAttributes attributes)
        {
            string[] names = [.. new ItemComparer(attributes).Compare(reference, table).Select(different => different.Name)];
            Assert.DoesNotContain(attributes.Unseen.Names, name => name is "a" or "b" or "d");
            return names;
        }
    }

    [Fact]
    public void A_name_that_no_item_has_stays_unseen()
    {
        ComparedAttributes attributes = new(["a", "Year"], ["b"]);
        ItemComparer comparer = new(attributes);
        byte[] item = """{"a":{"N":"1"},"year":{"N":"1"}}"""u8.ToArray();

        Assert.Empty(comparer.Compare(item, item));

        Assert.Equal(["Year", "b"], attributes.Unseen.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Items_of_the_same_bytes_take_no_memory()
    {
        byte[] item = Encoding.UTF8.GetBytes("""{"a":{"S":"x"},"b":{"NS":["1","2"]}}""".Replace("x", new string('x', 1000), StringComparison.Ordinal));
        byte[] other = [.. item];
        ItemComparer comparer = new(new ComparedAttributes());
        comparer.Compare(item, other);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            comparer.Compare(item, other);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static IReadOnlyList<DifferentAttribute> Compare(byte[] reference, byte[] table) =>
        new ItemComparer(new ComparedAttributes()).Compare(reference, table);

    private static string Name(int index) => (index % 3) switch
    {
        0 => $"plain{index}",
        1 => $"é\"{index}",
        _ => $"\\n{index}",
    };

    private static string Text(ReadOnlyMemory<byte>? json) => Encoding.UTF8.GetString(json!.Value.Span);

    // A changed value is wrapped in a list, so that it is another one whatever it was.
    private static byte[] Write(IReadOnlyList<RandomValue> values, int wrapped = -1)
    {
        ItemWriter writer = new();
        writer.BeginItem();
        for (int i = 0; i < values.Count; i++)
        {
            writer.BeginAttribute(AttributeName.Create(Name(i), null, writer.Path));
            if (i != wrapped)
            {
                values[i].Write(writer);
                continue;
            }

            writer.BeginList(values);
            writer.BeginElement();
            values[i].Write(writer);
            writer.EndList();
        }

        return writer.EndItem(null).Json;
    }
}
