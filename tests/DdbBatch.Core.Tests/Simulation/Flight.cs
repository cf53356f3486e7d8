using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Simulation;

/// <summary>A request under way.</summary>
internal sealed record Flight(
    BatchRequest Request, int BodyBytes, TableCounts Counts, Dice Dice, Fault Fault, TimeSpan SentAt, TimeSpan AnswerAt)
{
    public IEnumerable<SimulatedOperation> Operations => Request.Operations.Select(SimulatedDynamoDb.Operation);

    public bool IsAnswered { get; set; }
}
