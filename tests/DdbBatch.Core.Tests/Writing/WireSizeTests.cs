using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using CsCheck;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.TestKit;
using DdbBatch.Tests.Items;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;
using ScalarAttributeType = DdbBatch.Items.ScalarAttributeType;

namespace DdbBatch.Tests.Writing;

/// <summary>The bytes that requests are packed by are the bytes that go over the wire.</summary>
public sealed class WireSizeTests(DynamoDbLocalFixture fixture)
{
    private static readonly Gen<(bool IsPut, List<RandomValue> Values)> Operation =
        Gen.Select(Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false))), RandomValue.Of(3).List[0, 6]);

    [Fact]
    public async Task A_request_has_as_many_bytes_as_it_was_packed_by()
    {
        DynamoDbLocal server = await fixture.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "é\"k:S");
        await using FaultProxy proxy = new(server.Endpoint, _ => Fault.None);
        using IWriteCalls transport = WriteCalls.Create(TransportKind.Sdk, new DynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { AuthenticationRegion = "us-east-1", ServiceURL = proxy.Endpoint.AbsoluteUri, MaxErrorRetry = 0 }));
        TableSchema schema = new(table, [new KeyAttribute("é\"k", ScalarAttributeType.S)]);

        await Operation.List[1, 25].SampleAsync(
            async operations =>
            {
                BatchRequest request = Pack(schema, operations);

                CallAnswer answer = await transport.SendAsync(request, CancellationToken.None);

                Assert.Empty(Assert.IsType<CallAnswer.Success>(answer).Unprocessed);
                Assert.Equal(
                    request.WireBytes,
                    proxy.BatchWrites[^1].Body.Length);
            },
            iter: 200,
            threads: 1);
    }

    private static BatchRequest Pack(TableSchema schema, List<(bool IsPut, List<RandomValue> Values)> operations)
    {
        Lane lane = new WriteEngine(new WriteOptions(), new Random(1)).OpenLane(schema, schema.TableName, null, TimeSpan.Zero);
        for (int i = 0; i < operations.Count; i++)
        {
            (bool isPut, List<RandomValue> values) = operations[i];
            EncodedItem item = Write(schema, $"key\t{i}", isPut ? values : []);
            lane.Submit(new WriteOperation(i + 1, isPut ? OperationKind.Put : OperationKind.Delete, item, null), TimeSpan.Zero);
        }

        return new BatchRequest(lane, [.. operations.Select(_ => lane.Queue.Sendable(RequestForm.Batch).Take())]);
    }

    private static EncodedItem Write(TableSchema schema, string key, List<RandomValue> values)
    {
        ItemWriter writer = new();
        writer.BeginItem();
        writer.BeginAttribute(AttributeName.Create("é\"k", schema.FindUse("é\"k"), writer.Path));
        writer.WriteString(key);
        RandomValue.WriteAttributes(writer, "ä\n", values);

        return writer.EndItem(schema);
    }
}
