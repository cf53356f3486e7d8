using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class RunCountsTests
{
    [Fact]
    public void Every_input_is_counted_with_its_table_or_without_one()
    {
        ScriptedTransport calls = new((_, _) => Task.FromResult<CallAnswer>(new CallAnswer.Success([])));
        using WritePump pump = new(new WriteOptions(), calls);
        RunTables tables = RunTables.Of(new WriteOptions(), calls, pump, _ => Schema);
        RunCounts counts = new(pump, tables);
        RunTable table = tables.Open("Music", () => { }, CancellationToken.None);

        counts.CountInvalid(null);
        counts.CountInvalid(table);
        counts.CountUnprocessed(table);
        counts.CountSkipped(null, null);
        counts.CountSkipped(table, Put(1));
        counts.CountSkipped(table, null);
        WriteSummary summary = counts.Summarize(new SummaryFacts { NotReached = 7 });

        TableSummary music = Assert.Single(summary.Tables);
        Assert.Equal(("Music", 1, 1, 2, 4), (music.Table, music.Invalid, music.Unprocessed, music.Skipped, music.Total));
        Assert.Equal((2, 8, 3, 13), (summary.Invalid, summary.Unprocessed, summary.Skipped, summary.Total));
        Assert.True(table.Lane!.Health.HasWritten);
        Assert.Equal(["Music"], counts.Progress().Select(progress => progress.Table));
    }

    [Fact]
    public void A_run_has_succeeded_if_it_came_to_its_end_and_all_its_tables_could_be_opened()
    {
        ScriptedTransport calls = new((_, _) => Task.FromResult<CallAnswer>(new CallAnswer.Success([])));
        using WritePump pump = new(new WriteOptions(), calls);
        RunTables tables = RunTables.Of(new WriteOptions(), calls, pump, _ => Schema);
        RunCounts counts = new(pump, tables);
        tables.Open("Music", () => { }, CancellationToken.None);

        Assert.False(counts.Summarize(SummaryFacts.None).Succeeded);
        counts.Complete();
        Assert.True(counts.Summarize(SummaryFacts.None).Succeeded);
        tables.Open("no table's name", () => { }, CancellationToken.None);
        Assert.False(counts.Summarize(SummaryFacts.None).Succeeded);
    }
}
