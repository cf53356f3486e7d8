using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>A message about the run.</summary>
/// <param name="IsDebug">True for a message about a request (-Debug); false for one about a decision (-Verbose).</param>
/// <param name="Text">The message; it never has an attribute's value.</param>
internal readonly record struct LogEntry(bool IsDebug, string Text);

/// <summary>
/// The messages of a run besides its outcomes: requests, the pace of tables, closed lanes. They are kept until the
/// pipeline's thread takes them, because only that thread may write. Not thread-safe.
/// </summary>
/// <param name="logsDecisions">True to log decisions (-Verbose).</param>
/// <param name="logsRequests">True to log requests (-Debug).</param>
internal sealed class RunLog(bool logsDecisions, bool logsRequests)
{
    // While a pipeline waits for its input, it takes no messages, although retries continue.
    private const int MaxEntries = 10_000;

    // The pace is measured many times a second, so small changes are not reported.
    private const double NewsworthyChange = 0.1;

    private readonly Dictionary<Lane, double> _reportedRates = [];
    private readonly HashSet<Lane> _reportedClosed = [];
    private Queue<LogEntry> _entries = new();

    /// <summary>True if there are messages to take.</summary>
    public bool HasEntries => _entries.Count > 0;

    /// <summary>Records a request that was answered, and the engine's reading of the answer.</summary>
    public void Answered(BatchRequest request, CallAnswer answer, TimeSpan duration)
    {
        if (logsRequests)
            Add(isDebug: true, Describe(request, answer, duration));
        if (logsDecisions)
            TellDecisions(request.Lane);
    }

    /// <summary>Takes the messages since the last call.</summary>
    public Queue<LogEntry> Take()
    {
        Queue<LogEntry> entries = _entries;
        _entries = new Queue<LogEntry>();
        return entries;
    }

    private static string Describe(BatchRequest request, CallAnswer answer, TimeSpan duration) => FormattableString.Invariant(
        $"{request.Form.Operation(request)} {request.Lane.RequestTable}: {request.Operations.Count} operations, {request.Body().Length} bytes: {Describe(request, answer)}, {duration.TotalMilliseconds:0} ms{(answer.RequestId is { } id ? $", request id {id}" : "")}.");

    // Messages of errors may have the values of keys; their codes do not.
    private static string Describe(BatchRequest request, CallAnswer answer) => answer switch
    {
        CallAnswer.Success success => FormattableString.Invariant(
            $"{request.Operations.Count - success.Unprocessed.Count - success.Failures.Count} written, {success.Unprocessed.Count} unprocessed, {DescribeFailures(success)}{success.Capacity?.Total ?? 0} WCU"),
        CallAnswer.ServiceError error => FormattableString.Invariant($"{error.Status} {error.Code}"),
        CallAnswer.NoAnswer none => none.Code,
        _ => answer.ToError().Code,
    };

    private static string DescribeFailures(CallAnswer.Success success) =>
        string.Concat(success.Failures.GroupBy(failure => failure.Error.Code).Select(group => $"{group.Count()} {group.Key}, "));

    private void TellDecisions(Lane lane)
    {
        if (lane.Closed is { } closed && _reportedClosed.Add(lane))
            Add(isDebug: false, $"Table '{lane.RequestTable}' is given up: {closed.Code}.");
        if (lane.Pacer.FoundRate is not { } rate)
            return;
        bool isKnown = _reportedRates.TryGetValue(lane, out double reported);
        if (isKnown && Math.Abs(rate - reported) < NewsworthyChange * reported)
            return;
        _reportedRates[lane] = rate;
        string change = !isKnown ? "takes" : rate < reported ? "takes less now," : "takes more now,";
        Add(isDebug: false, FormattableString.Invariant($"Table '{lane.RequestTable}' {change} {rate:0} WCU/s."));
    }

    private void Add(bool isDebug, string text)
    {
        if (_entries.Count == MaxEntries)
            _entries.Dequeue();
        _entries.Enqueue(new LogEntry(isDebug, text));
    }
}
