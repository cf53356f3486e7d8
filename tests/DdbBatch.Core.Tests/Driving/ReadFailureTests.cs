using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Driving;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Tests.Reading;
using DdbBatch.Transport;
using Xunit;

namespace DdbBatch.Tests.Driving;

/// <summary>Reads and lookups in which something fails that never should, or a request does not end.</summary>
public sealed class ReadFailureTests
{
    private const int Keys = 1000;

    // Only a failing test takes this long.
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(60);

    private static readonly TableSchema Schema = new("T", [new KeyAttribute("id", ScalarAttributeType.N)]);

    private static int _pages;

    public static TheoryData<string> Exceptions => ["InvalidOperationException", "OutOfMemoryException", "OperationCanceledException"];

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void A_transport_that_throws_ends_a_read_with_one_internal_error(string exception)
    {
        foreach (bool isAsynchronous in new[] { false, true })
            AssertReadFails(CreateRead(Every(3, exception, isAsynchronous)), exception);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void A_transport_that_throws_ends_lookups_with_one_internal_error(string exception)
    {
        foreach (bool isAsynchronous in new[] { false, true })
            AssertLookupsFail(CreateLookup(Every(3, exception, isAsynchronous)), exception);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void A_clock_that_throws_on_another_thread_ends_a_read_with_one_internal_error(string exception)
    {
        for (int good = 0; good < 20; good++)
            AssertReadFails(CreateRead(Succeed, clock: FailingClock(good, exception)), exception);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void A_clock_that_throws_on_another_thread_ends_lookups_with_one_internal_error(string exception)
    {
        for (int good = 0; good < 10; good++)
            AssertLookupsFail(CreateLookup(Succeed, clock: FailingClock(good, exception)), exception);
    }

    [Fact]
    public void A_clock_that_throws_on_the_timers_thread_ends_lookups_with_one_internal_error()
    {
        using TableLookup lookup = CreateLookup(Succeed, clock: FailingClock(0, "InvalidOperationException"));

        // It waits for others, so nothing is sent before the timer fires.
        Assert.True(lookup.TrySubmit(Lookup(1), out _));

        Assert.True(lookup.Wait(LongWait));
        Assert.Equal(OperationError.InternalCode, lookup.Error!.Code);
        Assert.Equal(LookupOutcome.Unprocessed, lookup.TakeAnswer()!.Outcome);
    }

    [Fact]
    public void A_clock_that_throws_on_the_pipelines_thread_ends_lookups_with_one_internal_error()
    {
        int calls = 0;
        ScriptedClock clock = new(() => calls++ == 0 ? TimeSpan.Zero : throw new InvalidOperationException("the clock"));
        using TableLookup lookup = CreateLookup(Succeed, clock: clock);

        Assert.True(lookup.TrySubmit(Lookup(1), out bool hasAnswer));

        Assert.True(hasAnswer);
        Assert.Equal(OperationError.InternalCode, lookup.TakeAnswer()!.Error!.Code);
        Assert.Equal(TimeSpan.Zero, lookup.Elapsed);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void An_engine_that_fails_halfway_ends_a_read_with_one_internal_error(string exception)
    {
        for (int good = 0; good < 5; good++)
            AssertReadFails(CreateRead(Throttle, random: new FailingRandom(good, () => Make(exception))), exception);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void An_engine_that_fails_halfway_loses_no_lookup(string exception)
    {
        for (int good = 0; good < 5; good++)
            AssertLookupsFail(CreateLookup(Throttle, random: new FailingRandom(good, () => Make(exception))), exception);
    }

    [Fact]
    public void The_end_of_a_read_does_not_wait_for_a_request_that_ignores_its_cancellation()
    {
        TaskCompletionSource<RawAnswer> never = new();
        TableRead read = CreateRead((_, _) => never.Task);
        Assert.True(read.TryNext(TimeSpan.Zero, out _));

        read.Dispose();

        Assert.Equal((OperationError.Stopped, 0), (read.Error, read.Read(engine => engine.InFlight)));
        never.SetResult(ReadNetwork.Success(Page(1)));
        Assert.False(read.TryNext(TimeSpan.Zero, out _));
    }

    [Fact]
    public void The_end_of_lookups_does_not_wait_for_a_request_that_ignores_its_cancellation()
    {
        TaskCompletionSource<RawAnswer> never = new();
        using TableLookup lookup = CreateLookup((_, _) => never.Task);
        for (int i = 1; i <= Keys; i++)
            Assert.True(lookup.TrySubmit(Lookup(i), out _));

        lookup.Stop();

        List<KeyLookup> answers = TakeAll(lookup);
        Assert.Equal(Enumerable.Range(1, Keys), answers.Select(answer => (int)answer.Position));
        Assert.All(answers, answer => Assert.Equal((LookupOutcome.Unprocessed, OperationError.ReadStopped), (answer.Outcome, answer.Error)));
        never.SetResult(ReadNetwork.Success("""{"Responses":{"T":[]},"UnprocessedKeys":{}}"""u8.ToArray()));
        Assert.Null(lookup.TakeAnswer());
    }

    private static void AssertReadFails(TableRead read, string exception)
    {
        using (read)
        {
            while (read.TryNext(LongWait, out _))
            {
            }

            Assert.Equal(OperationError.InternalCode, read.Error!.Code);
            Assert.Contains(exception, read.Error.Message, StringComparison.Ordinal);
            Assert.True(read.Wait(LongWait));
        }
    }

    private static void AssertLookupsFail(TableLookup lookup, string exception)
    {
        using (lookup)
        {
            for (int i = 1; i <= Keys; i++)
                Assert.True(lookup.TrySubmit(Lookup(i), out _));
            lookup.CompleteInput();
            List<KeyLookup> answers = [];
            while (!lookup.Wait(LongWait))
                answers.AddRange(TakeAll(lookup));

            Assert.Equal(OperationError.InternalCode, lookup.Error!.Code);
            Assert.Contains(exception, lookup.Error.Message, StringComparison.Ordinal);
            answers.AddRange(TakeAll(lookup));
            Assert.Equal(Enumerable.Range(1, Keys), answers.Select(answer => (int)answer.Position));
            Assert.Contains(answers, answer => answer.Outcome == LookupOutcome.Unprocessed);
            Assert.All(answers.Where(answer => answer.Outcome == LookupOutcome.Unprocessed), answer => Assert.NotNull(answer.Error));
        }
    }

    private static List<KeyLookup> TakeAll(TableLookup lookup)
    {
        List<KeyLookup> answers = [];
        while (lookup.TakeAnswer() is { } answer)
            answers.Add(answer);
        return answers;
    }

    private static TableRead CreateRead(
        Func<ApiCall, CancellationToken, Task<RawAnswer>> answer, TimeProvider? clock = null, Random? random = null) => new(
        new ScriptedCalls(answer),
        new ReadStatement { Table = "T" },
        new ReadOptions { ThrottleLimit = 4 },
        Segment.Divide(8, 4),
        null,
        Environment(clock, random));

    private static TableLookup CreateLookup(
        Func<ApiCall, CancellationToken, Task<RawAnswer>> answer, TimeProvider? clock = null, Random? random = null) => new(
        new ScriptedCalls(answer),
        new BatchGetStatement { Table = "T" },
        Schema,
        new LookupOptions { ThrottleLimit = 4 },
        null,
        Environment(clock, random));

    private static RunEnvironment Environment(TimeProvider? clock, Random? random) =>
        new() { Clock = clock ?? TimeProvider.System, Random = random ?? new Random(1) };

    private static ScriptedClock FailingClock(int goodCalls, string exception)
    {
        int calls = 0;
        Thread pipeline = Thread.CurrentThread;
        return new ScriptedClock(() => Thread.CurrentThread != pipeline && Interlocked.Increment(ref calls) > goodCalls
            ? throw Make(exception)
            : TimeSpan.Zero);
    }

    private static KeyLookup Lookup(int key)
    {
        byte[] json = Encoding.UTF8.GetBytes($$$"""{"id":{"N":"{{{key}}}"}}""");
        return new KeyLookup(key, new EncodedItem(json, 3, ItemKeyReader.Read(json, Schema)), key);
    }

    // Each page ends at another key, and there is always another page.
    private static byte[] Page(int number) => Encoding.UTF8.GetBytes(
        $$$"""{"Count":1,"Items":[{"id":{"N":"1"}}],"ScannedCount":1,"LastEvaluatedKey":{"id":{"N":"{{{number}}}"} } }""");

    private static Task<RawAnswer> Succeed(ApiCall call, CancellationToken cancellationToken) => Task.FromResult(
        ReadNetwork.Success(call.Operation == "Scan"
            ? Page(Interlocked.Increment(ref _pages))
            : """{"Responses":{"T":[]},"UnprocessedKeys":{}}"""u8.ToArray()));

    private static Task<RawAnswer> Throttle(ApiCall call, CancellationToken cancellationToken) =>
        Task.FromResult(ReadNetwork.Failure(ReadFault.Throttled));

    private static Func<ApiCall, CancellationToken, Task<RawAnswer>> Every(int count, string exception, bool isAsynchronous)
    {
        int calls = 0;
        return (call, cancellationToken) =>
            Interlocked.Increment(ref calls) % count != 0 ? Succeed(call, cancellationToken)
            : isAsynchronous ? Task.FromException<RawAnswer>(Make(exception))
            : throw Make(exception);
    }

    private static Exception Make(string exception) => exception switch
    {
        "OutOfMemoryException" => new OutOfMemoryException("none left"),
        "OperationCanceledException" => new OperationCanceledException("nobody asked for it"),
        _ => new InvalidOperationException("it should never happen"),
    };

    private sealed class FailingRandom(int goodCalls, Func<Exception> make) : Random
    {
        private int _calls;

        public override double NextDouble() => Interlocked.Increment(ref _calls) > goodCalls ? throw make() : 0.5;
    }
}
