using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.BulkLoading;

/// <summary>Get-, Receive- and Stop-DdbBulkLoad.</summary>
public sealed class BulkLoadCommandTests(DynamoDbLocalFixture dynamoDb, S3ServerFixture s3) : BulkTestBase(dynamoDb, s3)
{
    private const string Start = "$load = 1..10 | % { @{ Id = $_ } } | Start-DdbBulkLoad";

    [Theory]
    [InlineData("$load | Get-DdbBulkLoad")]
    [InlineData("$load.Arn | Get-DdbBulkLoad")]
    [InlineData("Get-DdbBulkLoad -Arn $load.Arn")]
    [InlineData("Get-DdbBulkLoad $load.Arn")]
    [InlineData("[pscustomobject]@{ BulkOperationArn = $load.Arn } | Get-DdbBulkLoad")]
    [InlineData("Get-DdbBulkLoad -Table $table")]
    [InlineData("Get-DdbBulkLoad -Table arn:aws:dynamodb:ddblocal:000000000000:table/$table")]
    [InlineData("Get-DdbBulkLoad -Status InProgress, Failed")]
    public void A_load_is_found_by_its_ARN_its_table_and_its_status(string get)
    {
        Use(new BulkServerOptions { Pace = BulkPace.Manual });
        Run(Start).ThrowIfFailed();

        dynamic load = Load(Run(get).ThrowIfFailed());

        Assert.Equal((Engine.Operations.Single().Arn, "InProgress", 10L), ((string)load.Arn, (string)load.Status.ToString(), (long)load.TotalItems));
    }

    [Theory]
    [InlineData("Get-DdbBulkLoad -Table AnotherTable")]
    [InlineData("Get-DdbBulkLoad -Status Completed")]
    public void Loads_that_were_not_asked_for_are_left_out(string get)
    {
        Use(new BulkServerOptions { Pace = BulkPace.Manual });
        Run(Start).ThrowIfFailed();

        Assert.Empty(Run(get).ThrowIfFailed().Output);
    }

    [Fact]
    public void All_pages_are_listed_the_newest_first()
    {
        Use(new BulkServerOptions { Pace = BulkPace.Manual, MaxOperationsPerTable = 100 });
        Run("$loads = 1..27 | % { @{ Id = $_ } | Start-DdbBulkLoad }").ThrowIfFailed();

        string[] arns = [.. Run("(Get-DdbBulkLoad).Arn").ThrowIfFailed().Output.Select(arn => (string)arn.BaseObject)];

        Assert.Equal(27, arns.Length);
        Assert.Equal(Engine.Operations.Select(operation => operation.Arn).Reverse(), arns);
    }

    [Theory]
    [InlineData("Get-DdbBulkLoad")]
    [InlineData("Receive-DdbBulkLoad")]
    [InlineData("Stop-DdbBulkLoad")]
    public void An_ARN_that_is_none_is_one_error_and_the_others_are_served(string command)
    {
        Use(new BulkServerOptions { Pace = BulkPace.Manual });
        Run(Start).ThrowIfFailed();

        PowerShellResult result = Run($"'arn:aws:dynamodb:us-east-1:000000000000:table/Nothing/bulk-operation/1', $load.Arn | {command}");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("BulkLoadNotFound", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Contains("Nothing/bulk-operation/1", error.ToString());
    }

    [Fact]
    public async Task Failed_items_are_received_once_the_load_has_ended_and_can_be_written()
    {
        Use(new BulkServerOptions { Pace = BulkPace.Background, Refuse = item => item.GetProperty("Id").GetProperty("N").GetString() == "4" ? "Not this one." : null });
        Run(Start).ThrowIfFailed();

        dynamic item = Assert.Single(Run("$load | Receive-DdbBulkLoad -Wait").ThrowIfFailed().Output).BaseObject;
        Run("$load | Receive-DdbBulkLoad | Write-DdbBatch").ThrowIfFailed();

        Assert.Equal((Table, "Put", "Invalid"), (((string)item.Table).Split('/')[^1], (string)item.Operation.ToString(), (string)item.Outcome.ToString()));
        Assert.Equal(Enumerable.Range(1, 10), (await ItemsAsync()).Keys.Order());
    }

    [Fact]
    public async Task After_it_was_received_the_upload_of_a_load_that_succeeded_is_gone()
    {
        Run(Start).ThrowIfFailed();

        Assert.Empty(Run("$load | Receive-DdbBulkLoad -Wait").ThrowIfFailed().Output);

        Assert.DoesNotContain(await S3.KeysAsync(Bucket, "loads/"), key => key.Contains("/data/shard", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_Wait_a_load_that_goes_on_gives_nothing_but_a_warning()
    {
        Use(new BulkServerOptions { Pace = BulkPace.Manual });
        Run(Start).ThrowIfFailed();

        PowerShellResult result = Run("$load | Receive-DdbBulkLoad").ThrowIfFailed();

        Assert.Empty(result.Output);
        Assert.Contains("-Wait", Assert.Single(result.Warnings));
    }

    [Fact]
    public void A_load_is_stopped_and_then_receiving_it_is_an_error()
    {
        Use(new BulkServerOptions { Pace = BulkPace.OnDescribe });
        Run(Start).ThrowIfFailed();

        dynamic stopped = Load(Run("$load | Stop-DdbBulkLoad -PassThru").ThrowIfFailed());
        PowerShellResult received = Run("$load | Receive-DdbBulkLoad -Wait");

        Assert.Equal("Cancelling", (string)stopped.Status.ToString());
        Assert.Single(received.Errors, error => error.FullyQualifiedErrorId.StartsWith("BulkLoadCancelled", StringComparison.Ordinal));
        Assert.Equal("CANCELLED", Engine.Operations.Single().Status);
    }

    [Fact]
    public void WhatIf_stops_no_load()
    {
        Use(new BulkServerOptions { Pace = BulkPace.Manual });
        Run(Start).ThrowIfFailed();

        Assert.Empty(Run("$load | Stop-DdbBulkLoad -WhatIf -PassThru").ThrowIfFailed().Output);

        Assert.Empty(Requests("CancelBulkOperation"));
        Assert.Contains("What if:", Shown);
    }

    [Fact]
    public void Without_permission_for_the_bucket_the_status_of_a_load_is_still_reported()
    {
        Use(new BulkServerOptions { Pace = BulkPace.Manual });
        Run(Start).ThrowIfFailed();
        UseS3Proxy(_ => new Fault.S3Error(403, "AccessDenied", "Access Denied"));

        dynamic load = Load(Run("$load | Get-DdbBulkLoad").ThrowIfFailed());

        Assert.Equal("InProgress", (string)load.Status.ToString());
        Assert.Null((long?)load.TotalItems);
    }

    [Theory]
    [InlineData("Start-DdbBulkLoad -Compression ", new[] { "Gzip", "None", "Zstd" })]
    [InlineData("Start-DdbBulkLoad -PerformanceTier A", new[] { "Accelerated" })]
    [InlineData("Start-DdbBulkLoad -DuplicateKey K", new[] { "KeepLast" })]
    [InlineData("Get-DdbBulkLoad -Status Com", new[] { "Completed", "CompletedWithErrors" })]
    [InlineData("Stop-DdbBulkLoad -Region eu-central-", new[] { "eu-central-1", "eu-central-2" })]
    public void Words_are_completed(string line, string[] expected)
    {
        IEnumerable<string> words = Session.Invoke("[System.Management.Automation.CommandCompletion]::CompleteInput($args[0], $args[0].Length, $null).CompletionMatches", line)
            .ThrowIfFailed().Output.Select(match => ((CompletionResult)match.BaseObject).ListItemText);

        Assert.Equal(expected, words.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Start-DdbBulkLoad")]
    [InlineData("Get-DdbBulkLoad")]
    public void Tables_are_completed(string command)
    {
        string line = $"{command} -EndpointUrl {Engine.Endpoint} -Table {Table[..20]}";
        IEnumerable<string> words = Session.Invoke("[System.Management.Automation.CommandCompletion]::CompleteInput($args[0], $args[0].Length, $null).CompletionMatches", line)
            .ThrowIfFailed().Output.Select(match => ((CompletionResult)match.BaseObject).ListItemText);

        Assert.Equal([Table], words);
    }
}
