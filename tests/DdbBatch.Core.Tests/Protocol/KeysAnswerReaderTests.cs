using System;
using System.Linq;
using System.Text;
using DdbBatch.Items;
using DdbBatch.Protocol;
using Xunit;

namespace DdbBatch.Tests.Protocol;

public sealed class KeysAnswerReaderTests
{
    private const string Whole = """
        {"Responses":{"T":[{"n":{"N":"2.0"},"a":{"S":"x"}}]},
         "UnprocessedKeys":{"T":{"ConsistentRead":true,"Keys":[{"n":{"N":"30e-1"}}]}},
         "ConsumedCapacity":[{"TableName":"T","CapacityUnits":1.5,"Table":{"CapacityUnits":1.5}}],"New":{}}
        """;

    private static readonly TableSchema Schema = new("T", [new KeyAttribute("n", ScalarAttributeType.N)]);

    [Fact]
    public void Keys_are_found_by_value_and_what_is_not_mentioned_is_missing()
    {
        KeysAnswer answer = Read(Whole);
        Assert.Equal([false, true, false], answer.Items.Select(item => item is not null));
        Assert.Equal([false, false, true], answer.IsUnprocessed);
        Assert.Equal(1.5, answer.ConsumedUnits);
        Assert.Equal("""{"n":{"N":"2.0"},"a":{"S":"x"}}""", Encoding.UTF8.GetString(answer.Items[1]!.Value.Span));
    }

    [Fact]
    public void An_answer_that_breaks_off_anywhere_is_refused()
    {
        byte[] body = Encoding.UTF8.GetBytes(Whole.TrimEnd());
        for (int length = 0; length < body.Length; length++)
            Assert.Throws<FormatException>(() => KeysAnswerReader.Read(body.AsSpan(0, length).ToArray(), Request(), Schema));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"message":"maintenance"}""")]
    [InlineData("""{"Responses":{"T":[]}}""")]
    [InlineData("""{"UnprocessedKeys":{}}""")]
    [InlineData("""{"Responses":[],"UnprocessedKeys":{}}""")]
    [InlineData("""{"Responses":{"T":{}},"UnprocessedKeys":{}}""")]
    [InlineData("""{"Responses":{"T":[null]},"UnprocessedKeys":{}}""")]
    [InlineData("""{"Responses":{"T":[]},"UnprocessedKeys":[]}""")]
    [InlineData("""{"Responses":{"T":[]},"UnprocessedKeys":null}""")]
    [InlineData("""{"Responses":{"T":[{"n":{"N":"4"}}]},"UnprocessedKeys":{}}""")]
    [InlineData("""{"Responses":{"T":[{"n":{"S":"2"}}]},"UnprocessedKeys":{}}""")]
    [InlineData("""{"Responses":{"T":[{"a":{"S":"2"}}]},"UnprocessedKeys":{}}""")]
    [InlineData("""{"Responses":{"T":[{"n":{"N":"2"}},{"n":{"N":"2"}}]},"UnprocessedKeys":{}}""")]
    [InlineData("""{"Responses":{"T":[{"n":{"N":"2"}}]},"UnprocessedKeys":{"T":{"Keys":[{"n":{"N":"2"}}]}}}""")]
    [InlineData("""{"Responses":{"T":[]},"UnprocessedKeys":{}}{}""")]
    public void An_answer_that_is_not_from_DynamoDB_is_refused(string body) =>
        Assert.Throws<FormatException>(() => Read(body));

    private static KeysAnswer Read(string body) => KeysAnswerReader.Read(Encoding.UTF8.GetBytes(body), Request(), Schema);

    private static EncodedItem[] Request() => [.. new[] { "1", "2", "3" }.Select(Key)];

    private static EncodedItem Key(string number)
    {
        byte[] json = Encoding.UTF8.GetBytes($$$"""{"n":{"N":"{{{number}}}"}}""");
        return new EncodedItem(json, 2, ItemKeyReader.Read(json, Schema));
    }
}
