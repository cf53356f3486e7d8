using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using CsCheck;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Capacity;
using Xunit;

namespace DdbBatch.Tests.TestKit;

public sealed class ItemSizerTests(DynamoDbLocalFixture fixture)
{
    [Theory]
    [InlineData("""{}""", 0)]
    [InlineData("""{"Name":{"S":"abc"}}""", 4 + 3)]
    [InlineData("""{"Å":{"S":"€\u20ac\n"}}""", 2 + 3 + 3 + 1)]
    [InlineData("""{"N":{"N":"0"}}""", 1 + 1)]
    [InlineData("""{"N":{"N":"12.50"}}""", 1 + 2 + 1)]
    [InlineData("""{"N":{"N":"00120"}}""", 1 + 2 + 1)]
    [InlineData("""{"N":{"N":"0.0012"}}""", 1 + 1 + 1)]
    [InlineData("""{"N":{"N":"0.012"}}""", 1 + 2 + 1)]
    [InlineData("""{"N":{"N":"-1200e-7"}}""", 1 + 2 + 1 + 1)]
    [InlineData("""{"N":{"N":"-1200E-8"}}""", 1 + 1 + 1 + 1)]
    [InlineData("""{"N":{"N":"99999999999999999999999999999999999999"}}""", 1 + 20)]
    [InlineData("""{"N":{"N":"-99999999999999999999999999999999999999"}}""", 1 + 21)]
    [InlineData("""{"B":{"B":"AAEC"},"C":{"B":"AA=="}}""", 1 + 3 + 1 + 1)]
    [InlineData("""{"T":{"BOOL":true},"U":{"NULL":true}}""", 1 + 1 + 1 + 1)]
    [InlineData("""{"S":{"SS":["a","bc"]},"N":{"NS":["1","22"]},"B":{"BS":["AA=="]}}""", 1 + 3 + 1 + 4 + 1 + 1)]
    [InlineData("""{"L":{"L":[{"S":"ab"},{"L":[]}]}}""", 1 + 3 + 1 + 2 + 1 + 3)]
    [InlineData("""{"M":{"M":{"xy":{"BOOL":false},"z":{"M":{}}}}}""", 1 + 3 + 1 + 2 + 1 + 1 + 1 + 3)]
    public void Sizes_follow_the_rules(string item, int bytes) =>
        Assert.Equal(bytes, ItemSizer.SizeOf(Encoding.UTF8.GetBytes(item)));

    [Fact]
    public async Task DynamoDB_Local_charges_by_the_same_sizes()
    {
        Gen<string> text = Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['À', 'ÿ'], Gen.Char['一', '三']), 1, 9]
            .Select(value => JsonSerializer.Serialize(value));
        Gen<string> number = Gen.Select(Gen.Bool, Gen.Long[0, long.MaxValue], Gen.Int[-100, 100]).Select(
            (minus, digits, exponent) => $"\"{(minus ? "-" : "")}{digits}e{exponent}\"");
        Gen<string> scalar = Gen.OneOf(
            text.Select(value => $$"""{"S":{{value}}}"""),
            number.Select(value => $$"""{"N":{{value}}}"""),
            Gen.Byte.Array[1, 9].Select(value => $$"""{"B":{{JsonSerializer.Serialize(value)}}}"""),
            Gen.Const("""{"BOOL":true}"""),
            Gen.Const("""{"NULL":true}"""));
        Gen<string> value = Gen.Recursive<string>((depth, nested) => depth == 3 ? scalar : Gen.OneOf(
            scalar,
            nested.Array[0, 5].Select(values => $$$"""{"L":[{{{string.Join(',', values)}}}]}"""),
            nested.Array[0, 5].Select(values => $$"""{"M":{{Map(values)}}}""")));
        DynamoDbLocal server = await fixture.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "n1:S");
        using HttpClient http = new() { BaseAddress = server.Endpoint };

        // Many attributes, so that a byte more or less each shows in the capacity.
        await value.Array[200, 400].SampleAsync(
            async values =>
            {
                string item = Map([.. values, """{"S":"the key"}"""]);
                await PutAsync(http, $$"""{"TableName":"{{table}}","Item":{{Map(["""{"S":"the key"}"""])}}}""");
                int charged = await PutAsync(
                    http, $$"""{"TableName":"{{table}}","Item":{{item}},"ReturnConsumedCapacity":"TOTAL"}""");
                Assert.Equal(charged, (ItemSizer.SizeOf(Encoding.UTF8.GetBytes(item)) + 1023) / 1024);
            },
            iter: 50,
            threads: 1);
    }

    /// <summary>An object with the values under made-up names, the last one under the key's.</summary>
    private static string Map(string[] values) =>
        $"{{{string.Join(',', values.Select((value, index) => $"\"n{values.Length - index}\":{value}"))}}}";

    private static async Task<int> PutAsync(HttpClient http, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/");
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.PutItem");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0");
        request.Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0");
        using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        string json = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, json);
        return JsonElement.Parse(json).TryGetProperty("ConsumedCapacity", out JsonElement consumed)
            ? (int)consumed.GetProperty("CapacityUnits").GetDouble()
            : 0;
    }
}
