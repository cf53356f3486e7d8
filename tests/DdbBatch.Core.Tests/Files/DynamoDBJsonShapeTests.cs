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
    public void An_item_with_an_attribute_Item_is_distinguished_from_an_export_by_its_content(string json, string expected)
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
    [InlineData("""{"RequestItems":[]}""")]
    [InlineData("""{"RequestItems":{}}""")]
    [InlineData("""{"RequestItems":{"T01":[]}}""")]
    [InlineData("""{"T01":[]}""")]
    [InlineData("""{"RequestItems":{"T01":{}},"ReturnConsumedCapacity":"TOTAL"}""")]
    [InlineData("""{"Items":[7]}""")]
    [InlineData("""{"Responses":{"T01":{}}}""")]
    [InlineData("""{"Responses":{"T01":[]},"UnprocessedKeys":{"T01":{"Keys":[{}]}}}""")]
    [InlineData("""{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{"Id":{"N":"1"}},"NewImage":{"Other":{"N":"1"}}}""")]
    [InlineData("""{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{"Id":{"N":"1"}},"NewImage":{}}""")]
    [InlineData("""{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{"Id":{"N":"1"}},"NewImage":7}""")]
    [InlineData("""{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{}}""")]
    [InlineData("""{"AttributeDefinitions":[{"AttributeName":"Id"}],"TableName":"T01"}""")]
    public void An_object_that_starts_as_requests_but_has_other_members_is_refused(string json) =>
        Assert.Throws<FormatException>(() => DynamoDBJsonShape.Read(Parse(json)).Count());

    [Theory]
    [InlineData(""" "NewImage":{"Id":{"N":"1"},"V":{"S":"new"}} """, "Put new", "Delete")]
    [InlineData(""" "NewImage":{"Id":{"N":"1"},"V":{"S":"new"}},"OldImage":{"Id":{"N":"1"},"V":{"S":"old"}} """, "Put new", "Put old")]
    [InlineData(""" "OldImage":{"Id":{"N":"1"},"V":{"S":"old"}},"NewImage":null """, "Delete", "Put old")]
    public void A_change_of_an_export_is_an_operation_and_has_one_that_undoes_it(string images, string expected, string expectedRevert)
    {
        JsonElement change = Parse("{\"Keys\":{\"Id\":{\"N\":\"1\"}},\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1\"}}," + images + "}");
        Assert.Equal(expected, Describe(Assert.Single(DynamoDBJsonShape.Read(change))));
        Assert.Equal(expectedRevert, Describe(Assert.Single(DynamoDBJsonShape.Read(change, isRevert: true))));

        static string Describe(DynamoDBJsonEntry entry) =>
            $"{entry.Kind} {(entry.Attributes.TryGetProperty("V", out JsonElement value) ? value.GetProperty("S").GetString() : "")}".Trim();
    }

    [Fact]
    public void An_item_is_no_change_to_undo() =>
        Assert.Throws<FormatException>(() => DynamoDBJsonShape.Read(Parse("""{"Id":{"N":"1"}}"""), isRevert: true).Count());

    [Theory]
    [InlineData("""{"Items":[{"Id":{"N":"1"}},{"Id":{"N":"2"}}],"Count":2,"ScannedCount":2,"ConsumedCapacity":null}""")]
    [InlineData("""{"Count":2,"Items":[{"Id":{"N":"1"}},{"Id":{"N":"2"}}],"LastEvaluatedKey":{"Id":{"N":"2"}}}""")]
    [InlineData("""{"Responses":{"T01":[{"Id":{"N":"1"}}],"T02":[{"Id":{"N":"2"}}]},"UnprocessedKeys":{}}""")]
    [InlineData("""{"Responses":[{"Item":{"Id":{"N":"1"}}},{},{"Item":{"Id":{"N":"2"}}}]}""")]
    public void Items_are_read_from_answers(string json) => Assert.Equal(
        [("""{"Id":{"N":"1"}}""", null, null), ("""{"Id":{"N":"2"}}""", null, null)],
        DynamoDBJsonShape.Read(Parse(json)).Select(entry => (entry.Attributes.GetRawText(), entry.Table, entry.Kind)));

    [Theory]
    [InlineData("""{"Item":{"Id":{"N":"1"}},"ConsumedCapacity":{"TableName":"T","CapacityUnits":1}}""", null)]
    [InlineData("""{"RequestItems":{"T01":[{"PutRequest":{"Item":{"Id":{"N":"1"}}},"DeleteRequest":null}]},"ReturnConsumedCapacity":"TOTAL"}""", "T01")]
    [InlineData("""{"UnprocessedItems":{"T01":[{"PutRequest":{"Item":{"Id":{"N":"1"}}}}]},"ConsumedCapacity":[{"TableName":"T01"}]}""", "T01")]
    [InlineData("""{"Items":[{"PutRequest":{"Item":{"Id":{"N":"1"}}}}]}""", "Items")]
    public void Bodies_may_have_other_members(string json, string? table)
    {
        DynamoDBJsonEntry entry = Assert.Single(DynamoDBJsonShape.Read(Parse(json)));
        Assert.Equal(("""{"Id":{"N":"1"}}""", table), (entry.Attributes.GetRawText(), entry.Table));
    }

    [Theory]
    [InlineData("""{"Items":[],"Count":0,"ScannedCount":0}""")]
    [InlineData("""{"UnprocessedItems":{}}""")]
    [InlineData("""{"Responses":{"T01":[]},"UnprocessedKeys":{}}""")]
    public void An_answer_may_have_no_items(string json) => Assert.Empty(DynamoDBJsonShape.Read(Parse(json)));

    [Theory]
    [InlineData("""{"Id":{"S":"x","N":null,"BOOL":null}}""", true)]
    [InlineData("""{"Item":{"Id":{"S":"x"}}}""", true)]
    [InlineData("""{"Items":[{"Id":{"S":"x"}}],"Count":1}""", true)]
    [InlineData("""{"Music":[{"DeleteRequest":{"Key":{"Id":{"S":"x"}}}}]}""", true)]
    [InlineData("""{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{"Id":{"N":"1"}}}""", true)]
    [InlineData("""{"Id":{"S":"x"},"Note":"plain"}""", false)]
    [InlineData("""{"Id":{"S":"x","T":null}}""", true)]
    [InlineData("""{"Items":[{"Id":1}],"Count":1}""", false)]
    [InlineData("""{"Item":{"Id":1}}""", false)]
    [InlineData("""{"Tags":["a","b"],"Id":1}""", false)]
    [InlineData("""{}""", false)]
    public void Plain_JSON_is_distinguished_from_DynamoDB_JSON(string json, bool expected) =>
        Assert.Equal(expected, DynamoDBJsonShape.IsLikely(Parse(json)));

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
