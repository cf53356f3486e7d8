using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.Protocol;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Simulation;

/// <summary>A request under way.</summary>
internal sealed record Flight(
    BatchRequest Request, int BodyBytes, TableCounts Counts, Dice Dice, Fault Fault, TimeSpan SentAt, TimeSpan AnswerAt)
{
    // Its continuation runs within the event that answers it.
    private readonly TaskCompletionSource<CallAnswer> _answer = new();

    /// <summary>For each operation, the rows that it carries out: its own, after those that were merged into it.</summary>
    public IReadOnlyList<IReadOnlyList<SimulatedOperation>> Rows { get; } = [.. Request.Operations.Select(SimulatedDynamoDb.Rows)];

    public IEnumerable<SimulatedOperation> Operations => Request.Operations.Select(SimulatedDynamoDb.Operation);

    public Task<CallAnswer> Answer => _answer.Task;

    /// <summary>True once DynamoDB's books on it are closed.</summary>
    public bool IsOver { get; set; }

    /// <summary>True if it was cancelled before its answer came.</summary>
    public bool IsCancelled { get; set; }

    public void SetAnswer(CallAnswer answer) => _answer.SetResult(answer);

    public void Throw(Exception exception) => _answer.SetException(exception);

    public override string ToString() => string.Join(" ", Operations.Select(operation => $"#{operation.Id}"));
}
