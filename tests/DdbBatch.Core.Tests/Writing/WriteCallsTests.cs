using System;
using System.Threading.Tasks;
using DdbBatch.Tests.Driving;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class WriteCallsTests : IDisposable
{
    private readonly WriteCalls _calls;
    private ApiCall? _sent;

    public WriteCallsTests() => _calls = new WriteCalls(new ScriptedCalls((call, _) =>
    {
        _sent = call;
        return Task.FromResult<RawAnswer>(new RawAnswer.Failed(CallStage.Connect, "Refused", "nobody is there"));
    }));

    public void Dispose() => _calls.Dispose();

    /// <summary>An answer repeats operations, with up to six bytes for two, or has an item of 400 KB that exists.</summary>
    [Fact]
    public async Task A_call_leaves_room_for_every_answer_to_it()
    {
        BatchRequest request = new(OpenLane(), [Put(1, jsonBytes: 50_000), Put(2)]);
        request.Send(TimeSpan.Zero, TimeSpan.FromSeconds(12));

        await _calls.SendAsync(request, TestContext.Current.CancellationToken);

        ApiCall call = _sent!;
        Assert.Equal(("BatchWriteItem", TimeSpan.FromSeconds(12)), (call.Operation, call.Timeout));
        Assert.Equal(request.ToBody(), call.Body.ToArray());
        Assert.Equal((1024 * 1024) + (3 * call.Body.Length) + (16 * 400 * 1024), call.AnswerLimit);
    }

    [Fact]
    public async Task A_description_may_take_as_long_as_its_caller_says()
    {
        await _calls.DescribeAsync("Music", TestContext.Current.CancellationToken);
        Assert.Equal(("DescribeTable", TimeSpan.FromSeconds(60)), (_sent!.Operation, _sent.Timeout));
        await _calls.DescribeAsync("Music", TestContext.Current.CancellationToken, TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), _sent.Timeout);
    }
}
