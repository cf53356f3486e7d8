using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Tests.Writing;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Protocol;

/// <summary>Retries outside the engine, by a clock of the test's.</summary>
public sealed class RetrierTests
{
    private static readonly CallAnswer Busy = new CallAnswer.ServiceError(503, "", "busy");
    private static readonly CallAnswer Denied = new CallAnswer.ServiceError(400, "AccessDeniedException", "no");

    private readonly TestClock _clock = new();

    [Fact]
    public async Task Before_the_first_valid_answer_a_few_attempts_will_do()
    {
        TableException exception = await Assert.ThrowsAsync<TableException>(() => DescribeAsync(isReachable: false, _ => Busy));

        Assert.Equal((4, true), (_clock.Attempts, exception.Error.DoomsRun));
    }

    [Fact]
    public async Task A_temporary_error_of_a_later_table_is_retried()
    {
        TableDescription? table = await DescribeAsync(isReachable: true, now => now < TimeSpan.FromSeconds(200) ? Busy : Described());

        Assert.Equal("Music", table!.Schema.TableName);
        Assert.InRange(_clock.Now, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(225));
    }

    [Fact]
    public async Task A_permanent_error_closes_only_its_table()
    {
        TableException exception = await Assert.ThrowsAsync<TableException>(() => DescribeAsync(isReachable: true, _ => Busy));

        Assert.Equal(("RetryTimeout", false), (exception.Error.Code, exception.Error.DoomsRun));
        Assert.Contains("for 300 s", exception.Error.Message);
        Assert.Equal(TimeSpan.FromSeconds(300), _clock.Now);
    }

    [Fact]
    public async Task An_attempt_that_lasts_is_part_of_the_time()
    {
        await Assert.ThrowsAsync<TableException>(() => DescribeAsync(
            isReachable: false, _ => new CallAnswer.NoAnswer(CallStage.Sent, "Timeout", ""), lasts: TimeSpan.FromSeconds(60), retryTimeout: 5));

        Assert.Equal([TimeSpan.FromSeconds(5)], _clock.Timeouts);
    }

    [Fact]
    public async Task A_final_error_is_not_retried()
    {
        TableException exception = await Assert.ThrowsAsync<TableException>(() => DescribeAsync(isReachable: true, _ => Denied));

        Assert.Equal((1, "AccessDeniedException", false), (_clock.Attempts, exception.Error.Code, exception.Error.DoomsRun));
    }

    [Fact]
    public async Task A_wait_that_DynamoDB_asks_for_is_kept_to()
    {
        int attempts = 0;
        TimeSpan wait = TimeSpan.FromSeconds(7);
        await DescribeAsync(isReachable: true, _ => attempts++ == 0
            ? new CallAnswer.ServiceError(400, "ThrottlingException", "") { RetryAfter = wait }
            : Described());

        Assert.Equal(wait, _clock.Now);
    }

    [Fact]
    public async Task A_wait_that_an_answer_to_the_SDK_asks_for_is_kept_to()
    {
        using DynamoDBClient client = new(
            new BasicAWSCredentials("key", "secret"), new Amazon.DynamoDBv2.AmazonDynamoDBConfig { ServiceURL = "http://127.0.0.1:1" });
        RetriedCalls calls = new(client, new Retrier(_clock, () => 0.5));
        int attempts = 0;

        string answer = await calls.CallAsync(
            () => attempts++ == 0 ? throw SlowDown(waitMs: 7000) : Task.FromResult("done"), TestContext.Current.CancellationToken);

        Assert.Equal(("done", TimeSpan.FromSeconds(7)), (answer, _clock.Now));
    }

    [Fact]
    public async Task A_table_that_cannot_be_described_is_reported_as_one_that_fails()
    {
        List<LaneProgress?> seen = [];
        OutageLog outages = new();
        List<string> messages = [];
        TableDescriber describer = null!;
        ScriptedTransport transport = new((_, _) => throw new NotSupportedException())
        {
            Describe = _ =>
            {
                // The state that a progress bar would show in the meantime.
                seen.Add(describer.Failing is { } failure ? LaneProgress.Of(failure, _clock.Now) : null);
                messages.AddRange(outages.Update(seen[^1] is { } progress ? [progress] : [], _clock.Now).Select(message => message.Text));
                _clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(_clock.Now < TimeSpan.FromSeconds(60) ? Busy : Described());
            },
        };
        describer = new TableDescriber(transport, new Retrier(_clock, () => 0.5)) { IsReachable = () => true };

        await describer.DescribeAsync("Music", TestContext.Current.CancellationToken);

        Assert.Null(seen[0]);
        Assert.All(seen.Skip(1), progress => Assert.Equal(("Music", TimeSpan.Zero, "Http503: busy"),
            (progress!.Table, progress.FailingSince!.Value, $"{progress.LastFailure!.Code}: {progress.LastFailure.Message}")));
        Assert.Equal(2, messages.Count);
        Assert.Null(describer.Failing);
    }

    private Task<TableDescription?> DescribeAsync(
        bool isReachable, Func<TimeSpan, CallAnswer> answer, TimeSpan lasts = default, int retryTimeout = 300)
    {
        ScriptedTransport transport = new((_, _) => throw new NotSupportedException())
        {
            DescribeWithin = (_, timeout) =>
            {
                _clock.Attempts++;
                _clock.Timeouts.Add(timeout!.Value);
                _clock.Advance(lasts < timeout ? lasts : timeout.Value);
                return Task.FromResult(answer(_clock.Now));
            },
        };
        return new TableDescriber(transport, new Retrier(_clock, () => 0.99))
        {
            RetryTimeout = TimeSpan.FromSeconds(retryTimeout),
            IsReachable = () => isReachable,
        }.DescribeAsync("Music", TestContext.Current.CancellationToken);
    }

    // As S3 and the bulk operations are called.
    private static AmazonServiceException SlowDown(int waitMs) => new(
        "Slow down.",
        new HttpErrorResponseException(new SdkAnswer { Headers = { ["x-amz-retry-after"] = $"{waitMs}" } }),
        ErrorType.Receiver,
        "SlowDown",
        "REQUEST",
        HttpStatusCode.ServiceUnavailable);

    private static CallAnswer.Description Described() =>
        new(new TableDescription(new TableSchema("Music", [new("id", ScalarAttributeType.N)]), "arn", new Throughput(null, [])));

    // Whatever waits by it has waited already.
    private sealed class TestClock : TimeProvider
    {
        public TimeSpan Now { get; private set; }

        public int Attempts { get; set; }

        public List<TimeSpan> Timeouts { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;

        public void Advance(TimeSpan time) => Now += time;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Advance(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
    private sealed class SdkAnswer : IWebResponseData
    {
        public Dictionary<string, string> Headers { get; } = [];

        public HttpStatusCode StatusCode => HttpStatusCode.ServiceUnavailable;

        public bool IsSuccessStatusCode => false;

        public long ContentLength => 0;

        public string ContentType => "text/plain";

        public IHttpResponseBody ResponseBody => throw new NotSupportedException();

        public string[] GetHeaderNames() => [.. Headers.Keys];

        public bool IsHeaderPresent(string headerName) => Headers.ContainsKey(headerName);

        public string GetHeaderValue(string headerName) => Headers[headerName];

        public bool IsEventHeaderPresent(string headerName) => false;

        public Amazon.Runtime.EventStreams.IEventStreamHeader GetEventStreamHeader(string headerName) => throw new NotSupportedException();
    }
}
