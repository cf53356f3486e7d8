using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text;
using DdbBatch.Pacing;
using DdbBatch.Protocol;
using DdbBatch.Tests.Writing;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Protocol;

/// <summary>An answer counts as a success only if DynamoDB gave it: Written implies that it was applied.</summary>
public sealed class AnswerReadingTests
{
    // No two differ by fewer than four characters: a spoiled byte or three doesn't make one of another.
    private static readonly int[] Ids = [1111, 2222, 3333, 4444, 5555, 6666];

    private static readonly HashSet<int> Unprocessed = [2222, 5555];

    private static readonly BatchRequest Request = new(
        new Lane(
            SampleOperations.Schema,
            "Music",
            new WriteOptions(),
            new Ledger(reportWritten: true),
            new Pacer(maxWriteCapacity: null, writeCapacity: null, TimeSpan.Zero)),
        [.. Ids.Select(id => SampleOperations.Put(id))]);

    private static readonly string Answer = "{\"UnprocessedItems\":{\"Music\":["
        + string.Join(',', Unprocessed.Select(Put))
        + "]},\"ConsumedCapacity\":[{\"TableName\":\"Music\",\"CapacityUnits\":4.0}]}";

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"message":"maintenance"}""")]
    [InlineData("""{"UnprocessedItems":[]}""")]
    [InlineData("""{"UnprocessedItems":null}""")]
    [InlineData("""{"UnprocessedItems":7}""")]
    [InlineData("""{"UnprocessedItems":{},"UnprocessedItems":{}}""")]
    [InlineData("""{"UnprocessedItems":{"Music":[null,PUT]}}""")]
    [InlineData("""{"UnprocessedItems":{"Music":[PUT,null]}}""")]
    [InlineData("""{"UnprocessedItems":{"Music":{"a":PUT}}}""")]
    [InlineData("""{"UnprocessedItems":{"Music":[[PUT]]}}""")]
    [InlineData("""{"UnprocessedItems":{"Music":[PUT,PUT]}}""")]
    [InlineData("""{"UnprocessedItems":{"Music":[{}]}}""")]
    [InlineData("""{"UnprocessedItems":{"Music":[{"Other":{"Item":{"id":{"N":"1111"}}}}]}}""")]
    [InlineData("""{"UnprocessedItems":{"Music":[{"PutRequest":{"Key":{"id":{"N":"1111"}}}}]}}""")]
    [InlineData("""{"UnprocessedItems":{"Music":[{"PutRequest":{"Item":{"id":{"N":"7"}}}}]}}""")]
    [InlineData("""{"UnprocessedItems":{}} {}""")]
    [InlineData("""{"UnprocessedItems":{}},""")]
    [InlineData("""{"UnprocessedItems":{}""")]
    [InlineData("""[{"UnprocessedItems":{}}]""")]
    [InlineData("""{"UnprocessedItems":{},"ConsumedCapacity":{}}""")]
    [InlineData("""{"UnprocessedItems":{},"ConsumedCapacity":[{"CapacityUnits":"1"}]}""")]
    [InlineData("")]
    public void Content_that_DynamoDB_never_sends_is_not_a_success_even_with_its_headers(string body)
    {
        CallAnswer answer = Read(body.Replace("PUT", Put(1111), StringComparison.Ordinal), ("x-amzn-RequestId", "1"));

        Assert.Equal("CorruptAnswer", Assert.IsType<CallAnswer.NoAnswer>(answer).Code);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"UnprocessedItems":{}}""")]
    [InlineData("""{"message":"maintenance"}""")]
    [InlineData("<html>Log in</html>")]
    [InlineData("")]
    public void A_200_of_something_else_is_not_DynamoDBs(string body) =>
        Assert.Equal((200, ""), Assert.IsType<CallAnswer.ServiceError>(Read(body)) is var error ? (error.Status, error.Code) : default);

    [Theory]
    [InlineData("""{"UnprocessedItems":{},"ConsumedCapacity":[{"TableName":"Music","CapacityUnits":6.0}]}""", null)]
    [InlineData("""{"UnprocessedItems":{},"ConsumedCapacity":[]}""", null)]
    [InlineData("""{"UnprocessedItems":{}}""", "x-amzn-RequestId")]
    [InlineData("""{"UnprocessedItems":{}}""", "x-amz-crc32")]
    [InlineData("""{ "UnprocessedItems" : { } , "Something" : { "new" : [ 1 ] } } """, "x-amz-crc32")]
    [InlineData("""{"UnprocessedItems":{"Music":[]},"ItemCollectionMetrics":{}}""", "x-amz-crc32")]
    public void DynamoDB_and_servers_like_it_are_believed(string body, string? header) => Assert.Empty(
        Assert.IsType<CallAnswer.Success>(header is null ? Read(body) : Read(body, (header, Checksum(body)))).Unprocessed);

    [Fact]
    public void An_answer_that_does_not_fit_its_checksum_is_no_answer() => Assert.Equal(
        "CorruptAnswer", Assert.IsType<CallAnswer.NoAnswer>(Read(Answer, ("x-amz-crc32", Checksum(Answer + " ")))).Code);

    [Fact]
    public void Written_implies_that_it_was_applied_however_an_answer_is_spoiled()
    {
        int seed = Environment.GetEnvironmentVariable("DDBBATCH_SEED") is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        Random random = new(seed);
        int believed = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] spoiled = Spoil(random);
            bool hasHeader = random.Next(2) == 0;
            string header = hasHeader && random.Next(2) == 0 ? "x-amz-crc32" : "x-amzn-RequestId";
            CallAnswer answer = hasHeader ? Read(spoiled, (header, Checksum(Answer))) : Read(spoiled);

            if (answer is not CallAnswer.Success success)
                continue;
            believed++;
            IEnumerable<int> written = Ids.Where((_, index) => !success.Unprocessed.Contains(index));
            string text = Encoding.UTF8.GetString(spoiled);
            Assert.True(!written.Any(Unprocessed.Contains), $"Seed {seed}, {i}: {text}");
            Assert.True(header != "x-amz-crc32" || text == Answer, $"Seed {seed}, {i}: {text}");
        }

        // Blanks, names that nobody reads, values that don't matter.
        Assert.True(believed is > 100 and < 10_000, $"Seed {seed}: {believed}");
    }

    private static byte[] Spoil(Random random)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(Answer)];
        for (int times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            int place = random.Next(bytes.Count);
            byte other = random.Next(4) == 0 ? (byte)random.Next(256) : Encoding.ASCII.GetBytes(Answer)[random.Next(Answer.Length)];
            switch (random.Next(5))
            {
                case 0: bytes[place] = other; break;
                case 1: bytes.Insert(place, other); break;
                case 2: bytes.RemoveAt(place); break;
                case 3 when random.Next(4) == 0: bytes.RemoveRange(place, bytes.Count - place); break;
                case 3: bytes.Add(other); break;
                default: bytes.Insert(place, (byte)' '); break;
            }
        }

        return [.. bytes];
    }

    private static string Put(int id) => "{\"PutRequest\":{\"Item\":{\"id\":{\"N\":\"" + id + "\"}}}}";

    private static string Checksum(string body) => Crc32.Compute(Encoding.UTF8.GetBytes(body)).ToString(CultureInfo.InvariantCulture);

    private static CallAnswer Read(string body, params (string Name, string Value)[] headers) =>
        Read(Encoding.UTF8.GetBytes(body), headers);

    private static CallAnswer Read(byte[] body, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = new();
        foreach ((string name, string value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return AnswerReader.Read(
            new RawAnswer.Answered(200, body, IsTooLong: false, response.Headers),
            (bytes, isOfAws) => BatchAnswerReader.Read(bytes, isOfAws, Request));
    }
}
