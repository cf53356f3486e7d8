using System;
using System.Linq;
using System.Text.Json;
using DdbBatch.Files;
using Xunit;

namespace DdbBatch.Tests.Files;

public sealed class DynamoDBJsonShapeTests
{
    [Theory]
    [InlineData("""{"Item":{"Id":{"N":"1"}}}""", """{"Id":{"N":"1"}}""")]
    [InlineData("""{"Id":{"N":"1"}}""", """{"Id":{"N":"1"}}""")]
    [InlineData("""{"Item":{"S":"x"}}""", """{"Item":{"S":"x"}}""")]
    [InlineData("""{"Item":{"L":[]}}""", """{"Item":{"L":[]}}""")]
    [InlineData("""{"Item":{"M":{}}}""", """{"Item":{"M":{}}}""")]
    [InlineData("""{"Item":{"M":{"S":"x"}}}""", """{"M":{"S":"x"}}""")]
    [InlineData("""{"Item":{"M":{"S":{"S":"x"}}}}""", """{"Item":{"M":{"S":{"S":"x"}}}}""")]
    [InlineData("""{"Item":{"M":{"M":{}}}}""", """{"M":{"M":{}}}""")]
    [InlineData("""{"Item":{"M":{"M":{"M":{}}}}}""", """{"Item":{"M":{"M":{"M":{}}}}}""")]
    [InlineData("""{"Item":{"Id":{"N":"1"}},"Id":{"N":"2"}}""", """{"Item":{"Id":{"N":"1"}},"Id":{"N":"2"}}""")]
    [InlineData("""{"RequestItems":{"L":[]}}""", """{"RequestItems":{"L":[]}}""")]
    public void An_item_is_told_from_what_has_it_under_Item_by_what_is_in_it(string json, string expected)
    {
        DynamoDBJsonEntry entry = Assert.Single(DynamoDBJsonShape.Read(Parse(json)));
        Assert.Equal((expected, null, null), (entry.Attributes.GetRawText(), entry.Table, entry.Kind));
    }

    [Theory]
    [InlineData("""{"T01":[{"PutRequest":{"Item":{"Id":{"N":"1"}}}}],"T02":[{"DeleteRequest":{"Key":{"Id":{"N":"2"}}}}]}""")]
    [InlineData("""{"RequestItems":{"T01":[{"PutRequest":{"Item":{"Id":{"N":"1"}}}}],"T02":[{"DeleteRequest":{"Key":{"Id":{"N":"2"}}}}]}}""")]
    public void Requests_carry_their_table_and_operation(string json) => Assert.Equal(
        [("""{"Id":{"N":"1"}}""", "T01", OperationKind.Put), ("""{"Id":{"N":"2"}}""", "T02", OperationKind.Delete)],
        DynamoDBJsonShape.Read(Parse(json)).Select(entry => (entry.Attributes.GetRawText(), entry.Table!, entry.Kind!.Value)));

    [Theory]
    [InlineData("""{"T01":[{"PutRequest":{}}]}""")]
    [InlineData("""{"T01":[7]}""")]
    [InlineData("""{"T01":[],"T02":{}}""")]
    public void What_begins_as_requests_and_has_others_is_refused(string json) =>
        Assert.Throws<FormatException>(() => DynamoDBJsonShape.Read(Parse(json)).Count());

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
