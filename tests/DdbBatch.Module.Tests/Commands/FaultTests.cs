using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Http;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Commands;

/// <summary>Network faults on real sockets: the run recovers from each and reports it, on both transports.</summary>
public sealed class FaultTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    private const string Throughput = "ProvisionedThroughputExceededException";

    private static readonly Dictionary<string, Fault> Faults = new()
    {
        [Throughput] = new Fault.Error(400, Throughput, "Slow down", new ThrottlingReason("TableWriteProvisionedThroughputExceeded", "arn:aws:dynamodb:x")),
        ["ThrottlingException"] = new Fault.Error(400, "ThrottlingException", "Slow down"),
        ["RequestLimitExceeded"] = new Fault.Error(400, "RequestLimitExceeded", "Slow down"),
        ["ReplicatedWriteConflict"] = new Fault.Error(400, "ReplicatedWriteConflictException", "Conflict"),
        ["InternalServerError"] = new Fault.Error(500, "InternalServerError", "Oops"),
        ["ServiceUnavailable"] = new Fault.NotFromDynamoDb(503, "<html>Busy</html>"),
        ["ExpiredToken"] = new Fault.Error(400, "ExpiredTokenException", "The security token included in the request is expired"),
        ["ResetBefore"] = new Fault.ResetBefore(),
        ["ResetAfter"] = new Fault.ResetAfter(),
        ["HalfAnswer"] = new Fault.HalfAnswer(),
        ["WrongCrc"] = new Fault.WrongCrc(),
        ["SlowDrip"] = new Fault.SlowDrip(TimeSpan.FromMilliseconds(1), 40),
        ["RefuseConnections"] = new Fault.RefuseConnections(TimeSpan.FromMilliseconds(300)),
    };

    public static TheoryData<string> Transports => ["Sdk", "Direct"];

    public static TheoryData<string, string> FaultsByTransport =>
        new(Faults.Keys.SelectMany(_ => new[] { "Sdk", "Direct" }, (fault, transport) => (fault, transport)));

    [Theory]
    [MemberData(nameof(FaultsByTransport))]
    public async Task A_fault_that_passes_costs_nothing_but_time(string name, string transport)
    {
        UseTransport(transport);
        int faults = 0;
        FaultProxy proxy = UseProxy(request =>
            request.IsBatchWrite && request.OperationNumber is 2 or 4 && Interlocked.Increment(ref faults) > 0
                ? Faults[name]
                : Fault.None);

        dynamic summary = Single(Run("1..200 | % { @{ Id = $_ } } | Write-DdbBatch -ThrottleLimit 2 -Summary").ThrowIfFailed(), "WriteSummary");

        Assert.True(summary.Succeeded);
        Assert.Equal(200L, summary.Written);
        Assert.Equal(Enumerable.Range(1, 200), (await ItemsAsync()).Keys.Order());
        Assert.Equal(2, faults);
        // A slow answer is still an answer. Everything else is sent again, some of it more than once if nothing arrives.
        long retried = summary.RetriedRequests;
        Assert.True(name == "SlowDrip" ? retried == 0 : retried >= 2, $"{retried}");
        Assert.True(proxy.BatchWrites.Count >= 8, $"{proxy.BatchWrites.Count}");
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public void Why_DynamoDB_throttles_is_in_the_summary(string transport)
    {
        UseTransport(transport);
        UseProxy(request => request.IsBatchWrite && request.OperationNumber == 1 ? Faults[Throughput] : Fault.None);

        dynamic summary = Single(Run("@{ Id = 1 } | Write-DdbBatch -Summary").ThrowIfFailed(), "WriteSummary");

        dynamic table = ((IEnumerable<object>)summary.Tables).Single();
        IReadOnlyDictionary<string, long> reasons = table.ThrottlingReasons;
        Assert.Equal("TableWriteProvisionedThroughputExceeded arn:aws:dynamodb:x", Assert.Single(reasons).Key);
        Assert.Equal((1L, 1L), ((long)summary.ThrottledRequests, (long)table.ThrottledOperations));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task An_attempt_without_an_answer_that_is_not_repeated_is_unknown(string transport)
    {
        UseTransport(transport);
        UseProxy(request => request.IsBatchWrite ? new Fault.ResetAfter() : Fault.None);

        Run("$r = 1..3 | % { @{ Id = $_ } } | Write-DdbBatch -NoRetry");

        Assert.Equal(3, (await ItemsAsync()).Count);
        Assert.Equal(["Unknown", "Unknown", "Unknown"], Run("$r | % { \"$($_.Outcome)\" }").Output.Select(item => item.ToString()));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Access_denied_closes_one_table_and_leaves_the_others(string transport)
    {
        UseTransport(transport);
        string denied = DynamoDbLocalFixture.UniqueTableName();
        await Server.CreateTableAsync(denied, "Id:N");
        Session.SetVariable("denied", denied);
        UseProxy(request => request.IsBatchWrite && request.Writes.Any(write => write.Table == denied)
            ? new Fault.Error(400, "AccessDeniedException", "Not you")
            : Fault.None);

        PowerShellResult result = Run("""
            1..100 | % { @{ Id = $_ } } |
                Write-DdbBatch -Table { if ($_.Id % 2) { $denied } else { $table } } -Summary -UnprocessedVariable left
            """);

        Assert.StartsWith("AccessDenied", Assert.Single(result.Errors).FullyQualifiedErrorId);
        dynamic summary = Single(result, "WriteSummary");
        Assert.Equal((50L, 50L, false), ((long)summary.Written, (long)summary.Unprocessed, (bool)summary.Succeeded));
        Assert.Equal(50, ((object[])Session.GetVariable("left")!).Length);
    }

    // Different times, since the module keeps a correction as long as it is loaded.
    [Theory]
    [InlineData("Sdk", 2)]
    [InlineData("Direct", -3)]
    public void A_clock_that_is_wrong_is_corrected_by_the_servers(string transport, int hours)
    {
        UseTransport(transport);
        UseProxy(_ => new Fault.ServerClock(TimeSpan.FromHours(hours)));

        dynamic summary = Single(Run("1..30 | % { @{ Id = $_ } } | Write-DdbBatch -Summary").ThrowIfFailed(), "WriteSummary");

        Assert.Equal(30L, summary.Written);
    }

    [Fact]
    public void Without_permission_to_describe_the_table_KeyName_does()
    {
        FaultProxy proxy = UseProxy(request => request.Http.Operation == "DescribeTable"
            ? new Fault.Error(400, "AccessDeniedException", "User is not authorized to perform: dynamodb:DescribeTable")
            : Fault.None);

        Failure failure = RunToFailure("@{ Id = 1 } | Write-DdbBatch");
        Run("@{ Id = 1 } | Write-DdbBatch -KeyName 'Id:N'").ThrowIfFailed();

        Assert.StartsWith("DescribeTableDenied", failure.Error.FullyQualifiedErrorId);
        Assert.Contains("-KeyName", failure.Error.ToString());
        Assert.Single(proxy.Requests, request => request.Http.Operation == "DescribeTable");
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public void Capacity_is_summed_by_index_and_item_collections_are_passed_on(string transport)
    {
        UseTransport(transport);
        // DynamoDB Local never has item collection metrics: they are put into its answer, as the API reference shows them.
        const string Collection = """{"ItemCollectionKey":{"Id":{"N":"1"}},"SizeEstimateRangeGB":[0.0,1.0]}""";
        UseProxy(request => request.IsBatchWrite
            ? new Fault.EditAnswer(
                "\"UnprocessedItems\":{}",
                "\"UnprocessedItems\":{},\"ItemCollectionMetrics\":{\"T\":[" + Collection + "]}")
            : Fault.None);

        dynamic summary = Single(
            Run("""
                1..50 | % { @{ Id = $_; Text = 'x' * 1500 } } |
                    Write-DdbBatch -ReturnConsumedCapacity Indexes -ReturnItemCollectionMetrics Size -Summary
                """).ThrowIfFailed(),
            "WriteSummary");

        dynamic table = ((IEnumerable<object>)summary.Tables).Single();
        IReadOnlyDictionary<string, double> byIndex = table.ConsumedCapacityByIndex;
        IReadOnlyDictionary<string, double> collections = table.ItemCollectionSizeGB;
        Assert.Equal(100.0, (double)summary.ConsumedCapacityUnits);
        Assert.Equal(100.0, byIndex[""]);
        Assert.Equal(1.0, Assert.Single(collections).Value);
    }

    private void UseTransport(string transport)
    {
        Session.SetVariable("transport", transport);
        Session.Invoke("$PSDefaultParameterValues['Write-DdbBatch:Transport'] = $transport");
    }
}
