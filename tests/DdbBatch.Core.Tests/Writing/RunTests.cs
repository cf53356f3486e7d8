using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

/// <summary>A run: its tables, its pump and its counts.</summary>
public sealed class RunTests
{
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(60);

    [Fact]
    public void An_operation_that_waits_for_room_when_the_run_is_stopped_is_accounted_for()
    {
        using Run run = Create(WithoutAnswer);
        RunTable table = run.Open("Music");
        int taken = 0;
        while (run.TrySubmit(table, Put(taken + 1)))
            taken++;

        run.Stop();
        Assert.True(run.TrySubmit(table, Put(taken + 1)));

        Assert.Equal(Enumerable.Range(1, taken + 1), run.Pump.TakeSettled().Select(one => (int)one.Operation.Position).Order());
        Assert.Equal(taken + 1, run.Counts.Summarize(new SummaryFacts()).Tables.Single().Total);
    }

    [Fact]
    public async Task Answers_within_the_grace_count_before_requests_are_cancelled()
    {
        TaskCompletionSource<CallAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using Run run = Create((_, cancellation) =>
        {
            cancellation.Register(() => answer.TrySetResult(new CallAnswer.NoAnswer(true, "Stopped", "cancelled")));
            return answer.Task;
        });
        RunTable table = run.Open("Music");
        for (int i = 1; i <= 25; i++)
            run.TrySubmit(table, Put(i));
        run.Pump.CompleteInput();
        // The answer comes once the run is being stopped, which is as long as the grace before anything is cancelled.
        Task answering = Task.Factory.StartNew(
            () =>
            {
                SpinWait.SpinUntil(() => run.Pump.Fatal is not null, LongWait);
                answer.TrySetResult(new CallAnswer.Success([]));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        run.Stop();

        await answering;
        List<WriteOperation> settled = [.. run.Pump.TakeSettled().Select(one => one.Operation)];
        Assert.Equal(25, settled.Count);
        Assert.Contains(settled, operation => operation.Outcome == OperationOutcome.Written);
        Assert.DoesNotContain(settled, operation => operation.Outcome == OperationOutcome.Unknown);
    }

    [Fact]
    public async Task An_input_that_waits_for_room_is_woken_when_there_is_room()
    {
        TaskCompletionSource answering = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using Run run = Create(
            async (request, cancellation) =>
            {
                // One is never answered: the end of everything must not be what wakes the input.
                if (request.Operations[0].Position == 1)
                    return await WithoutAnswer(request, cancellation);
                await answering.Task;
                return new CallAnswer.Success([]);
            },
            reportWritten: false);
        RunTable table = run.Open("Music");
        int taken = 0;
        while (run.TrySubmit(table, Put(taken + 1)))
            taken++;

        // Nothing is settled that the pipeline is to hear of: only the room can wake it.
        Task waiting = Task.Factory.StartNew(
            () =>
            {
                while (!run.TrySubmit(table, Put(taken + 1)))
                    run.Pump.Wait(Timeout.InfiniteTimeSpan);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        answering.SetResult();

        await waiting.WaitAsync(LongWait, TestContext.Current.CancellationToken);
    }

    public static TheoryData<int, string> Troubles => new()
    {
        { 503, "ServiceUnavailable" },
        { 500, "InternalServerError" },
        { 400, "ThrottlingException" },
        { 0, "Timeout" },
        { 0, "ConnectionFailed" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public void A_table_that_comes_in_mid_run_is_opened_once_it_can_be_described(int status, string code)
    {
        int asked = 0;
        using Run run = Describing(table => table == "Concerts" && ++asked <= 6 ? Trouble(status, code) : Description(table), TimeSpan.FromSeconds(300));
        RunTable first = run.Open("Music");
        run.TrySubmit(first, Put(1));

        RunTable second = run.Open("Concerts");
        run.TrySubmit(second, Put(2));

        Assert.Equal(7, asked);
        AssertAllWritten(run, 2);
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public void A_table_that_comes_in_mid_run_and_cannot_be_described_takes_no_other_down(int status, string code)
    {
        using Run run = Describing(table => table == "Concerts" ? Trouble(status, code) : Description(table), TimeSpan.FromMilliseconds(1));
        RunTable first = run.Open("Music");
        run.TrySubmit(first, Put(1));

        RunTable second = run.Open("Concerts");
        run.TrySubmit(first, Put(2));

        Assert.Null(second.Lane);
        Assert.Equal(("RetryTimeout", false), (second.Error!.Code, second.Error.DoomsRun));
        AssertAllWritten(run, 2);
    }

    private static CallAnswer Trouble(int status, string code) =>
        status == 0 ? new CallAnswer.NoAnswer(code == "Timeout", code, "") : new CallAnswer.ServiceError(status, code, "");

    private static void AssertAllWritten(Run run, int count)
    {
        run.Pump.CompleteInput();
        while (!run.Pump.Wait(LongWait))
        {
        }

        Assert.Null(run.Pump.Fatal);
        Assert.Equal(count, run.Pump.TakeSettled().Count(one => one.Operation.Outcome == OperationOutcome.Written));
    }

    private static Run Describing(Func<string, CallAnswer> describe, TimeSpan retryTimeout)
    {
        ScriptedTransport transport = new((_, _) => Task.FromResult<CallAnswer>(new CallAnswer.Success([])))
        {
            Describe = table => Task.FromResult(describe(table)),
        };
        return new Run(new WriteOptions { ReportWritten = true, RetryTimeout = retryTimeout }, transport, _ => null);
    }

    private static CallAnswer.Description Description(string table) => new(new TableDescription(
        Schema, $"arn:aws:dynamodb:eu-west-1:111111111111:table/{table}", new Throughput(null, [])));

    private static Task<CallAnswer> WithoutAnswer(BatchRequest request, CancellationToken cancellation)
    {
        TaskCompletionSource<CallAnswer> never = new();
        cancellation.Register(() => never.TrySetResult(new CallAnswer.NoAnswer(true, "Stopped", "cancelled")));
        return never.Task;
    }

    private static Run Create(Func<BatchRequest, CancellationToken, Task<CallAnswer>> answer, bool reportWritten = true) => new(
        new WriteOptions { ThrottleLimit = 4, ReportWritten = reportWritten }, new ScriptedTransport(answer), _ => Schema);

    private sealed class Run : IDisposable
    {
        private readonly RunTables _tables;

        public Run(WriteOptions options, ScriptedTransport transport, Func<string, TableSchema?> knownSchema)
        {
            Pump = new WritePump(options, transport);
            _tables = RunTables.Of(options, transport, Pump, knownSchema);
            Counts = new RunCounts(Pump, _tables);
        }

        public WritePump Pump { get; }

        public RunCounts Counts { get; }

        public RunTable Open(string table) => _tables.Open(table, () => { }, CancellationToken.None);

        public bool TrySubmit(RunTable table, WriteOperation operation) => Pump.TrySubmit(table.Lane!, operation, out _);

        public void Stop() => Pump.Stop(OperationError.Stopped, TimeSpan.FromMilliseconds(700));

        public void Dispose() => Pump.Dispose();
    }
}
