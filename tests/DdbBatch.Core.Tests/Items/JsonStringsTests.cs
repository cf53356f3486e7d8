using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;
using Xunit;

namespace DdbBatch.Tests.Items;

public sealed class JsonStringsTests
{
    private static readonly string[] Pieces =
    [
        "a", "\\\\", "\\\"", "\\n", "\\u0041", "\\ud83d", "\\ude00", "\\uD83D\\uDE00", "\\\\ud83d", "😀", "é", "\\/", "u", "ud83d",
    ];

    [Fact]
    public void A_text_is_found_faulty_just_if_it_cannot_be_read_and_is_read_as_it_is()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        for (int i = 0; i < 20_000; i++)
        {
            string[] pieces = [.. Enumerable.Range(0, random.Next(8)).Select(_ => Pieces[random.Next(Pieces.Length)])];
            string json = $"{{\"{string.Concat(pieces)}\":\"{string.Concat(pieces)}\"}}";
            using JsonDocument document = JsonDocument.Parse(json);
            JsonProperty member = document.RootElement.EnumerateObject().Single();
            bool isFaulty = JsonStrings.FindLoneSurrogate(Encoding.UTF8.GetBytes(json)) >= 0;
            Assert.True(isFaulty == (TryRead(member.Value) is null), $"seed {seed}: {json}");
            Assert.Equal(TryRead(member.Value) ?? string.Concat(pieces.Select(Plain)), JsonStrings.TextOf(member.Value));
            Assert.Equal(JsonStrings.TextOf(member.Value), JsonStrings.NameOf(member));
        }
    }

    [Theory]
    [InlineData("""["\ud7ff\ue000"]""", -1)]
    [InlineData("""["\udbff\udfff"]""", -1)]
    [InlineData("""["ab\udfff"]""", 4)]
    [InlineData("""["ab\udc00"]""", 4)]
    [InlineData("""["ab\ud800"]""", 4)]
    [InlineData("""["\n\ud800\u0041"]""", 4)]
    [InlineData("""["\ud800\udbff\udc00"]""", 2)]
    [InlineData("no escape", -1)]
    public void The_place_of_half_a_pair_is_found(string json, int expected) =>
        Assert.Equal(expected, JsonStrings.FindLoneSurrogate(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData(new byte[] { 0x22, 0xD6, 0x22 }, 1)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 0)]
    [InlineData(new byte[] { 0x61, 0xC3 }, 1)]
    [InlineData(new byte[] { 0xEF, 0xBF, 0xBD, 0xC3, 0xA9, 0xEF, 0xBF, 0xBD, 0xF0, 0x9F, 0x98 }, 8)]
    [InlineData(new byte[] { 0xC3, 0xA9, 0x61 }, -1)]
    public void A_byte_that_is_not_UTF_8_is_found(byte[] bytes, int expected) =>
        Assert.Equal(expected, JsonStrings.FindInvalidByte(bytes));

    private static string? TryRead(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Plain(string piece) => piece switch
    {
        "\\\\" => "\\",
        "\\\"" => "\"",
        "\\n" => "\n",
        "\\u0041" => "A",
        "\\ud83d" => "\ud83d",
        "\\ude00" => "\ude00",
        "\\uD83D\\uDE00" => "😀",
        "\\\\ud83d" => "\\ud83d",
        "\\/" => "/",
        _ => piece,
    };
}
