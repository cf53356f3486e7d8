using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.TestKit;
using DdbBatch.Tests.Transport;
using DdbBatch.Transport;
using Xunit;

namespace DdbBatch.Tests.Protocol;

/// <summary>The values that DescribeTable returns, and its errors: the same over both transports.</summary>
public sealed class TableDescriptionTests(DynamoDbLocalFixture fixture) : TransportTestBase(fixture)
{
    private const string Answer = """
        {"Table": {
          "AttributeDefinitions": [
            {"AttributeName": "id", "AttributeType": "N"}, {"AttributeName": "at", "AttributeType": "B"},
            {"AttributeName": "genre", "AttributeType": "S"}],
          "TableName": "Music", "TableStatus": "ACTIVE", "TableArn": "arn:aws:dynamodb:us-east-1:1:table/Music",
          "KeySchema": [{"AttributeName": "at", "KeyType": "RANGE"}, {"AttributeName": "id", "KeyType": "HASH"}],
          "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 70},
          "LocalSecondaryIndexes": [{"IndexName": "ByGenreOfId", "KeySchema": [
            {"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "genre", "KeyType": "RANGE"}]}],
          "GlobalSecondaryIndexes": [{"IndexName": "ByGenre", "KeySchema": [{"AttributeName": "genre", "KeyType": "HASH"}],
            "ProvisionedThroughput": {"WriteCapacityUnits": 5}}]}}
        """;

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_real_table_is_described(TransportKind kind)
    {
        CallAnswer answer = await Connect(kind, Server.Endpoint).DescribeAsync(Table, Cancellation);

        TableDescription table = Assert.IsType<CallAnswer.Description>(answer).Table!;
        Assert.Equal(Table, table.Schema.TableName);
        Assert.EndsWith(":table/" + Table, table.TableArn);
        Assert.NotEmpty(table.TableId!);
        Assert.Equal([new KeyAttribute("id", ScalarAttributeType.N)], table.Schema.KeyAttributes);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("denied")]
    [InlineData("throttled")]
    [InlineData("gone")]
    [InlineData("spoiled")]
    [InlineData("reset")]
    public async Task A_fault_means_the_same_over_both_transports(string name)
    {
        Fault fault = name switch
        {
            "denied" => new Fault.Error(400, "AccessDeniedException", "Not you"),
            "throttled" => new Fault.Error(400, "ThrottlingException", "Slow down"),
            "gone" => new Fault.Error(400, "ResourceNotFoundException", "None"),
            "spoiled" => new Fault.EditAnswer("\"AttributeType\":\"N\"", "\"AttributeType\":\"X\""),
            "reset" => new Fault.ResetAfter(),
            _ => Fault.None,
        };
        List<CallAnswer> answers = [];
        foreach (TransportKind kind in new[] { TransportKind.Sdk, TransportKind.Direct })
            answers.Add(await Connect(kind, StartProxy(_ => fault).Endpoint).DescribeAsync(Table, Cancellation));

        Assert.Equal(name == "none", answers[0] is CallAnswer.Description);
        Assert.Equal(Classify(answers[0]), Classify(answers[1]));
        Assert.Equal((answers[0] as CallAnswer.ServiceError)?.Code, (answers[1] as CallAnswer.ServiceError)?.Code);
        Assert.Equal((answers[0] as CallAnswer.NoAnswer)?.Code, (answers[1] as CallAnswer.NoAnswer)?.Code);
    }

    [Fact]
    public void Keys_come_in_their_order_and_indexes_with_theirs()
    {
        TableDescription table = Read(Answer)!;

        Assert.Equal(
            [new("id", ScalarAttributeType.N), new("at", ScalarAttributeType.B, IsSortKey: true)], table.Schema.KeyAttributes);
        Assert.Equal(
            [
                new("id", ScalarAttributeType.N, "ByGenreOfId"),
                new("genre", ScalarAttributeType.S, "ByGenreOfId", IsSortKey: true),
                new("genre", ScalarAttributeType.S, "ByGenre"),
            ],
            table.Schema.IndexKeyAttributes);
        Assert.Equal(70, table.WriteCapacity);
        Assert.Equal(
            [("ByGenreOfId", true, null), ("ByGenre", false, 5)],
            table.Throughput.Indexes.Select(index => (index.Name, index.IsLocal, index.WriteCapacity)));
        Assert.Equal(["id", "genre"], table.Throughput.Indexes[0].KeyNames);
    }

    [Theory]
    [InlineData("\"5d7b\"", "1795915089.045", "5d7b")]
    [InlineData(null, "1795915089.045", "1795915089.045")]
    [InlineData(null, null, null)]
    public void A_table_has_an_id_or_else_the_time_of_its_creation(string? id, string? time, string? expected)
    {
        JsonNode answer = JsonNode.Parse(Answer)!;
        JsonObject table = answer["Table"]!.AsObject();
        if (id is not null)
            table["TableId"] = JsonNode.Parse(id);
        if (time is not null)
            table["CreationDateTime"] = JsonNode.Parse(time);

        Assert.Equal(expected, Read(answer.ToJsonString())!.TableId);
    }

    [Theory]
    [InlineData("""{"WriteCapacityUnits": 0}""", null, null, null)]
    [InlineData("""{"WriteCapacityUnits": 0}""", """{"WriteUnitsPerSecond": 4000}""", null, 4000.0)]
    [InlineData("""{"WriteCapacityUnits": 0}""", """{"WriteUnitsPerSecond": 4000}""", """{"MaxWriteRequestUnits": 50}""", 50.0)]
    [InlineData("""{"WriteCapacityUnits": 0}""", """{"WriteUnitsPerSecond": 4000}""", """{"MaxWriteRequestUnits": -1}""", 4000.0)]
    [InlineData(null, null, """{"MaxWriteRequestUnits": 50}""", 50.0)]
    [InlineData(null, null, null, null)]
    public void Capacity_is_what_was_bought_or_else_what_an_on_demand_table_takes(
        string? provisioned, string? warm, string? onDemand, double? expected)
    {
        JsonNode answer = JsonNode.Parse(Answer)!;
        JsonObject table = answer["Table"]!.AsObject();
        table["ProvisionedThroughput"] = provisioned is null ? null : JsonNode.Parse(provisioned);
        table["WarmThroughput"] = warm is null ? null : JsonNode.Parse(warm);
        table["OnDemandThroughput"] = onDemand is null ? null : JsonNode.Parse(onDemand);

        Assert.Equal(expected, Read(answer.ToJsonString())!.WriteCapacity);
    }

    [Theory]
    [InlineData("GlobalTableVersion", "null", false)]
    [InlineData("GlobalTableVersion", "\"\"", false)]
    [InlineData("GlobalTableVersion", "\"2019.11.21\"", true)]
    [InlineData("Replicas", "null", false)]
    [InlineData("Replicas", "[]", false)]
    [InlineData("Replicas", """[{"RegionName": "eu-west-1"}]""", true)]
    public void A_table_is_global_that_has_replicas_or_a_version_as_such(string name, string value, bool expected)
    {
        JsonNode answer = JsonNode.Parse(Answer)!;
        answer["Table"]![name] = JsonNode.Parse(value);

        Assert.Equal(expected, Read(answer.ToJsonString())!.IsGlobal);
    }

    [Theory]
    [InlineData("IndexStatus", "\"CREATING\"", "ByGenre")]
    [InlineData("IndexStatus", "\"ACTIVE\"", null)]
    [InlineData("Backfilling", "true", "ByGenre")]
    [InlineData("Backfilling", "false", null)]
    public void An_index_that_is_being_created_or_filled_is_named(string name, string value, string? expected)
    {
        JsonNode answer = JsonNode.Parse(Answer)!;
        answer["Table"]!["GlobalSecondaryIndexes"]![0]![name] = JsonNode.Parse(value);

        Assert.Equal(expected, Read(answer.ToJsonString())!.CreatingIndex);
    }

    [Fact]
    public void A_table_that_is_being_created_is_none_yet() => Assert.Null(Read("""{"Table":{"TableName":"Music","TableStatus":"CREATING"}}"""));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"Table":{"TableStatus":"ACTIVE"}}""")]
    [InlineData("""{"Table":{"TableStatus":"ACTIVE","TableName":"Music","KeySchema":[]}}""")]
    [InlineData("""{"Table":{"TableStatus":7}}""")]
    [InlineData("""{"Table":{"TableStatus":"CREATING"}}""")]
    [InlineData("""{"Table":{"TableName":"Movies","TableStatus":"CREATING"}}""")]
    [InlineData("""{"Table":{"TableName":"Music","TableStatus":"CREATING"}} trailing""")]
    [InlineData("""{"Table":null}""")]
    public void An_answer_that_says_something_else_is_no_answer(string body) =>
        Assert.Equal("CorruptAnswer", Assert.IsType<CallAnswer.NoAnswer>(TableDescriptionReader.Read(Encoding.UTF8.GetBytes(body), isOfAws: true, "Music")).Code);

    private static TableDescription? Read(string body) =>
        Assert.IsType<CallAnswer.Description>(TableDescriptionReader.Read(Encoding.UTF8.GetBytes(body), isOfAws: true, "Music")).Table;

    private static ErrorClass? Classify(CallAnswer answer) =>
        answer is CallAnswer.Description ? null : ErrorClassifier.Classify(answer, hasSucceeded: false, credentialErrors: 1);
}
