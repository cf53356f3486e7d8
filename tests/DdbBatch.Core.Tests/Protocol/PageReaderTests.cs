using System;
using System.Text;
using DdbBatch.Protocol;
using Xunit;

namespace DdbBatch.Tests.Protocol;

public sealed class PageReaderTests
{
    private const string Whole = """
        {"Count":2,"Items":[{"a":{"S":"x"}},{"a":{"L":[{"M":{}}]}}],"ScannedCount":5,"LastEvaluatedKey":{"a":{"S":"x"}},
         "ConsumedCapacity":{"TableName":"T","CapacityUnits":1.5,"Table":{"CapacityUnits":1.5}},"New":[{}]}
        """;

    [Fact]
    public void A_page_is_read_with_its_items_as_they_came()
    {
        Page page = Read(Whole);
        Assert.Equal(["{\"a\":{\"S\":\"x\"}}", "{\"a\":{\"L\":[{\"M\":{}}]}}"], [.. System.Linq.Enumerable.Select(page.Items, Text)]);
        Assert.Equal("{\"a\":{\"S\":\"x\"}}", Text(page.LastEvaluatedKey));
        Assert.Equal((5, 1.5), (page.ScannedCount, page.ConsumedUnits));
    }

    [Fact]
    public void A_page_without_items_is_a_page() =>
        Assert.NotNull(Read("""{"Count":0,"Items":[],"ScannedCount":9,"LastEvaluatedKey":{"a":{"S":"x"}}}""").LastEvaluatedKey);

    [Fact]
    public void An_answer_that_breaks_off_anywhere_is_refused()
    {
        byte[] body = Encoding.UTF8.GetBytes(Whole.TrimEnd());
        for (int length = 0; length < body.Length; length++)
            Assert.Throws<FormatException>(() => PageReader.Read(body.AsSpan(0, length).ToArray()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"message":"maintenance"}""")]
    [InlineData("""{"Items":[]}""")]
    [InlineData("""{"Count":0}""")]
    [InlineData("""{"Count":1,"Items":[]}""")]
    [InlineData("""{"Count":1,"Items":[{"a":{"S":"x"}},{"a":{"S":"y"}}]}""")]
    [InlineData("""{"Count":1,"Items":[null]}""")]
    [InlineData("""{"Count":1,"Items":[[]]}""")]
    [InlineData("""{"Count":0,"Items":null}""")]
    [InlineData("""{"Count":0,"Items":{}}""")]
    [InlineData("""{"Count":"0","Items":[]}""")]
    [InlineData("""{"Count":0,"Items":[],"LastEvaluatedKey":{}}""")]
    [InlineData("""{"Count":0,"Items":[],"LastEvaluatedKey":"x"}""")]
    [InlineData("""{"Count":0,"Items":[],"ConsumedCapacity":[]}""")]
    [InlineData("""{"Count":0,"Items":[]}{}""")]
    [InlineData("""{"Count":0,"Items":[]} x""")]
    public void An_answer_that_is_not_from_DynamoDB_is_refused(string body) =>
        Assert.Throws<FormatException>(() => Read(body));

    private static Page Read(string body) => PageReader.Read(Encoding.UTF8.GetBytes(body));

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
