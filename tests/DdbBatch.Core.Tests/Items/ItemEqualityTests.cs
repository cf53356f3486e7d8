using System;
using System.Text;
using DdbBatch.Items;
using Xunit;

namespace DdbBatch.Tests.Items;

public sealed class ItemEqualityTests
{
    [Theory]
    [InlineData("""{"a":{"S":"1"},"b":{"S":"2"}}""", """{"b":{"S":"2"},"a":{"S":"1"}}""", true)]
    [InlineData("""{"a":{"S":"1"}}""", """{"a":{"S":"1"},"b":{"S":"2"}}""", false)]
    [InlineData("""{"a":{"S":"1"},"b":{"S":"2"}}""", """{"a":{"S":"1"}}""", false)]
    [InlineData("""{"a":{"S":"1"}}""", """{"b":{"S":"1"}}""", false)]
    [InlineData("""{"a":{"S":"1"}}""", """{"a":{"N":"1"}}""", false)]
    [InlineData("""{"a":{"S":"\u0041"}}""", """{"a":{"S":"A"}}""", true)]
    [InlineData("""{"a":{"S":"1"}}""", """{"a":{"S":"2"}}""", false)]
    [InlineData("""{"a":{"B":"AA=="}}""", """{"a":{"B":"AA=="}}""", true)]
    [InlineData("""{"a":{"B":"AA=="}}""", """{"a":{"B":"AQ=="}}""", false)]
    [InlineData("""{"a":{"N":"1.0"}}""", """{"a":{"N":"1"}}""", true)]
    [InlineData("""{"a":{"N":"1"}}""", """{"a":{"N":"-1"}}""", false)]
    [InlineData("""{"a":{"N":"x"}}""", """{"a":{"N":"x"}}""", true)]
    [InlineData("""{"a":{"N":"x"}}""", """{"a":{"N":"y"}}""", false)]
    [InlineData("""{"a":{"BOOL":true}}""", """{"a":{"BOOL":true}}""", true)]
    [InlineData("""{"a":{"BOOL":true}}""", """{"a":{"BOOL":false}}""", false)]
    [InlineData("""{"a":{"NULL":true}}""", """{"a":{"NULL":true}}""", true)]
    [InlineData("""{"a":{"SS":["x","y"]}}""", """{"a":{"SS":["y","x"]}}""", true)]
    [InlineData("""{"a":{"SS":["x","y"]}}""", """{"a":{"SS":["x"]}}""", false)]
    [InlineData("""{"a":{"BS":["AA==","AQ=="]}}""", """{"a":{"BS":["AQ==","AA=="]}}""", true)]
    [InlineData("""{"a":{"NS":["1.0","2"]}}""", """{"a":{"NS":["2","1"]}}""", true)]
    [InlineData("""{"a":{"NS":["1","2"]}}""", """{"a":{"NS":["1","3"]}}""", false)]
    [InlineData("""{"a":{"L":[{"N":"1"},{"S":"x"}]}}""", """{"a":{"L":[{"N":"1.0"},{"S":"x"}]}}""", true)]
    [InlineData("""{"a":{"L":[{"N":"1"},{"S":"x"}]}}""", """{"a":{"L":[{"S":"x"},{"N":"1"}]}}""", false)]
    [InlineData("""{"a":{"L":[{"N":"1"}]}}""", """{"a":{"L":[{"N":"1"},{"N":"2"}]}}""", false)]
    [InlineData("""{"a":{"L":[{"N":"1"},{"N":"3"}]}}""", """{"a":{"L":[{"N":"1"},{"N":"2"}]}}""", false)]
    [InlineData("""{"a":{"M":{"x":{"N":"1"}}}}""", """{"a":{"M":{"x":{"N":"1E0"}}}}""", true)]
    [InlineData("""{"a":{"M":{"x":{"N":"1"}}}}""", """{"a":{"M":{"x":{"N":"2"}}}}""", false)]
    [InlineData("""{"a":{"M":{}}}""", """{"a":{"M":{"x":{"N":"2"}}}}""", false)]
    public void Items_are_equal_if_DynamoDB_would_hold_them_to_be(string left, string right, bool areEqual)
    {
        Assert.Equal(areEqual, ItemEquality.AreEqual(Bytes(left), Bytes(right)));
        Assert.Equal(areEqual, ItemEquality.AreEqual(Bytes(right), Bytes(left)));
    }

    [Theory]
    [InlineData("""{"a":{"N":"1.0"}}""", "", true)]
    [InlineData("""{"a":{"N":"1"},"b":{"S":"2"}}""", "c", true)]
    [InlineData("""{"a":{"N":"1"},"b":{"S":"3"}}""", "c", false)]
    [InlineData("""{"a":{"N":"1"},"c":{"S":"3"}}""", "", false)]
    [InlineData("""{"a":{"N":"1"}}""", "b", false)]
    [InlineData("""{"a":{"N":"1"}}""", "c,b", false)]
    public void An_item_has_the_attributes_that_were_set_and_lacks_those_that_were_removed(string set, string removed, bool has) => Assert.Equal(
        has,
        ItemEquality.Has(Bytes("""{"a":{"N":"1"},"b":{"S":"2"}}"""), Bytes(set), removed.Split(',', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("""{"N":"1"}""", """{"N":"1"}""", true)]
    [InlineData("""{"N":"1"}""", """{"N":"1.0"}""", true)]
    [InlineData("""{"N":"1"}""", """{"N":"2"}""", false)]
    [InlineData("""{"N":"1"}""", """{"S":"1"}""", false)]
    public void Values_are_compared_like_attributes(string left, string right, bool areEqual) =>
        Assert.Equal(areEqual, ItemEquality.AreEqualValues(Bytes(left), Bytes(right)));

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
