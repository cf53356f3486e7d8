using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.FrameworkTests;

/// <summary>The SDK's transport of the netstandard2.0 build, with the assemblies of the package, against a server.</summary>
public sealed class LoadTests
{
    /// <summary>The environment variable with the URL of a DynamoDB endpoint that may leave parts of batches unprocessed.</summary>
    private const string EndpointVariable = "DDBBATCH_TEST_ENDPOINT";

    private const int Items = 2000;

    [Fact]
    public void The_SDK_is_the_one_of_the_package() => Assert.Equal(
        ".NETStandard,Version=v2.0",
        typeof(AWSCredentials).Assembly.GetCustomAttribute<System.Runtime.Versioning.TargetFrameworkAttribute>().FrameworkName);

    [Fact]
    public async Task A_load_writes_every_item_once_and_with_its_bytes()
    {
        string endpoint = Environment.GetEnvironmentVariable(EndpointVariable) ?? "";
        Assert.SkipWhen(endpoint.Length == 0, $"There is no server: {EndpointVariable} is not set.");
        using AmazonDynamoDBClient server = new(new BasicAWSCredentials("test", "test"), Config(endpoint));
        string table = $"Table-{Guid.NewGuid():N}";
        await server.CreateTableAsync(new CreateTableRequest
        {
            TableName = table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new KeySchemaElement("id", KeyType.HASH)],
            AttributeDefinitions = [new AttributeDefinition("id", Amazon.DynamoDBv2.ScalarAttributeType.N)],
        }, TestContext.Current.CancellationToken);

        Dictionary<OperationOutcome, long> counts = Write(endpoint, table);

        Assert.Equal(Items, counts[OperationOutcome.Written]);
        List<Dictionary<string, AttributeValue>> stored = await ScanAsync(server, table);
        Assert.Equal(Enumerable.Range(1, Items), stored.Select(item => int.Parse(item["id"].N)).OrderBy(id => id));
        Assert.All(stored, item => Assert.Equal($"é😀{item["id"].N}", item["text"].S));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "ConnectFailure")]
    [InlineData("http://host.invalid", "NameResolutionFailure")]
    public async Task A_request_that_cannot_leave_is_said_not_to_have(string endpoint, string code)
    {
        using IWriteCalls calls = Connect(endpoint);
        BatchRequest request = new(OpenLane(), [Put(1)]);
        request.Send(TimeSpan.Zero, TimeSpan.FromSeconds(20));

        CallAnswer.NoAnswer answer = Assert.IsType<CallAnswer.NoAnswer>(
            await calls.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.False(answer.WasSent);
        Assert.True(
            answer.Code == code || answer.Code is "ConnectionRefused" or "HostNotFound" or "TryAgain",
            $"{answer.Code}: {answer.Message}");
    }

    private static Dictionary<OperationOutcome, long> Write(string endpoint, string table)
    {
        using WritePump pump = new(new WriteOptions(), Connect(endpoint));
        Lane lane = pump.OpenLane(Schema, table, null);
        for (int i = 1; i <= Items; i++)
        {
            byte[] json = Encoding.UTF8.GetBytes($"{{\"id\":{{\"N\":\"{i}\"}},\"text\":{{\"S\":\"é😀{i}\"}}}}");
            WriteOperation operation = new(i, OperationKind.Put, new(json, 30, ItemKeyReader.Read(json, Schema)), null);
            while (!pump.TrySubmit(lane, operation, out _))
                pump.Wait(TimeSpan.FromMilliseconds(100));
        }

        pump.CompleteInput();
        while (!pump.Wait(TimeSpan.FromSeconds(1)))
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        OperationOutcome[] outcomes = (OperationOutcome[])Enum.GetValues(typeof(OperationOutcome));
        return pump.Read(_ => outcomes.ToDictionary(outcome => outcome, outcome => (long)lane.Tally[outcome]));
    }

    private static async Task<List<Dictionary<string, AttributeValue>>> ScanAsync(AmazonDynamoDBClient server, string table)
    {
        List<Dictionary<string, AttributeValue>> items = [];
        ScanRequest request = new() { TableName = table, ConsistentRead = true };
        do
        {
            ScanResponse page = await server.ScanAsync(request, TestContext.Current.CancellationToken);
            items.AddRange(page.Items);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        return items;
    }

    private static IWriteCalls Connect(string endpoint) =>
        WriteCalls.Create(TransportKind.Sdk, new DynamoDBClient(new BasicAWSCredentials("test", "test"), Config(endpoint)));

    private static AmazonDynamoDBConfig Config(string endpoint) => new() { AuthenticationRegion = "us-east-1", ServiceURL = endpoint };
}
