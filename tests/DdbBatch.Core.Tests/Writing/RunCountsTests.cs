using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class RunCountsTests : IDisposable
{
    private readonly WritePump _pump;
    private readonly RunTables _tables;
    private readonly RunCounts _counts;

    public RunCountsTests()
    {
        ScriptedTransport calls = new((_, _) => Task.FromResult<CallAnswer>(new CallAnswer.Success([])));
        _pump = new WritePump(new WriteOptions(), calls);
        _tables = RunTables.Of(new WriteOptions(), calls, _pump, _ => Schema);
        _counts = new RunCounts(_pump, _tables);
    }

    public void Dispose() => _pump.Dispose();

    [Fact]
    public void Every_input_is_counted_with_its_table_or_without_one()
    {
        RunTable table = Open("Music");

        _counts.CountInvalid(null);
        _counts.CountInvalid(table);
        _counts.CountUnprocessed(table);
        _counts.CountSkipped(null, null);
        _counts.CountSkipped(table, Put(1));
        _counts.CountSkipped(table, null);
        WriteSummary summary = _counts.Summarize(new SummaryFacts { NotReached = 7 });

        TableSummary music = Assert.Single(summary.Tables);
        Assert.Equal(("Music", 1, 1, 2, 4), (music.Table, music.Invalid, music.Unprocessed, music.Skipped, music.Total));
        Assert.Equal((2, 8, 3, 13), (summary.Invalid, summary.Unprocessed, summary.Skipped, summary.Total));
        Assert.True(table.Lane!.Health.HasWritten);
        Assert.Equal(["Music"], _counts.Progress().Select(progress => progress.Table));
    }

    [Fact]
    public void A_run_has_succeeded_if_it_came_to_its_end_and_all_its_tables_could_be_opened()
    {
        Open("Music");

        Assert.False(_counts.Summarize(SummaryFacts.None).Succeeded);
        _counts.Complete();
        Assert.True(_counts.Summarize(SummaryFacts.None).Succeeded);
        Open("no table's name");
        Assert.False(_counts.Summarize(SummaryFacts.None).Succeeded);
    }

    private RunTable Open(string table) => _tables.Open(table, () => { }, CancellationToken.None);
}
