using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.FailedItems;

/// <summary>Inputs that were passed but not reached are kept too.</summary>
public sealed class LeftoverTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    [Theory]
    [InlineData("-ProfileName NoSuchProfile", "ProfileNotFound")]
    [InlineData("-KeyName A, B, C", "InvalidKeyName")]
    [InlineData("-EndpointUrl localhost:1", "EndpointInvalid")]
    public void The_first_object_is_left_if_no_run_was_started(string parameters, string errorId)
    {
        Failure failure = RunToFailure($"1..3 | % {{ @{{ Id = $_ }} }} | Write-DdbBatch {parameters} -UnprocessedVariable left");

        Assert.StartsWith(errorId, failure.Error.FullyQualifiedErrorId);
        dynamic left = Assert.Single(Left());
        Assert.Equal((1L, Table, "Unprocessed", "NotReached"), ((long)left.Position, (string)left.Table, (string)left.Outcome.ToString(), (string)left.ErrorCode));
    }

    [Fact]
    public async Task All_elements_of_an_argument_are_left_if_no_run_was_started_and_can_be_replayed()
    {
        RunToFailure("Write-DdbBatch -InputObject (1..60 | % { @{ Id = $_ } }) -ProfileName NoSuchProfile -UnprocessedVariable left");

        Assert.Equal(Enumerable.Range(1, 60).Select(position => (long)position), Left().Select(item => (long)item.Position));
        Run("$PSDefaultParameterValues.Remove('*-DdbBatch:Table'); $left | Write-DdbBatch").ThrowIfFailed();
        Assert.Equal(60, (await ItemsAsync()).Count);
    }

    [Fact]
    public async Task An_element_whose_operation_a_script_block_had_to_choose_is_replayed_only_with_an_operation()
    {
        Run("@{ Id = 1; Kept = 'x' } | Write-DdbBatch").ThrowIfFailed();
        RunToFailure("Write-DdbBatch -InputObject @{ Id = 1; New = 'y' } -Operation { 'Update' } -ProfileName NoSuchProfile -UnprocessedVariable left");

        ErrorRecord error = Assert.Single(Run("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($left)) | Write-DdbBatch").Errors);
        Assert.Contains("-Operation is required for this object", error.ToString(), StringComparison.Ordinal);
        Run("$left | Write-DdbBatch -Operation Update").ThrowIfFailed();

        Assert.Equal(["Id", "Kept", "New"], (await ItemsAsync())[1].Keys.Order());
    }

    [Fact]
    public async Task The_elements_after_an_error_that_stops_the_run_are_left()
    {
        RunToFailure("""
            $i = 1..100 | % { if ($_ -eq 50) { @{ Wrong = $_ } } else { @{ Id = $_ } } }
            Write-DdbBatch -InputObject $i -ErrorAction Stop -UnprocessedVariable left
            """);

        HashSet<long> left = [.. Left().Select(item => (long)item.Position)];
        Assert.Superset(Enumerable.Range(50, 51).Select(position => (long)position).ToHashSet(), left);
        dynamic invalid = Left().Single(item => item.Position == 50);
        Assert.Equal("Invalid", (string)invalid.Outcome.ToString());
        Assert.StartsWith("the key attribute Id is missing", (string)invalid.Reason);
        Assert.Equal(Enumerable.Range(1, 100), (await ItemsAsync()).Keys.Concat(left.Select(position => (int)position)).Distinct().Order());
    }

    [Fact]
    public async Task Requests_that_were_not_reached_are_replayed_as_they_are()
    {
        Run("@{ Id = 2; Old = 1 } | Write-DdbBatch").ThrowIfFailed();
        Session.Invoke("$PSDefaultParameterValues.Remove('*-DdbBatch:Table')");
        RunToFailure("""
            Write-DdbBatch -ProfileName NoSuchProfile -UnprocessedVariable left -RequestItem @{ $table = @(
                @{ PutRequest = @{ Item = @{ Id = @{ N = '1' }; Tags = @{ SS = 'a', 'b' } } } }
                @{ DeleteRequest = @{ Key = @{ Id = @{ N = '2' } } } }
            ) }
            """);

        Run("$left | Write-DdbBatch").ThrowIfFailed();

        KeyValuePair<int, Dictionary<string, AttributeValue>> item = Assert.Single(await ItemsAsync());
        Assert.Equal(["a", "b"], item.Value["Tags"].SS.Order());
    }

    [Fact]
    public void A_leftover_that_may_be_written_stays_one_that_may_be_when_it_is_not_reached_again()
    {
        UseProxy(request => request.IsBatchWrite ? new Fault.ResetAfter() : Fault.None);
        Run("@{ Id = 1 } | Write-DdbBatch -MaxRetry 0 -UnprocessedVariable first -ErrorAction SilentlyContinue");

        RunToFailure("$first | Write-DdbBatch -ProfileName NoSuchProfile -UnprocessedVariable left");

        dynamic before = Assert.Single((object[])Session.GetVariable("first")!);
        dynamic after = Assert.Single(Left());
        Assert.Equal(("Unknown", (DateTimeOffset?)before.SettlesAt, (string)before.DynamoDBJson), ((string)after.Outcome.ToString(), (DateTimeOffset?)after.SettlesAt, (string)after.DynamoDBJson));
    }

    [Fact]
    public void The_error_and_the_list_have_the_same_object()
    {
        UseProxy(request => request.IsBatchWrite ? new Fault.SubsetUnprocessed(1) : Fault.None);
        Run("@{ Id = 1 } | Write-DdbBatch -MaxRetry 0 -UnprocessedVariable left -ErrorVariable errors -ErrorAction SilentlyContinue");

        Assert.True((bool)Run("[object]::ReferenceEquals($left[0], $errors[0].TargetObject)").Output.Single().BaseObject);
    }

    [Fact]
    public void With_a_script_block_that_cannot_run_any_more_the_table_stays_open()
    {
        RunToFailure("""
            Write-DdbBatch -InputObject (@{ Id = 1 }, @{ Id = 2 }) -Operation { 'Delete' } -ProfileName NoSuchProfile -UnprocessedVariable left
            """);

        Assert.Equal(["", ""], Left().Select(item => (string)item.Table));
    }

    [Theory]
    [InlineData("[int] $left = 5", 5)]
    [InlineData("[string] $left = 'five'", "five")]
    [InlineData("[ValidateRange(1, 9)] [object] $left = 5", 5)]
    public async Task A_variable_that_can_hold_no_list_is_refused_and_left_alone(string declaration, object value)
    {
        Failure failure = RunToFailure($"{declaration}; @{{ Id = 1 }} | Write-DdbBatch -UnprocessedVariable left");

        Assert.StartsWith("UnprocessedVariableInvalid", failure.Error.FullyQualifiedErrorId);
        Assert.Equal(value, PSObject.AsPSObject(Session.GetVariable("left")).BaseObject);
        Assert.Empty(await ItemsAsync());
    }

    [Theory]
    [InlineData("[object[]] $left = 1, 2")]
    [InlineData("[System.Collections.ArrayList] $left = 1, 2")]
    public void A_variable_of_a_collections_type_is_fine(string declaration)
    {
        UseProxy(FaultProxy.Unprocessed(0.4));

        Run($"{declaration}; 1..25 | % {{ @{{ Id = $_ }} }} | Write-DdbBatch -NoRetry -UnprocessedVariable left | Out-Null").ThrowIfFailed();

        Assert.Equal(10, ((System.Collections.ICollection)Session.GetVariable("left")!).Count);
    }

    [Theory]
    [InlineData("no")]
    [InlineData("has blanks")]
    [InlineData("arn:aws:dynamodb:us-east-1:123456789012:table/x")]
    public void A_name_that_no_table_can_have_is_refused_with_the_rule(string name)
    {
        Failure failure = RunToFailure($"@{{ Id = 1 }} | Write-DdbBatch -Table '{name}'");

        Assert.StartsWith("InvalidTableName", failure.Error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, failure.Error.CategoryInfo.Category);
        Assert.Contains("3 to 255 characters", failure.Error.ToString());
        Assert.Contains("3 to 255 characters", failure.Error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void The_elements_of_an_argument_are_left_too_when_nothing_answers()
    {
        using Socket reserved = new(SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        UseEndpoint(new Uri($"http://127.0.0.1:{((IPEndPoint)reserved.LocalEndPoint!).Port}"));

        RunToFailure("Write-DdbBatch -InputObject (1..40 | % { @{ Id = $_ } }) -UnprocessedVariable left");

        Assert.Equal(Enumerable.Range(1, 40).Select(position => (long)position), Left().Select(item => (long)item.Position).Order());
    }

    private dynamic[] Left() => [.. (object[])Session.GetVariable("left")!];
}
