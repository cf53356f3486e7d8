using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Measuring;

public sealed class MeasureDdbTableTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Session.Invoke("$PSDefaultParameterValues['Measure-DdbTable:EndpointUrl'] = $endpoint; $PSDefaultParameterValues['Measure-DdbTable:Table'] = $table");
    }

    [Fact]
    public void A_whole_table_is_counted_exactly()
    {
        Put("1..2000 | % { @{ Id = $_; Name = \"Item $_\"; Pad = 'x' * ($_ % 100) } }");
        Put("@{ Id = 3000; Name = $null; Big = 'y' * 5000; Tags = [System.Collections.Generic.HashSet[string]]::new([string[]]('a', 'b')) }");

        dynamic measure = Measure();

        Assert.Equal((true, false, 2001L, 2001L), ((bool)measure.Succeeded, (bool)measure.IsEstimate, (long)measure.Items, (long)measure.ReadItems));
        Assert.Null(measure.ItemsLow);
        Assert.Null(measure.Seed);
        Assert.Equal("Id=3000", First(measure.LargestItems).Key);
        Assert.Equal(2 + 2 + 4 + 1 + 3 + 5000 + 4 + 2, First(measure.LargestItems).SizeBytes);
        Assert.Equal(
            ["Id 100 % N", "Name 100 % S 100 %, NULL 0 %", "Pad 100 % S", "Big 0 % S", "Tags 0 % SS"],
            ((IEnumerable<object>)measure.Attributes).Select(attribute => attribute.ToString()));
        Assert.Equal(["Big=S", "Id=N", "Pad=S", "Tags=SS"], Texts((Hashtable)measure.AttributeType));
        Assert.Equal(measure.TotalSegments, measure.CompleteSegments);
        Assert.True(measure.ConsumedCapacityUnits > 10);
    }

    [Fact]
    public async Task A_partition_key_with_many_items_is_found_in_a_table_and_in_an_index()
    {
        string songs = DynamoDbLocalFixture.UniqueTableName();
        await Server.CreateTableAsync(songs, "Artist:S", "Year:N", new TableIndex("by-genre", "Genre:S"));
        Run($"1..300 | % {{ @{{ Artist = \"a$($_ % 100)\"; Year = $_; Genre = \"g$($_ % 3)\" }} }} | Write-DdbBatch -Table {songs} -EndpointUrl $endpoint").ThrowIfFailed();
        Run($"1..100 | % {{ @{{ Artist = 'hot'; Year = $_ }} }} | Write-DdbBatch -Table {songs} -EndpointUrl $endpoint").ThrowIfFailed();

        dynamic table = Measure($"-Table {songs}");
        dynamic index = Measure($"-Table {songs} -IndexName by-genre");

        Assert.Equal("25 %: Artist=hot (100 items)", First(table.LargestPartitions).ToString());
        Assert.Equal(300L, index.Items);
        Assert.Equal(100L, First(index.LargestPartitions).Items);
        Assert.StartsWith("Genre=g", First(index.LargestPartitions).Key);
        Assert.Equal(["Artist", "Genre", "Year"], ((Hashtable)Measure($"-Table {songs} -IndexName by-genre -Property Genre").AttributeType).Keys.Cast<string>().Order());
        Assert.Equal("IndexNotFound", RunToFailure($"Measure-DdbTable -Table {songs} -IndexName none").Error.FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void A_sample_estimates_the_whole_table()
    {
        Put("1..6000 | % { @{ Id = $_; Pad = 'x' * 20 } }");

        dynamic measure = Measure("-SampleFraction 0.2 -Seed 11");
        dynamic again = Measure("-SampleFraction 0.2 -Seed 11");

        Assert.Equal((true, true, 11, 200, 1000), ((bool)measure.Succeeded, (bool)measure.IsEstimate, (int)measure.Seed, (int)measure.SampledSegments, (int)measure.TotalSegments));
        Assert.InRange(6000, (long)measure.ItemsLow, (long)measure.ItemsHigh);
        Assert.InRange((long)measure.ItemsHigh - (long)measure.ItemsLow, 200, 3000);
        Assert.InRange((long)measure.ReadItems, 600, 2400);
        Assert.Equal(5L * measure.ReadItems, measure.Items);
        Assert.Equal((measure.Items, measure.ReadBytes), (again.Items, again.ReadBytes));
        Assert.NotNull(Measure("-SampleFraction 0.5").Seed);
    }

    [Fact]
    public void A_filter_measures_what_it_finds()
    {
        Put("1..50 | % { @{ Id = $_ } }");
        dynamic measure = Measure("-Filter '#Id <= :n' -FilterValue @{ ':n' = 20 }");
        Assert.Equal((20L, "Id 100 % N"), ((long)measure.Items, (string)First(measure.Attributes).ToString()));
    }

    [Fact]
    public void An_empty_table_is_measured_too()
    {
        dynamic measure = Measure();
        Assert.Equal((true, 0L, 0L, 0), ((bool)measure.Succeeded, (long)measure.Items, (long)measure.SizeBytes, (int)measure.ItemSize.Maximum));
        dynamic sample = Measure("-SampleFraction 0.5");
        Assert.Equal((true, 0L, null), ((bool)sample.IsEstimate, (long)sample.Items, (long?)sample.ItemsHigh));
    }

    [Fact]
    public void A_read_that_ends_early_says_what_it_has_read()
    {
        Put("1..3000 | % { @{ Id = $_; Pad = 'x' * 1000 } }");
        UseProxy(request => request is { Operation: "Scan", OperationNumber: > 2 }
            ? new Fault.Error(400, "AccessDeniedException", "User: x is not authorized to perform: dynamodb:Scan.")
            : Fault.None);
        Session.Invoke("$PSDefaultParameterValues['Measure-DdbTable:EndpointUrl'] = $endpoint");

        ErrorRecord error = RunToFailure("Measure-DdbTable -ThrottleLimit 1 -SummaryVariable measure").Error;
        dynamic measure = PSObject.AsPSObject(Session.GetVariable("measure")).BaseObject;

        Assert.StartsWith("AccessDenied,", error.FullyQualifiedErrorId);
        Assert.Equal((false, false), ((bool)measure.Succeeded, (bool)measure.IsEstimate));
        Assert.InRange((long)measure.Items, 1, 2999);
        Assert.Contains($"after {measure.Items} items", error.ToString());
        Assert.Equal("TableMeasure", error.TargetObject.GetType().Name);
    }

    private static dynamic First(object list) => ((IEnumerable<object>)list).First();

    private static IEnumerable<string> Texts(Hashtable table) =>
        table.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(name => $"{name}={table[name]}");

    private dynamic Measure(string arguments = "") => Single(Run($"Measure-DdbTable {arguments}").ThrowIfFailed(), "TableMeasure");

    private void Put(string objects) => Run($"{objects} | Write-DdbBatch").ThrowIfFailed();
}
