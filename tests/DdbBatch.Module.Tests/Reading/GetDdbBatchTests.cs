using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Reading;

public sealed class GetDdbBatchTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    private static readonly IReadOnlyList<Fault> Faults =
    [
        new Fault.Error(400, "ProvisionedThroughputExceededException", "Too fast."),
        new Fault.Error(500, "InternalServerError", "Broken."),
        new Fault.ResetBefore(),
        new Fault.ResetAfter(),
        new Fault.HalfAnswer(),
        new Fault.WrongCrc(),
        new Fault.KeysUnprocessed(0.5),
        new Fault.KeysUnprocessed(1),
    ];

    [Fact]
    public void Items_come_in_the_order_of_the_input_and_once_for_each_object()
    {
        Put("1..500 | % { @{ Id = $_; Name = \"n$_\" } }");

        PowerShellResult result = Run(
            "$ids = @(500..1) + @(7, 7, 900, 7) + @(1..300); $ids | % { @{ Id = $_ } } | Get-DdbBatch -MissingVariable missing -SummaryVariable get").ThrowIfFailed();

        Assert.Equal([.. Enumerable.Range(1, 500).Reverse(), 7, 7, 7, .. Enumerable.Range(1, 300)], Ids(result));
        Assert.All(result.Output, item => Assert.Equal($"n{item.Properties["Id"].Value}", item.Properties["Name"].Value));
        Assert.Equal([900], Ids("missing"));
        Assert.Equal((true, 804L, 803L, 1L, 0L, 0L), Counts());
    }

    [Fact]
    public void Two_objects_of_one_key_are_two_items_that_change_apart()
    {
        Put("@{ Id = 1; Name = 'a' }");

        PowerShellResult result = Run(
            "$two = @(@{ Id = 1 }, @{ Id = '1.0' } | Get-DdbBatch); $two[0].Name = 'b'; $two | % Name").ThrowIfFailed();

        Assert.Equal(["b", "a"], result.Output.Select(name => name.ToString()));
    }

    [Theory]
    [InlineData("'3', '03.0', '4e0' | % { [pscustomobject]@{ Id = $_; Name = 'x' } } | Get-DdbBatch", new[] { 3, 3, 4 })]
    [InlineData("[pscustomobject]@{ Id = 3; Name = @{ Deep = 1 }; Bad = [double]::NaN } | Get-DdbBatch", new[] { 3 })]
    [InlineData("Get-DdbBatch -InputObject @(@{ Id = 4 }, @(@{ Id = 3 }, @{ Id = 5 }))", new[] { 4, 3, 5 })]
    [InlineData("Read-DdbTable $table -Key @{ Id = 4 } -EndpointUrl $endpoint | Get-DdbBatch", new[] { 4 })]
    [InlineData("$item = Get-DdbBatch -InputObject @{ Id = 5 }; $item.Id = 3; $item | Get-DdbBatch", new[] { 3 })]
    [InlineData("'{\"Id\":{\"N\":\"3\"}}' | ConvertFrom-DdbJson | Get-DdbBatch", new[] { 3 })]
    [InlineData("@{ Id = 3; Data = 'x' * 500kb } | Write-DdbBatch -UnprocessedVariable left -ErrorAction Ignore; @{ Id = 4 } | Write-DdbBatch -Operation Delete -WhatIf | Out-Null; $left | Get-DdbBatch", new[] { 3 })]
    [InlineData("try { @{ x = 3 } | Write-DdbBatch -ErrorAction Stop } catch { }; $Error[0].TargetObject.Id = 5; $Error[0] | Get-DdbBatch", new[] { 5 })]
    public void The_key_is_picked_from_any_object_and_typed_by_the_table(string script, int[] ids)
    {
        Put("1..5 | % { @{ Id = $_ } }");

        Assert.Equal(ids, Ids(Run(script).ThrowIfTerminated()));
    }

    [Fact]
    public void Faults_neither_lose_nor_reorder_nor_make_up_a_missing_item()
    {
        Put("1..3000 | % { if ($_ % 10) { @{ Id = $_ } } }");
        UseProxy(request => request.Operation == "BatchGetItem" && request.Random.NextDouble() < 0.5
            ? Faults[request.Random.Next(Faults.Count)]
            : Fault.None);

        PowerShellResult result = Run("3000..1 | % { @{ Id = $_ } } | Get-DdbBatch -MissingVariable missing -SummaryVariable get").ThrowIfFailed();

        Assert.Equal(Enumerable.Range(1, 3000).Reverse().Where(id => id % 10 != 0), Ids(result));
        Assert.Equal(Enumerable.Range(1, 300).Select(id => 10 * id).Reverse(), Ids("missing"));
        Assert.Equal((true, 3000L, 2700L, 300L, 0L, 0L), Counts());
    }

    [Theory]
    [InlineData("Direct")]
    [InlineData("Sdk")]
    public void Missing_is_never_confused_with_unprocessed(string transport)
    {
        Put("1..400 | ? { $_ % 2 } | % { @{ Id = $_ } }");
        UseProxy(request => request.Operation == "BatchGetItem" ? new Fault.KeysUnprocessed(0.4) : Fault.None);
        Session.SetVariable("transport", transport);

        PowerShellResult result = Run("""
            1..400 | % { @{ Id = $_ } } |
                Get-DdbBatch -NoRetry -Transport $transport -MissingVariable missing -UnprocessedVariable left -SummaryVariable get -WarningVariable warned
            """);

        // How many keys a request has depends on the pace.
        long unprocessed = Ids("left").Count();
        Assert.InRange(unprocessed, 130, 190);
        Assert.All(Ids(result), id => Assert.Equal(1, id % 2));
        Assert.All(Ids("missing"), id => Assert.Equal(0, id % 2));
        Assert.Equal(Enumerable.Range(1, 400), [.. Ids(result).Concat(Ids("missing")).Concat(Ids("left")).Order()]);
        Assert.Equal((false, unprocessed), ((bool)Summary.Succeeded, (long)Summary.Unprocessed));
        Assert.InRange((long)Summary.Requests, 4, 400);
        // A few errors are reported, and the rest is summed up.
        Assert.Equal(10, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith("UnprocessedKeys,", error.FullyQualifiedErrorId));
        Assert.Contains($"{unprocessed} keys", Assert.Single(Run("$warned").Output).ToString());
        UseEndpoint(Server.Endpoint);
        Assert.Equal(Ids("left").Where(id => id % 2 == 1), Ids(Run("$left | Get-DdbBatch").ThrowIfFailed()));
    }

    [Fact]
    public void Keys_that_stay_unprocessed_are_each_given_up_after_the_retries()
    {
        FaultProxy proxy = UseProxy(request => request.Operation == "BatchGetItem" ? new Fault.KeysUnprocessed(1) : Fault.None);

        PowerShellResult result = Run("@{ Id = 1 }, @{ Id = 2 } | Get-DdbBatch -MaxRetry 2 -UnprocessedVariable left -SummaryVariable get");

        Assert.Equal([1, 2], Ids("left"));
        Assert.Equal([1, 2], result.Errors.Select(error => (int)Target(error)["Id"]!));
        Assert.Equal(3, proxy.Requests.Count(request => request.Operation == "BatchGetItem"));
        Assert.Equal((false, 2L, 0L, 0L, 2L, 0L), Counts());
    }

    [Fact]
    public void An_answer_of_more_than_16_MB_comes_in_parts_and_costs_no_retry()
    {
        Put("1..50 | % { @{ Id = $_; Pad = 'x' * 390kb } }");

        PowerShellResult result = Run(
            "50..1 | % { @{ Id = $_ } } | Get-DdbBatch -NoRetry -SummaryVariable get | % { \"$($_.Id) $($_.Pad.Length)\" }").ThrowIfFailed();

        Assert.Equal(Enumerable.Range(1, 50).Reverse().Select(id => $"{id} {390 * 1024}"), result.Output.Select(line => line.ToString()));
        Assert.Equal((true, 50L, 0L), ((bool)Summary.Succeeded, (long)Summary.Found, (long)Summary.ThrottledRequests));
        Assert.True(Summary.Requests > 1);
    }

    [Fact]
    public void A_bad_key_is_one_error_and_the_rest_goes_on()
    {
        Put("1..3 | % { @{ Id = $_ } }");

        PowerShellResult result = Run(
            "@{ Id = 1 }, @{ x = 1 }, @{ Id = 'text' }, 7, $null, @{ Id = @(1) }, @{ Id = 3 } | Get-DdbBatch -SummaryVariable get -UnprocessedVariable left");

        Assert.Equal([1, 3], Ids(result));
        Assert.Equal(5, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.EndsWith(",DdbBatch.Commands.GetDdbBatchCommand", error.FullyQualifiedErrorId));
        Assert.True(Target(result.Errors[0]).ContainsKey("x"));
        Assert.Equal((false, 7L, 2L, 0L, 0L, 5L), Counts());
        Assert.Empty(Ids("left"));
    }

    [Fact]
    public void KeyName_takes_the_place_of_DescribeTable()
    {
        Put("1..3 | % { @{ Id = $_; Name = 'n'; Other = 1 } }");
        FaultProxy proxy = UseProxy(request => request.Operation == "DescribeTable"
            ? new Fault.Error(400, "AccessDeniedException", "User is not authorized to perform: dynamodb:DescribeTable")
            : Fault.None);

        PSObject item = Assert.Single(Run("@{ Id = '2' } | Get-DdbBatch -KeyName 'Id:N' -Property Name -ConsistentRead").ThrowIfFailed().Output);

        Assert.Equal(["Id", "Name"], item.Properties.Select(property => property.Name).Order());
        ProxiedRequest request = Assert.Single(proxy.Requests);
        Assert.Contains("\"ConsistentRead\":true", Encoding.UTF8.GetString(request.Body.Span));
        Failure failure = RunToFailure("@{ Id = 2 } | Get-DdbBatch -UnprocessedVariable left -SummaryVariable get");
        Assert.StartsWith("DescribeTableDenied,", failure.Error.FullyQualifiedErrorId);
        Assert.Equal([2], Ids("left"));
        Assert.False(Summary.Succeeded);
    }

    [Theory]
    [InlineData("-Table Nothing", "TableNotFound")]
    [InlineData("-Table Nothing -KeyName 'Id:N'", "TableNotFound")]
    [InlineData("-KeyName 'a','b','c'", "InvalidKeyName")]
    [InlineData("-Property 'a..b'", "InvalidProperty")]
    [InlineData("-SummaryVariable Error", "")]
    public void Invalid_combinations_are_one_clear_error_and_lose_no_object(string parameters, string errorId)
    {
        Failure failure = RunToFailure($"Get-DdbBatch -InputObject @(@{{ Id = 1 }}, @{{ Id = 2 }}, @{{ Id = 3 }}) -UnprocessedVariable left {parameters}");

        Assert.StartsWith(errorId, failure.Error.FullyQualifiedErrorId);
        if (errorId.Length > 0)
            Assert.Equal([1, 2, 3], Ids("left"));
    }

    [Fact]
    public void A_key_that_the_table_does_not_have_is_an_error_and_never_missing()
    {
        Failure failure = RunToFailure("@{ Id = 'a' } | Get-DdbBatch -KeyName Id -MissingVariable missing -UnprocessedVariable left");

        Assert.StartsWith("ValidationException,", failure.Error.FullyQualifiedErrorId);
        Assert.Equal((0, 1), (Session.Invoke("$missing").Output.Count, Session.Invoke("$left").Output.Count));
    }

    [Fact]
    public void Access_denied_ends_the_run_with_the_summary()
    {
        UseProxy(request => request.Operation == "BatchGetItem" ? new Fault.Error(400, "AccessDeniedException", "Not you") : Fault.None);

        Failure failure = RunToFailure("1..250 | % { @{ Id = $_ } } | Get-DdbBatch -UnprocessedVariable left");

        Assert.StartsWith("AccessDenied,", failure.Error.FullyQualifiedErrorId);
        Assert.Equal("GetSummary", failure.Error.TargetObject.GetType().Name);
        Assert.Equal(Enumerable.Range(1, Ids("left").Count()), Ids("left"));
        Assert.Equal((long)Ids("left").Count(), (long)((dynamic)failure.Error.TargetObject).Total);
    }

    [Fact]
    public void Without_input_there_is_nothing_and_that_is_a_success()
    {
        Assert.Empty(Run("$missing = 1; @() | Get-DdbBatch -SummaryVariable get -MissingVariable missing -UnprocessedVariable left").ThrowIfFailed().Output);
        Assert.Equal((true, 0L, 0L, 0L, 0L, 0L), Counts());
        Assert.Empty(Ids("missing"));
        Assert.StartsWith("InputMissing,", RunToFailure("Get-DdbBatch").Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void The_variables_are_emptied_at_the_beginning_unless_they_are_added_to()
    {
        Put("@{ Id = 1 }");
        Run("$missing = 'old'; $left = 'old'; $get = 'old'; function down { process { \"$missing$left$get\" } }");

        Assert.Equal(
            [""], Run("@{ Id = 1 } | Get-DdbBatch -MissingVariable missing -UnprocessedVariable left -SummaryVariable get | down").Output.Select(text => text.ToString()));
        Run("@{ Id = 5 } | Get-DdbBatch -MissingVariable missing; @{ Id = 6 } | Get-DdbBatch -MissingVariable +missing").ThrowIfFailed();
        Assert.Equal([5, 6], Ids("missing"));
        Assert.StartsWith(
            "MissingVariableInvalid,", RunToFailure("[string] $text = 'a'; @{ Id = 1 } | Get-DdbBatch -MissingVariable text").Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void Whatever_cannot_be_read_before_it_or_by_it_counts_in_the_load_that_it_feeds()
    {
        Put("1..20 | % { @{ Id = $_ } }");
        Run("$copy = \"$table\"; $lines = '{\"Id\":{\"N\":\"1\"}}', '{\"No\":{\"N\":\"2\"}}', '{\"Id\":{\"N\":\"2\"}}', '{\"Id\":'");

        Run("$lines | ConvertFrom-DdbJson | Get-DdbBatch -SummaryVariable get | Write-DdbBatch -SummaryVariable load");

        Assert.Equal((false, 1L, 1L, 2L), ((bool)Summary.Succeeded, (long)Summary.ReadErrors, (long)Summary.Invalid, (long)Summary.Found));
        Assert.Equal((false, 2L, 2L), ((bool)Load.Succeeded, (long)Load.ReadErrors, (long)Load.Written));
        UseProxy(request => request.Operation == "BatchGetItem" ? new Fault.KeysUnprocessed(1) : Fault.None);
        Run("1..20 | % { @{ Id = $_ } } | Get-DdbBatch -NoRetry | Write-DdbBatch -SummaryVariable load");
        Assert.Equal((false, 20L), ((bool)Load.Succeeded, (long)Load.ReadErrors));
    }

    [Fact]
    public void The_last_verbose_line_counts_what_was_not_read_before_the_command()
    {
        PowerShellResult result = Run("'{\"Id\":{\"N\":\"1\"}}', '{' | ConvertFrom-DdbJson | Get-DdbBatch -Verbose");

        Assert.Contains(result.Verbose, line => line.ToString().StartsWith("Done: ", StringComparison.Ordinal)
            && line.ToString().Contains("1 read errors", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("do { 1..1000 | % { @{ Id = $_ } } | GET | % { $_; if ($_.Id -eq 3) { break } } } while ($false)")]
    [InlineData("try { 1..1000 | % { if ($_ -eq 500) { throw 'upstream' }; @{ Id = $_ } } | GET } catch { }")]
    [InlineData("try { 1..1000 | % { @{ Id = $_ } } | GET | % { if ($_.Id -eq 250) { throw 'downstream' }; $_ } } catch { }")]
    [InlineData("do { Get-DdbBatch -InputObject @(1..1000 | % { @{ Id = $_ } }) VARIABLES | % { $_; if ($_.Id -eq 3) { break } } } while ($false)")]
    public void A_pipeline_that_is_left_early_accounts_for_all_that_was_taken_in(string script)
    {
        const string variables = "-SummaryVariable get -UnprocessedVariable left -MissingVariable missing";
        Put("1..1000 | % { @{ Id = $_ } }");

        PowerShellResult result = Run(script
            .Replace("GET", $"Get-DdbBatch {variables}", StringComparison.Ordinal)
            .Replace("VARIABLES", variables, StringComparison.Ordinal));

        int found = (int)Summary.Found;
        Assert.Equal(Enumerable.Range(1, result.Output.Count), Ids(result));
        Assert.InRange(found - result.Output.Count, 0, 1);
        Assert.Equal(Enumerable.Range(found + 1, (int)Summary.Total - found), Ids("left"));
        Assert.Empty(Ids("missing"));
        Assert.False(Summary.Succeeded);
    }

    [Theory]
    [InlineData("Direct")]
    [InlineData("Sdk")]
    public async Task Stopping_the_pipeline_returns_at_once_and_accounts_for_all(string transport)
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        UseProxy(request =>
        {
            if (request.Operation != "BatchGetItem")
                return Fault.None;
            arrived.TrySetResult();
            return new Fault.Stall(TakesEffect: false);
        });
        using PowerShell shell = Session.CreatePowerShell();
        shell.AddScript(
            $"1..250 | % {{ @{{ Id = $_ }} }} | Get-DdbBatch -Transport {transport} -SummaryVariable global:get -UnprocessedVariable global:left", useLocalScope: false);
        IAsyncResult running = shell.BeginInvoke();
        await arrived.Task;

        Stopwatch watch = Stopwatch.StartNew();
        shell.Stop();

        Assert.ThrowsAny<RuntimeException>(() => shell.EndInvoke(running));
        // The promise is a second; the margin is for a busy machine.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"{watch.Elapsed}");
        Assert.Equal(Enumerable.Range(1, Ids("left").Count()), Ids("left"));
        Assert.Equal((long)Ids("left").Count(), (long)Summary.Total);
    }

    [Fact]
    public void A_partial_request_goes_out_while_no_input_comes()
    {
        TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        UseProxy(request =>
        {
            if (request.Operation == "BatchGetItem")
                sent.TrySetResult();
            return Fault.None;
        });
        Session.SetVariable("sent", sent.Task);

        PowerShellResult result = Run(
            "& { 1..3 | % { @{ Id = $_ } }; $sent.Wait(60000) | Out-Null; @{ Id = 4 } } | Get-DdbBatch -SummaryVariable get; $sent.IsCompleted").ThrowIfFailed();

        Assert.Equal(true, Assert.Single(result.Output).BaseObject);
        Assert.Equal(2L, (long)Summary.Requests);
    }

    private dynamic Summary => PSObject.AsPSObject(Session.GetVariable("get")).BaseObject;

    private dynamic Load => PSObject.AsPSObject(Session.GetVariable("load")).BaseObject;

    private (bool, long, long, long, long, long) Counts() => (
        (bool)Summary.Succeeded, (long)Summary.Total, (long)Summary.Found, (long)Summary.Missing, (long)Summary.Unprocessed, (long)Summary.Invalid);

    private static Hashtable Target(ErrorRecord error) => (Hashtable)PSObject.AsPSObject(error.TargetObject).BaseObject;

    private void Put(string items) => Run($"{items} | Write-DdbBatch").ThrowIfFailed();

    private static IEnumerable<int> Ids(PowerShellResult result) => result.Output.Select(item => Convert.ToInt32(item.Properties["Id"].Value));

    private IEnumerable<int> Ids(string variable) => Session.Invoke($"${variable} | % Id").ThrowIfFailed().Output.Select(id => Convert.ToInt32(id.BaseObject));
}
