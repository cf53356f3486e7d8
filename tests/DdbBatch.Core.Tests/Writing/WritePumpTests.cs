using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Driving;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Tests.Driving;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

/// <summary>The effect on a run if an internal component fails, or if a request does not return.</summary>
public sealed class WritePumpTests
{
    private const int Operations = 300;

    // Only a failing test waits this long.
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(60);

    private static readonly CallAnswer Success = new CallAnswer.Success([]);

    public static TheoryData<string> Exceptions => ["InvalidOperationException", "OutOfMemoryException", "OperationCanceledException"];

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void A_transport_that_throws_ends_the_run_with_one_internal_error(string exception)
    {
        foreach (bool isAsynchronous in new[] { false, true })
        {
            int requests = 0;
            using WritePump pump = Create((_, _) => Interlocked.Increment(ref requests) % 3 == 0
                ? Throw(exception, isAsynchronous)
                : Task.FromResult(Success));

            AssertEndsWithInternalError(pump, exception);
        }
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void A_clock_that_throws_on_a_senders_thread_ends_the_run_with_one_internal_error(string exception)
    {
        for (int goodCalls = 0; goodCalls < 20; goodCalls++)
        {
            int calls = 0;
            Thread pipeline = Thread.CurrentThread;
            int good = goodCalls;
            using WritePump pump = Create(
                (_, _) => Task.FromResult(Success),
                () => Thread.CurrentThread != pipeline && Interlocked.Increment(ref calls) > good ? throw Make(exception) : TimeSpan.Zero);

            AssertEndsWithInternalError(pump, exception);
        }
    }

    [Fact]
    public void A_clock_that_throws_on_the_timers_thread_ends_the_run_with_one_internal_error()
    {
        Thread pipeline = Thread.CurrentThread;
        using WritePump pump = Create(
            (_, _) => Task.FromResult(Success),
            () => Thread.CurrentThread == pipeline ? TimeSpan.Zero : throw new InvalidOperationException("the clock"),
            options: new WriteOptions { ReportWritten = true, Linger = TimeSpan.FromMilliseconds(1) });
        Lane lane = pump.OpenLane(Schema, "Music", null);

        // It waits for others, so nothing is sent before the timer fires.
        Assert.True(pump.TrySubmit(lane, Put(1), out _));

        WaitForEnd(pump);
        Assert.Equal(OperationError.InternalCode, pump.Read(engine => engine.Fatal)!.Code);
        Assert.Equal(OperationOutcome.Unprocessed, Assert.Single(pump.TakeSettled()).Operation.Outcome);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void An_engine_that_fails_half_way_loses_no_operation(string exception)
    {
        // The delay of a retry is drawn when the operations are out of the queue and not yet in it again.
        for (int good = 0; good < 10; good++)
        {
            using WritePump pump = Create(
                (request, _) => Task.FromResult<CallAnswer>(new CallAnswer.Success([0])),
                random: new FailingRandom(good, () => Make(exception)));

            AssertEndsWithInternalError(pump, exception);
        }
    }

    [Fact]
    public void After_a_failure_later_input_is_accounted_for()
    {
        using WritePump pump = Create((_, _) => throw new InvalidOperationException("the transport"));
        AssertEndsWithInternalError(pump, "InvalidOperationException");
        Lane lane = pump.Read(engine => engine.Lanes[0]);

        Assert.True(pump.TrySubmit(lane, Put(1000, key: 1), out bool hasNews));

        Assert.True(hasNews);
        Assert.Equal(OperationOutcome.Unprocessed, Assert.Single(pump.TakeSettled()).Operation.Outcome);
    }

    [Fact]
    public void A_stop_does_not_wait_for_a_request_that_ignores_its_cancellation()
    {
        TaskCompletionSource<CallAnswer> never = new();
        using WritePump pump = Create((_, _) => never.Task);
        Submit(pump, Operations);

        pump.Stop(OperationError.Stopped, TimeSpan.Zero);

        List<WriteOperation> settled = [.. pump.TakeSettled().Select(one => one.Operation)];
        Assert.Equal(Operations, settled.Count);
        Assert.All(settled, operation => Assert.Equal(
            operation.Attempts > 0 ? OperationOutcome.Unknown : OperationOutcome.Unprocessed, operation.Outcome));
        Assert.All(settled, operation => Assert.Equal(operation.Attempts > 0, operation.SettlesAt is not null));
        Assert.Contains(settled, operation => operation.Attempts > 0);
        never.SetResult(Success);
        Assert.Empty(pump.TakeSettled());
    }

    [Fact]
    public void A_request_that_fails_after_the_stop_leaves_no_unobserved_exception()
    {
        List<Exception> unobserved = [];
        void Note(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            lock (unobserved)
                unobserved.Add(args.Exception);
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            StopAndFailLater();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        lock (unobserved)
            Assert.DoesNotContain(unobserved, exception => exception.ToString().Contains("too late", StringComparison.Ordinal));
    }

    [Fact]
    public void Answers_that_come_within_the_grace_count()
    {
        using CancellationTokenSource stopping = new();
        using WritePump pump = Create(async (_, _) =>
        {
            await Task.Run(stopping.Token.WaitHandle.WaitOne).ConfigureAwait(false);
            return Success;
        });
        int sent = Submit(pump, Operations);
        // Before the stop: all that is given out is with the transport by then or comes to it during the grace.
        stopping.Cancel();

        pump.Stop(OperationError.Stopped, LongWait);

        List<WriteOperation> settled = [.. pump.TakeSettled().Select(one => one.Operation)];
        Assert.Equal(sent, settled.Count);
        Assert.All(settled, operation => Assert.Equal(
            operation.Attempts > 0 ? OperationOutcome.Written : OperationOutcome.Unprocessed, operation.Outcome));
    }

    [Fact]
    public async Task An_input_that_waits_for_room_is_woken_when_there_is_room()
    {
        TaskCompletionSource answering = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using WritePump pump = Create(
            async (request, cancellation) =>
            {
                // One is never answered: the end of everything must not be what wakes the input.
                if (request.Operations[0].Position == 1)
                    await Task.Delay(Timeout.Infinite, cancellation);
                await answering.Task;
                return Success;
            },
            options: new WriteOptions { ThrottleLimit = 4 });
        Lane lane = pump.OpenLane(Schema, "Music", null);
        int taken = 0;
        while (pump.TrySubmit(lane, Put(taken + 1), out _))
            taken++;

        Task waiting = Task.Factory.StartNew(
            () =>
            {
                while (!pump.TrySubmit(lane, Put(taken + 1), out _))
                    pump.Wait(Timeout.InfiniteTimeSpan);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        answering.SetResult();

        await waiting.WaitAsync(LongWait, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_clock_that_throws_on_the_pipelines_thread_ends_the_run_with_one_internal_error()
    {
        int calls = 0;
        using WritePump pump = Create(
            (_, _) => Task.FromResult(Success), () => calls++ < 2 ? TimeSpan.Zero : throw new InvalidOperationException("the clock"));
        Lane lane = pump.OpenLane(Schema, "Music", null);

        Assert.True(pump.TrySubmit(lane, Put(1), out bool hasNews));

        Assert.True(hasNews);
        Assert.Equal(OperationError.InternalCode, Assert.Single(pump.TakeSettled()).Operation.LastError!.Code);
        Assert.Equal(TimeSpan.Zero, pump.Elapsed);
    }

    /// <summary>See <see cref="LargeItemsTests"/>.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Large_items_are_collected_however_they_come(bool isOneByOne)
    {
        using WritePump pump = Create((_, _) => Task.FromResult(Success), options: new WriteOptions { BufferBytes = 500_000 });
        Lane lane = pump.OpenLane(Schema, "Music", null);
        WriteOperation[] operations = [.. Enumerable.Range(1, 3).Select(i => Put(i, jsonBytes: 100_000))];
        int before = GC.CollectionCount(GC.MaxGeneration);

        int submitted = isOneByOne
            ? operations.Count(operation => pump.TrySubmit(lane, operation, out _))
            : pump.Submit(lane, operations);

        Assert.Equal(3, submitted);
        Assert.True(GC.CollectionCount(GC.MaxGeneration) > before);
    }

    private static void StopAndFailLater()
    {
        TaskCompletionSource<CallAnswer> late = new();
        using (WritePump pump = Create((_, _) => late.Task))
        {
            Submit(pump, Operations);
            pump.Stop(OperationError.Stopped, TimeSpan.Zero);
        }

        late.SetException(new InvalidOperationException("too late"));
    }

    private static WritePump Create(
        Func<BatchRequest, CancellationToken, Task<CallAnswer>> answer,
        Func<TimeSpan>? clock = null,
        Random? random = null,
        WriteOptions? options = null)
    {
        RunEnvironment environment = new()
        {
            Clock = clock is null ? TimeProvider.System : new ScriptedClock(clock),
            Random = random ?? new Random(1),
        };
        return new WritePump(options ?? new WriteOptions { ReportWritten = true }, new ScriptedTransport(answer), environment);
    }

    private static int Submit(WritePump pump, int count)
    {
        Lane lane = pump.OpenLane(Schema, "Music", null);
        int submitted = 0;
        while (submitted < count && pump.TrySubmit(lane, Put(submitted + 1), out _))
            submitted++;
        pump.CompleteInput();
        return submitted;
    }

    private static void AssertEndsWithInternalError(WritePump pump, string exception)
    {
        int submitted = Submit(pump, Operations);

        WaitForEnd(pump);
        OperationError fatal = pump.Read(engine => engine.Fatal)!;
        Assert.Equal((OperationError.InternalCode, true), (fatal.Code, fatal.DoomsRun));
        Assert.Contains(exception, fatal.Message, StringComparison.Ordinal);
        // Ctrl-C, or the end of the run.
        pump.Stop(OperationError.Stopped, LongWait);
        List<WriteOperation> settled = [.. pump.TakeSettled().Select(one => one.Operation)];
        Assert.Equal(Enumerable.Range(1, submitted), settled.Select(operation => (int)operation.Position).Order());
        Tally tally = pump.Read(engine => engine.Lanes[0].Tally);
        Assert.Equal(submitted, tally.Total);
        Assert.Equal(0, pump.Read(engine => engine.Ledger.BufferedBytes));
        // An operation that was sent and not confirmed may be written.
        Assert.All(settled.Where(operation => operation.Outcome == OperationOutcome.Unprocessed && operation.LastError == fatal), operation =>
            Assert.False(operation.MayBeWritten));
        Assert.All(settled.Where(operation => operation.Attempts == 0), operation =>
            Assert.Equal(OperationOutcome.Unprocessed, operation.Outcome));
    }

    private static void WaitForEnd(WritePump pump)
    {
        Stopwatch waiting = Stopwatch.StartNew();
        while (!pump.Wait(LongWait) || pump.Read(engine => engine.Fatal) is null)
        {
            if (waiting.Elapsed > LongWait)
                Assert.Fail("The run does not end.");
        }
    }

    private static Task<CallAnswer> Throw(string exception, bool isAsynchronous) =>
        isAsynchronous ? Task.FromException<CallAnswer>(Make(exception)) : throw Make(exception);

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
