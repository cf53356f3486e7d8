using System;
using System.Linq;
using System.Text.Json;
using DdbBatch.Items;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class PackerTests
{
    private const int Limit = 16 * 1024 * 1024;

    [Fact]
    public void A_request_takes_25_operations()
    {
        Lane lane = LaneWith([.. Enumerable.Range(1, 30).Select(i => Put(i))]);

        Assert.True(Packer.IsFull(lane, RequestForm.Batch));
        Assert.Equal(Enumerable.Range(1, 25), Pack(lane));
        Assert.False(Packer.IsFull(lane, RequestForm.Batch));
        Assert.Equal(Enumerable.Range(26, 5), Pack(lane));
    }

    [Fact]
    public void Its_body_may_have_just_16_MB()
    {
        int each = OperationBytesForFullBody(count: 16, out int rest);
        Lane lane = LaneWith([.. Enumerable.Range(1, 15).Select(i => Put(i, jsonBytes: each)), Put(16, jsonBytes: each + rest), Put(17)]);

        BatchRequest request = Packer.Pack(lane, RequestForm.Batch);

        Assert.Equal(Limit, request.ToBody().Length);
        Assert.Equal(16, request.Operations.Count);
    }

    [Fact]
    public void One_byte_more_goes_into_the_next_request()
    {
        int each = OperationBytesForFullBody(count: 16, out int rest);
        Lane lane = LaneWith([.. Enumerable.Range(1, 15).Select(i => Put(i, jsonBytes: each)), Put(16, jsonBytes: each + rest + 1)]);

        Assert.Equal(15, Pack(lane).Length);
        Assert.Equal([16], Pack(lane));
    }

    [Fact]
    public void The_body_is_the_call_as_the_API_reference_has_it()
    {
        Lane lane = OpenLane(new WriteOptions { IndexCapacity = true, ItemCollectionMetrics = true });
        byte[] key = """{"id":{"N":"2"}}"""u8.ToArray();
        lane.Submit(Put(1), TimeSpan.Zero);
        lane.Submit(new WriteOperation(2, OperationKind.Delete, new EncodedItem(key, 3, ItemKeyReader.Read(key, Schema)), null), TimeSpan.Zero);

        using JsonDocument body = JsonDocument.Parse(Packer.Pack(lane, RequestForm.Batch).ToBody());

        Assert.Equal(
            """{"RequestItems":{"Music":[{"PutRequest":{"Item":{"id":{"N":"1"}}}},{"DeleteRequest":{"Key":{"id":{"N":"2"}}}}]},"ReturnConsumedCapacity":"INDEXES","ReturnItemCollectionMetrics":"SIZE"}""",
            body.RootElement.GetRawText());
    }

    [Fact]
    public void At_a_slow_pace_a_request_costs_no_more_than_its_share()
    {
        Lane lane = OpenLane(new WriteOptions { MaxWriteCapacity = 100 });
        for (int i = 1; i <= 25; i++)
            lane.Submit(Put(i, sizeBytes: 2048), TimeSpan.Zero);

        BatchRequest request = Packer.Pack(lane, RequestForm.Batch);

        Assert.InRange(request.CapacityUnits, 1, (int)lane.Pacer.MaxRequestUnits);
        Assert.True(request.Operations.Count < 25);
    }

    [Fact]
    public void An_operation_too_dear_for_its_share_goes_alone()
    {
        Lane lane = OpenLane(new WriteOptions { MaxWriteCapacity = 1 });
        lane.Submit(Put(1, sizeBytes: 400 * 1024), TimeSpan.Zero);
        lane.Submit(Put(2), TimeSpan.Zero);

        Assert.Equal([1], Pack(lane));
    }

    private static Lane LaneWith(WriteOperation[] operations)
    {
        Lane lane = OpenLane();
        foreach (WriteOperation operation in operations)
            lane.Submit(operation, TimeSpan.Zero);
        return lane;
    }

    private static int[] Pack(Lane lane) =>
        [.. Packer.Pack(lane, RequestForm.Batch).Operations.Select(operation => (int)operation.Position)];

    // The JSON bytes of each operation that make a full body, and what the last one has to take besides.
    private static int OperationBytesForFullBody(int count, out int rest)
    {
        Lane lane = OpenLane();
        WriteOperation smallest = Put(1);
        int wrapping = RequestForm.Batch.WireBytes(smallest) - smallest.Item.Json.Length;
        int room = Limit - RequestForm.Batch.FrameBytes(lane.Bodies) - count * wrapping;
        rest = room % count;
        return room / count;
    }
}
