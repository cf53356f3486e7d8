using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Protocol;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

/// <summary>The counts of a table, and its operations without an outcome.</summary>
public sealed class TallyTests
{
    [Fact]
    public void Each_outcome_is_counted_and_the_summary_shows_all_of_them()
    {
        Tally tally = new();
        foreach (OperationOutcome outcome in Enum.GetValues<OperationOutcome>())
        {
            for (int i = 0; i <= (int)outcome; i++)
                tally.Count(outcome);
        }

        TableSummary summary = tally.ToSummary("Music");
        Assert.Equal("Music", summary.Table);
        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 7],
            [summary.Written, summary.Unprocessed, summary.Unknown, summary.Invalid, summary.Superseded, summary.Skipped, summary.ConditionFailed]);
        Assert.Equal((28, 28), (tally.Total, summary.Total));
    }

    [Fact]
    public void Operations_are_counted_by_their_attempts_however_many_there_were()
    {
        Tally tally = new();
        foreach (int attempts in new[] { 0, 7, 8, 8, 40 })
        {
            WriteOperation operation = Put(1);
            for (int i = 0; i < attempts; i++)
                operation.Send();
            operation.Complete(OperationOutcome.Written, null);
            tally.MakeRoomFor(operation);
            tally.Count(operation);
        }

        Assert.Equal(new SortedDictionary<int, long> { [0] = 1, [7] = 1, [8] = 2, [40] = 1 }, tally.Attempts);
        Assert.Equal(5, tally[OperationOutcome.Written]);
    }

    [Fact]
    public void Throttling_is_counted_with_its_reasons()
    {
        Tally tally = new();
        tally.CountThrottled(25, ["TableWrite", "KeyRange"]);
        tally.CountThrottled(3, ["KeyRange"]);
        TableSummary summary = tally.ToSummary("Music");
        Assert.Equal((2, 28), (summary.ThrottledRequests, summary.ThrottledOperations));
        Assert.Equal([("KeyRange", 2L), ("TableWrite", 1L)], summary.ThrottlingReasons.Select(reason => (reason.Key, reason.Value)));
    }

    [Fact]
    public void Reported_capacity_adds_up_in_the_table_and_in_each_index()
    {
        Tally tally = new();
        CapacityUse first = new() { Total = 3 };
        first.Add("ByYear", 1);
        CapacityUse second = new() { Total = 4 };
        second.Add("ByYear", 1.5);
        tally.Add(new CallAnswer.Success([]) { Capacity = first });
        tally.Add(new CallAnswer.Success([]) { Capacity = second, ItemCollections = [new("a", 2), new("b", 7)] });
        tally.Add(new CallAnswer.Success([]));
        TableSummary summary = tally.ToSummary("Music");
        Assert.Equal((7, 2.5), (summary.ConsumedCapacityUnits, summary.ConsumedCapacityByIndex["ByYear"]));
        Assert.Equal(["a", "b"], summary.ItemCollectionSizeGB.Select(collection => collection.Key));
    }

    [Fact]
    public void Unsettled_operations_keep_their_order_whichever_are_removed()
    {
        WriteOperation[] operations = [.. Enumerable.Range(1, 4).Select(i => Put(i))];
        UnsettledOperations unsettled = new();
        Assert.Null(unsettled.First);
        Array.ForEach(operations, unsettled.Add);
        unsettled.Remove(operations[1]);
        unsettled.Remove(operations[3]);
        Assert.Equal((2, operations[0]), (unsettled.Count, unsettled.First));
        Assert.Equal((operations[2], null), (operations[0].NextUnsettled, operations[2].NextUnsettled));
        Assert.Equal((operations[0], null), (operations[2].PreviousUnsettled, operations[3].PreviousUnsettled));

        unsettled.Remove(operations[0]);
        unsettled.Add(operations[1]);
        Assert.Equal((2, operations[2], operations[1]), (unsettled.Count, unsettled.First, operations[2].NextUnsettled));
        unsettled.Remove(operations[2]);
        unsettled.Remove(operations[1]);
        Assert.Equal((0, null), (unsettled.Count, unsettled.First));
    }
}
