using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class WriteRunTests
{
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(60);

    [Fact]
    public void An_operation_that_waits_for_room_when_the_run_is_stopped_is_accounted_for()
    {
        using WriteRun run = Create(WithoutAnswer);
        RunTable table = run.Open("Music", () => { }, CancellationToken.None);
        int taken = 0;
        while (run.TrySubmit(table, Put(taken + 1), out _))
            taken++;

        run.Stop();

        Assert.Equal(Enumerable.Range(1, taken + 1), run.TakeSettled().Select(one => (int)one.Operation.Position).Order());
        Assert.Equal(taken + 1, run.Summarize(new SummaryFacts()).Tables.Single().Total);
    }

    [Fact]
    public async Task Answers_within_the_grace_count_before_requests_are_cancelled()
    {
        TaskCompletionSource<BatchAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using WriteRun run = Create((_, cancellation) =>
        {
            cancellation.Register(() => answer.TrySetResult(new BatchAnswer.NoAnswer(true, "Stopped", "cancelled")));
            return answer.Task;
        });
        RunTable table = run.Open("Music", () => { }, CancellationToken.None);
        for (int i = 1; i <= 25; i++)
            run.TrySubmit(table, Put(i), out _);
        run.CompleteInput();
        // The answer comes once the run is being stopped, which is as long as the grace before anything is cancelled.
        Task answering = Task.Factory.StartNew(
            () =>
            {
                SpinWait.SpinUntil(() => run.Fatal is not null, LongWait);
                answer.TrySetResult(new BatchAnswer.Success([]));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        run.Stop();

        await answering;
        List<WriteOperation> settled = [.. run.TakeSettled().Select(one => one.Operation)];
        Assert.Equal(25, settled.Count);
        Assert.Contains(settled, operation => operation.Outcome == OperationOutcome.Written);
        Assert.DoesNotContain(settled, operation => operation.Outcome == OperationOutcome.Unknown);
    }

    [Fact]
    public async Task An_input_that_waits_for_room_is_woken_when_there_is_room()
    {
        TaskCompletionSource answering = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using WriteRun run = Create(
            async (request, cancellation) =>
            {
                // One is never answered: the end of everything must not be what wakes the input.
                if (request.Operations[0].Position == 1)
                    return await WithoutAnswer(request, cancellation);
                await answering.Task;
                return new BatchAnswer.Success([]);
            },
            reportWritten: false);
        RunTable table = run.Open("Music", () => { }, CancellationToken.None);
        int taken = 0;
        while (run.TrySubmit(table, Put(taken + 1), out _))
            taken++;

        // Nothing is settled that the pipeline is to hear of: only the room can wake it.
        Task waiting = Task.Factory.StartNew(
            () =>
            {
                while (!run.TrySubmit(table, Put(taken + 1), out _))
                    run.Wait(Timeout.InfiniteTimeSpan);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        answering.SetResult();

        await waiting.WaitAsync(LongWait, TestContext.Current.CancellationToken);
    }

    private static Task<BatchAnswer> WithoutAnswer(BatchRequest request, CancellationToken cancellation)
    {
        TaskCompletionSource<BatchAnswer> never = new();
        cancellation.Register(() => never.TrySetResult(new BatchAnswer.NoAnswer(true, "Stopped", "cancelled")));
        return never.Task;
    }

    private static WriteRun Create(Func<BatchRequest, CancellationToken, Task<BatchAnswer>> answer, bool reportWritten = true) => new(
        new WriteOptions { ThrottleLimit = 4, ReportWritten = reportWritten }, new ScriptedTransport(answer), _ => Schema);
}
