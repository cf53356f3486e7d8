using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class WriteCallsTests
{
    /// <summary>An answer repeats operations, with up to six bytes for two, or has an item of 400 KB that exists.</summary>
    [Fact]
    public async Task A_call_leaves_room_for_every_answer_to_it()
    {
        RecordingTransport transport = new();
        using WriteCalls calls = new(transport);
        BatchRequest request = new(OpenLane(), [Put(1, jsonBytes: 50_000), Put(2)]);
        request.Send(TimeSpan.Zero, TimeSpan.FromSeconds(12));

        await calls.SendAsync(request, TestContext.Current.CancellationToken);

        ApiCall call = transport.Call!;
        Assert.Equal(("BatchWriteItem", TimeSpan.FromSeconds(12)), (call.Operation, call.Timeout));
        Assert.Equal(request.ToBody(), call.Body.ToArray());
        Assert.Equal((1024 * 1024) + (3 * call.Body.Length) + (16 * 400 * 1024), call.AnswerLimit);
    }

    [Fact]
    public async Task A_description_may_take_as_long_as_its_caller_says()
    {
        RecordingTransport transport = new();
        using WriteCalls calls = new(transport);

        await calls.DescribeAsync("Music", TestContext.Current.CancellationToken);
        Assert.Equal(("DescribeTable", TimeSpan.FromSeconds(60)), (transport.Call!.Operation, transport.Call.Timeout));
        await calls.DescribeAsync("Music", TestContext.Current.CancellationToken, TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), transport.Call.Timeout);
    }

    private sealed class RecordingTransport : ITransport
    {
        public ApiCall? Call { get; private set; }

        public Task<RawAnswer> CallAsync(ApiCall call, CancellationToken cancellationToken)
        {
            Call = call;
            return Task.FromResult<RawAnswer>(new RawAnswer.Failed(CallStage.Connect, "Refused", "nobody is there"));
        }

        public void RenewSignature(DateTimeOffset? serverTime)
        {
        }

        public void Dispose()
        {
        }
    }
}
