using System;
using System.Linq;
using DdbBatch.Protocol;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class RunLogTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(8);
    private static readonly CallAnswer.ServiceError Refusal = new(400, "ValidationException", "The key 'correct horse' is not liked");

    [Fact]
    public void The_message_of_an_error_is_not_logged_because_it_may_contain_values()
    {
        RunLog log = new(logsDecisions: true, logsRequests: true);
        log.Answered(Request(), Refusal, Duration);

        LogEntry entry = Assert.Single(log.Take());
        Assert.True(entry.IsDebug);
        Assert.Equal($"BatchWriteItem Music: 1 operations, {Request().ToBody().Length} bytes: 400 ValidationException, 8 ms.", entry.Text);
    }

    [Fact]
    public void Of_statements_that_failed_the_codes_are_logged()
    {
        RunLog log = new(logsDecisions: false, logsRequests: true);
        CallAnswer.ServiceError exists = new(400, "DuplicateItem", "correct horse");
        log.Answered(
            new BatchRequest(OpenLane(), [.. Enumerable.Range(1, 6).Select(i => Put(i))]),
            new CallAnswer.Success([5])
            {
                Failures = [new OperationFailure(0, exists), new OperationFailure(2, Refusal), new OperationFailure(3, exists)],
                RequestId = "A1",
            },
            Duration);

        string text = Assert.Single(log.Take()).Text;
        Assert.EndsWith(": 2 written, 1 unprocessed, 2 DuplicateItem, 1 ValidationException, 0 WCU, 8 ms, request id A1.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", text, StringComparison.Ordinal);
    }

    [Fact]
    public void If_its_entries_are_not_read_it_drops_the_oldest()
    {
        RunLog log = new(logsDecisions: false, logsRequests: true);
        for (int i = 0; i < 10_001; i++)
            log.Answered(Request(), i == 0 ? new CallAnswer.NoAnswer(true, "First", "") : Refusal, Duration);

        LogEntry[] entries = [.. log.Take()];
        Assert.Equal(10_000, entries.Length);
        Assert.DoesNotContain(entries, entry => entry.Text.Contains("First", StringComparison.Ordinal));
        Assert.False(log.HasEntries);
    }

    [Fact]
    public void Nothing_is_kept_that_was_not_asked_for()
    {
        RunLog log = new(logsDecisions: false, logsRequests: false);
        log.Answered(Request(), Refusal, Duration);

        Assert.False(log.HasEntries);
    }

    private static BatchRequest Request() => new(OpenLane(), [Put(1)]);
}
