using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Capacity;
using Xunit;

namespace DdbBatch.Tests.TestKit;

/// <summary>The same random requests go to the simulator and to DynamoDB Local, and the answers are compared.</summary>
public sealed class SimulatorAgainstDynamoDbLocalTests(DynamoDbLocalFixture fixture)
{
    private const string Table = "Same";
    private const int Requests = 400;

    private static readonly string[] Values =
    [
        """{"S":"a"}""", """{"S":"aé"}""", """{"S":""}""", """{"N":"1"}""", """{"N":"1.0"}""", """{"N":"-20"}""", """{"N":"3e5"}""", """{"N":"0.002"}""",
        """{"B":"YQ=="}""", """{"B":"Yg=="}""", """{"BOOL":true}""", """{"NULL":true}""", """{"SS":["a","b"]}""", """{"NS":["2","1"]}""",
        """{"L":[{"N":"1"},{"S":"a"}]}""", """{"M":{"a":{"N":"1"},"b":{"L":[]}}}""",
    ];

    private static readonly string[] Conditions =
    [
        "attribute_exists(#a)", "attribute_not_exists(#a)", "#a = :v", "#a <> :v", "#a < :v", "#a <= :v", "#a > :v", "#a >= :v",
        "NOT #a = :v", "#a = :v OR attribute_not_exists(#b)", "(attribute_exists(#b) AND NOT (#a < :v)) OR #b = :v",
        "#a = #b", "#a IN (:v, #b)", "contains(#a, :v)", "size(#a) > size(#b)", "attribute_exists(#b) AND attribute_exists(#a) AND #b < :v",
    ];

    private static readonly string[] Updates =
    [
        "SET #a = :v", "SET #a = :v REMOVE #b", "REMOVE #a, #b", "SET #a = :v, #b = if_not_exists(#b, :v)", "REMOVE #a",
    ];

    private readonly Random _random = new(Seed);

    private static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("DDBBATCH_SEED"), CultureInfo.InvariantCulture, out int seed) ? seed : Random.Shared.Next();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Random_requests_have_the_same_answers()
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"DDBBATCH_SEED={Seed}");
        DynamoDbLocal local = await fixture.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await local.CreateTableAsync(table, "Id:S", "Sort:N");
        await using CapacitySimulator simulator = new(TimeSpan.Zero, new SimulatedTable(Table, "Id:S", "Sort:N") { Capacity = 1e9 });
        using HttpClient http = new();

        for (int number = 0; number < Requests; number++)
        {
            (string operation, string body) = NextRequest();
            string expected = (await AskAsync(http, local.Endpoint, operation, body.Replace(Table, table, StringComparison.Ordinal)))
                .Replace(table, Table, StringComparison.Ordinal);
            string actual = await AskAsync(http, simulator.Endpoint, operation, body);

            Assert.True(expected == actual, $"""
                Seed {Seed}, request {number}: {operation} {body}
                DynamoDB Local: {expected}
                Simulator:      {actual}
                """);
        }
    }

    [Fact]
    public async Task The_simulator_answers_as_AWS_and_DynamoDB_Local_differs_from_it_only_as_listed()
    {
        DynamoDbLocal local = await fixture.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await local.CreateTableAsync(table, "Id:S", "Sort:N");
        await using CapacitySimulator simulator = new(TimeSpan.Zero, new SimulatedTable(Table, "Id:S", "Sort:N") { Capacity = 1e9 });
        using HttpClient http = new();

        foreach (AwsAnswer answer in AwsAnswer.All)
        {
            string ofLocal = Short(await SendAsync(http, local.Endpoint, answer.Operation, answer.Body.Replace(Table, table, StringComparison.Ordinal)));
            string ofSimulator = Short(await SendAsync(http, simulator.Endpoint, answer.Operation, answer.Body));

            Assert.Equal($"{answer.Template} {answer.Aws}", $"{answer.Template} {ofSimulator}");
            Assert.Equal($"{answer.Template} {answer.Local}", $"{answer.Template} {ofLocal.Replace(table, Table, StringComparison.Ordinal)}");
        }
    }

    private (string Operation, string Body) NextRequest()
    {
        const string Common = $"\"TableName\":\"{Table}\",\"ReturnConsumedCapacity\":\"TOTAL\"";
        string condition = Pick(Conditions);
        switch (_random.Next(6))
        {
            case 0:
                return ("PutItem", $"{{{Common},{Conditional(condition)},\"Item\":{Item()}}}");
            case 1:
                return ("DeleteItem", $"{{{Common},{Conditional(condition)},\"Key\":{{{Key()}}}}}");
            case 2:
                string update = Pick(Updates);
                return ("UpdateItem", $"{{{Common},\"UpdateExpression\":\"{update}\",{Conditional(condition, update)},\"Key\":{{{Key()}}}}}");
            case 3:
                return ("Scan", $"{{{Common},\"ConsistentRead\":true,\"FilterExpression\":\"{condition}\",{Aliases(condition)}}}");
            case 4:
                return ("Query", $"{{{Common},\"KeyConditionExpression\":\"Id = :id AND Sort >= :low\",\"ExpressionAttributeValues\":" +
                    $"{{\":id\":{{\"S\":\"{Pick("x", "y")}\"}},\":low\":{{\"N\":\"{_random.Next(4)}\"}}}},\"ScanIndexForward\":{Pick("true", "false")}}}");
            default:
                string[] keys = [.. Enumerable.Range(0, 3).Select(_ => $"{{{Key()}}}").Distinct()];
                return ("BatchGetItem", $"{{\"RequestItems\":{{\"{Table}\":{{\"Keys\":[{string.Join(",", keys)}]}}}}}}");
        }
    }

    private string Conditional(string condition, string others = "") =>
        $"\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\",\"ConditionExpression\":\"{condition}\",{Aliases(condition + others)}";

    // An alias that no expression uses is refused, so only those that are used are given.
    private string Aliases(string expressions)
    {
        string[] names = [.. new[] { "a", "b" }.Where(name => expressions.Contains($"#{name}", StringComparison.Ordinal))
            .Select(name => $"\"#{name}\":\"{name}\"")];
        string values = expressions.Contains(":v", StringComparison.Ordinal) ? $",\"ExpressionAttributeValues\":{{\":v\":{Pick(Values)}}}" : "";
        return $"\"ExpressionAttributeNames\":{{{string.Join(",", names)}}}{values}";
    }

    private string Item() => $"{{{Key()}{Attribute("a")}{Attribute("b")}}}";

    private string Key() => $"\"Id\":{{\"S\":\"{Pick("x", "y")}\"}},\"Sort\":{{\"N\":\"{_random.Next(4)}\"}}";

    private string Attribute(string name) => _random.Next(3) == 0 ? "" : $",\"{name}\":{Pick(Values)}";

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    private static async Task<string> AskAsync(HttpClient http, Uri endpoint, string operation, string body)
    {
        (int status, JsonNode content) = await SendAsync(http, endpoint, operation, body);
        // AWS charges a page without items and a missing key, DynamoDB Local does not (docs/aws-behaviour.md).
        if (content["ScannedCount"]?.GetValue<int>() == 0)
            content.AsObject().Remove("ConsumedCapacity");
        return $"{status} {Sorted(content)!.ToJsonString()}";
    }

    private static async Task<(int Status, JsonNode Content)> SendAsync(HttpClient http, Uri endpoint, string operation, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, endpoint)
        {
            Content = new StringContent(body, Encoding.UTF8),
            Headers = { { "X-Amz-Target", $"DynamoDB_20120810.{operation}" } },
        };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.0");
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00");
        using HttpResponseMessage answer = await http.SendAsync(request, Cancellation);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!);
    }

    // The code and the message of an error, or the whole answer to statements.
    private static string Short((int Status, JsonNode Content) answer)
    {
        if (answer.Status != 200)
            return $"{((string)answer.Content["__type"]!).Split('#')[1]}: {answer.Content["message"] ?? answer.Content["Message"]}";
        string text = Ordered(answer.Content)!.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return text.Contains("Responses", StringComparison.Ordinal) ? text : "200";
    }

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Ordered(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Ordered)]),
        _ => node?.DeepClone(),
    };

    // Neither the order of members nor that of the items in an answer says anything, and each words its messages as it likes.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Where(member => member.Key is not ("message" or "Message"))
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, member.Key == "N" ? NormalNumber(member.Value) : Sorted(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Sorted).OrderBy(element => element!.ToJsonString(), StringComparer.Ordinal)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => JsonValue.Create(value.Deserialize<double>()),
        _ => node?.DeepClone(),
    };

    private static JsonNode? NormalNumber(JsonNode? value) => value is JsonValue text && text.GetValueKind() == JsonValueKind.String
        ? JsonValue.Create(decimal.Parse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture) / 1.000000000000000000000000000000m)
        : Sorted(value);
}
