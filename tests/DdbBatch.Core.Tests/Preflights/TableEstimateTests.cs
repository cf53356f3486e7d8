using System;
using System.Text;
using DdbBatch.Items;
using DdbBatch.Preflights;
using DdbBatch.Protocol;
using DdbBatch.Tests.Writing;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Preflights;

public sealed class TableEstimateTests
{
    private static readonly IndexThroughput Local = new("Local", ["id", "year"], IsLocal: true, null);
    private static readonly IndexThroughput Global = new("Global", ["genre"], IsLocal: false, 2);

    [Fact]
    public void A_local_index_shares_the_tables_capacity()
    {
        Throughput throughput = new(10, [Local]);
        TableEstimate estimate = Estimate(throughput, 100, """{"id":{"N":"1"},"year":{"N":"1999"}}""");

        Assert.Equal(100, estimate.IndexUnits["Local"]);
        Assert.Equal(TimeSpan.FromSeconds(20), EstimatedDuration.Of(estimate, throughput, null));
    }

    [Fact]
    public void A_global_index_has_its_own_and_the_slowest_counts()
    {
        Throughput throughput = new(10, [Global]);
        TableEstimate estimate = Estimate(throughput, 100, """{"id":{"N":"1"},"genre":{"S":"Jazz"}}""");

        Assert.Equal(TimeSpan.FromSeconds(50), EstimatedDuration.Of(estimate, throughput, null));
        // The limit is one on all of it: 200 WCU.
        Assert.Equal(TimeSpan.FromSeconds(200), EstimatedDuration.Of(estimate, throughput, 1));
    }

    [Fact]
    public void Without_a_capacity_or_a_limit_the_duration_is_unknown()
    {
        Throughput throughput = new(null, []);
        TableEstimate estimate = Estimate(throughput, 3, """{"id":{"N":"1"}}""");

        Assert.Null(EstimatedDuration.Of(estimate, throughput, null));
        Assert.Null(EstimatedDuration.Of(estimate, null, null));
        Assert.Equal(TimeSpan.FromSeconds(3), EstimatedDuration.Of(estimate, null, 1));
    }

    [Theory]
    [InlineData("""{"id":{"N":"1"}}""", 0)]
    [InlineData("""{"id":{"N":"1"},"other":{"M":{"genre":{"S":"Jazz"}}}}""", 0)]
    [InlineData("""{"other":{"L":[{"S":"genre"}]},"genre":{"S":"Jazz"}}""", 1)]
    [InlineData("""{"id":{"N":"1"},"gen\u0072e":{"S":"Jazz"}}""", 1)]
    public void An_item_is_in_an_index_if_it_has_the_key_at_its_top(string json, double units) =>
        Assert.Equal(units, Estimate(new(10, [Global]), 1, json).IndexUnits["Global"]);

    [Fact]
    public void A_delete_costs_the_table_one_unit_and_no_index_any()
    {
        TableEstimate estimate = new(SampleOperations.OpenLane(), new(10, [Global]), null);
        estimate.Add(Operation(1, OperationKind.Delete, """{"id":{"N":"1"}}"""));

        Assert.Equal((1L, 0L, 1.0, 0.0), (estimate.Count(OperationKind.Delete), estimate.Count(OperationKind.Put), estimate.TableUnits, estimate.IndexUnits["Global"]));
    }

    [Fact]
    public void Full_requests_are_counted_by_operations_and_by_bytes()
    {
        Assert.Equal(3, Estimate(null, 51, """{"id":{"N":"1"}}""").Requests);
        // Two of these don't fit into 16 MB.
        string large = $$$"""{"id":{"N":"1"},"x":{"S":"{{{new string('y', 9_000_000)}}}"}}""";
        Assert.Equal(3, Estimate(null, 3, large).Requests);
    }

    private static TableEstimate Estimate(Throughput? throughput, int count, string json)
    {
        TableEstimate estimate = new(SampleOperations.OpenLane(), throughput, null);
        for (int position = 1; position <= count; position++)
            estimate.Add(Operation(position, OperationKind.Put, json));
        return estimate;
    }

    private static WriteOperation Operation(int position, OperationKind kind, string json) =>
        new(position, kind, new EncodedItem(Encoding.UTF8.GetBytes(json), 10, new ItemKey([(byte)position])), null);
}
