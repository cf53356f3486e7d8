using System;
using System.Linq;
using System.Management.Automation;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Http;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Copying;

public sealed class ClearDdbTableTests(DynamoDbLocalFixture fixture) : CopyTestBase(fixture)
{
    private const string Backups = "DescribeContinuousBackups";

    [Fact]
    public void Every_item_is_deleted_through_faults_and_the_table_stays()
    {
        PutItems(1500);
        FaultProxy proxy = UseProxy(request => request.Operation is "Scan" or "BatchWriteItem" && request.Random.NextDouble() < 0.3
            ? Faults[request.Random.Next(Faults.Count)]
            : Fault.None);

        dynamic summary = Single(Run($"Clear-DdbTable $table -EndpointUrl '{proxy.Endpoint}' -Confirm:$false -Summary").ThrowIfFailed(), "ClearSummary");

        Assert.Equal((true, 1500L, 1500L), ((bool)summary.Succeeded, (long)summary.Items, (long)summary.Deleted));
        Assert.Empty(Json(Table));
        Assert.DoesNotContain(proxy.Requests, request => request.IsBatchWrite && request.Writes.Any(write => write.Request.ToString().Contains("Pad")));
    }

    [Fact]
    public void A_filter_selects_the_items_to_delete()
    {
        PutItems(100);

        Run("Clear-DdbTable $table -Filter '#Id > :n AND attribute_exists(#Deep)' -FilterValue @{ ':n' = 30 } -Confirm:$false").ThrowIfFailed();

        Assert.Equal(30, Json(Table).Length);
    }

    [Fact]
    public void WhatIf_shows_the_estimates_and_deletes_nothing()
    {
        PutItems(100);
        FaultProxy proxy = UseProxy(request => request.Operation == Backups ? Recovery("ENABLED") : Fault.None);

        PowerShellResult result = Run($"Clear-DdbTable $table -EndpointUrl '{proxy.Endpoint}' -WhatIf");

        dynamic preflight = Single(result, "TransferPreflight");
        Assert.Equal((100L, true, null), ((long)preflight.Items, (bool)preflight.PointInTimeRecovery, (string?)preflight.Destination));
        Assert.Empty(result.Warnings);
        Assert.Equal(100, Json(Table).Length);
    }

    [Theory]
    [InlineData("Clear-DdbTable $table", "delete the items that -Filter finds")]
    [InlineData("Copy-DdbTable $table $destination", "put the items that -Filter finds of table")]
    public void A_filter_finds_an_unknown_number_of_the_items_that_are_read(string command, string action)
    {
        PutItems(100);

        string asked = Asked($"{command} -Filter '#Id > :n' -FilterValue @{{ ':n' = 1000 }}");

        Assert.Contains(action, asked);
        Assert.Contains("(at most 100 items; reads all 100, ", asked);
        Assert.Contains("(about 100 items, ", Asked(command));
    }

    [Theory]
    [InlineData("DISABLED", "Point-in-time recovery is off")]
    [InlineData(null, "dynamodb:DescribeContinuousBackups")]
    public void It_warns_before_it_deletes_if_items_cannot_be_restored_or_that_is_unknown(string? status, string expected)
    {
        PutItems(10);
        FaultProxy proxy = UseProxy(request => request.Operation != Backups ? Fault.None
            : status is null ? new Fault.Error(400, "AccessDeniedException", "Not allowed.") : Recovery(status));

        PowerShellResult result = Run($"Clear-DdbTable $table -EndpointUrl '{proxy.Endpoint}' -Confirm:$false").ThrowIfFailed();

        Assert.Contains(expected, Assert.Single(result.Warnings).ToString(), StringComparison.Ordinal);
        Assert.Empty(Json(Table));
    }

    [Fact]
    public void An_end_halfway_reports_how_many_items_are_gone_and_another_run_continues()
    {
        PutItems(1000);
        FaultProxy proxy = UseProxy(request => request is { IsBatchWrite: true, OperationNumber: > 10 }
            ? new Fault.Error(400, "ResourceNotFoundException", "Requested resource not found")
            : Fault.None);

        ErrorRecord error = RunToFailure($"Clear-DdbTable $table -EndpointUrl '{proxy.Endpoint}' -Confirm:$false -ThrottleLimit 1").Error;

        Assert.StartsWith("TableNotFound", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        dynamic summary = error.TargetObject;
        Assert.Equal(1000 - (long)summary.Deleted, Json(Table).Length);
        Assert.InRange((long)summary.Deleted, 250, 999);
        Run($"Clear-DdbTable $table -EndpointUrl '{Server.Endpoint}' -Confirm:$false").ThrowIfFailed();
        Assert.Empty(Json(Table));
    }

    // The question of the command, which is a verbose message if it was confirmed.
    private string Asked(string command) => Assert.Single(
        Run($"{command} -Confirm:$false -Verbose").ThrowIfFailed().Verbose.Select(line => line.ToString()),
        line => line.StartsWith("Performing the operation", StringComparison.Ordinal));

    private static Fault Recovery(string status) => new Fault.MadeUp(new DynamoDbAnswer(200, System.Text.Encoding.UTF8.GetBytes(
        $$$$"""{"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED","PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"{{{{status}}}}"}}}""")));
}
