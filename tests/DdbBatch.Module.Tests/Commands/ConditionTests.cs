using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Commands;

/// <summary>-Condition, inserts, and the outcome ConditionFailed.</summary>
public sealed class ConditionTests(DynamoDbLocalFixture fixture, TemporaryFolder folder)
    : WriteTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private const string NewerWins = "-Condition '#Version < :Version OR attribute_not_exists(#Id)'";

    [Theory]
    [InlineData("Write-DdbBatch")]
    [InlineData("Update-DdbBatch")]
    [InlineData("Write-DdbBatch -Operation Update")]
    [InlineData("Write-DdbBatch -NoRetry")]
    [InlineData("Write-DdbBatch -Transport Sdk")]
    [InlineData("Update-DdbBatch -Transport Sdk")]
    public async Task An_own_value_is_compared_with_that_of_the_item_in_the_table(string command)
    {
        Run("1..4 | % { @{ Id = $_; Version = 5 } } | Write-DdbBatch").ThrowIfFailed();

        dynamic summary = Single(
            Run($$"""
                @{ Id = 1; Version = 4 }, [pscustomobject]@{ Id = '2'; Version = 6 }, @{ Id = 3; Version = 5 }, @{ Id = 9; Version = 1 } |
                    {{command}} {{NewerWins}} -Summary -ConditionFailedVariable old
                """).ThrowIfFailed(),
            "WriteSummary");

        Assert.Equal((4L, 2L, 2L, true), ((long)summary.Total, (long)summary.Written, (long)summary.ConditionFailed, (bool)summary.Succeeded));
        Assert.Contains("2 condition failed", summary.ToString());
        dynamic table = ((IEnumerable<object>)summary.Tables).Single();
        Assert.Equal(2L, (long)table.ConditionFailed);
        Assert.Equal(["1=5", "2=6", "3=5", "4=5", "9=1"], await VersionsAsync());
        Assert.Equal(
            ["1 Id=1 5 4", "3 Id=3 5 5"],
            Texts("$old | % { \"$($_.Position) $($_.Key) $($_.ExistingItem.Version) $($_.InputObject.Version)\" }").Order());
    }

    [Fact]
    public async Task The_values_of_file_items_have_the_types_that_the_parameters_give()
    {
        Run("@{ Id = 1; Version = 10 } | Write-DdbBatch").ThrowIfFailed();
        string csv = folder.Add("versions.csv", "Id,Version\n1,9\n2,9\n");

        Run($"Import-DdbItem '{csv}' | Write-DdbBatch -AttributeType @{{ Version = 'N' }} {NewerWins}").ThrowIfFailed();

        Assert.Equal(["1=10", "2=9"], await VersionsAsync());
    }

    [Fact]
    public async Task A_delete_takes_the_values_of_its_condition_from_the_whole_object()
    {
        Run("1..3 | % { @{ Id = $_; Version = 5 } } | Write-DdbBatch").ThrowIfFailed();

        dynamic summary = Single(
            Run("""
                @{ Id = 1; Version = 5; Other = [double]::NaN }, @{ Id = 2; Version = 4 }, @{ Id = 3 } |
                    Remove-DdbBatch -Condition '#Version = :Version' -Summary -ErrorVariable failed -ErrorAction SilentlyContinue
                """),
            "WriteSummary");

        Assert.Equal((1L, 1L, 1L), ((long)summary.Written, (long)summary.ConditionFailed, (long)summary.Invalid));
        Assert.Equal(["2=5", "3=5"], await VersionsAsync());
        Assert.StartsWith("ConditionValueMissing,", Assert.Single(Texts("$failed | % { $_.FullyQualifiedErrorId }")));
    }

    [Fact]
    public async Task Given_values_take_precedence_and_the_object_with_a_missing_one_is_invalid()
    {
        Run("1..2 | % { @{ Id = $_; Price = 5; name = 'x' } } | Write-DdbBatch").ThrowIfFailed();

        PowerShellResult result = Run("""
            $rows = @{ Id = 1; Price = 9; name = 'y' }, @{ Id = 2; Price = 9 }
            $rows | Update-DdbBatch -Condition '#Price BETWEEN :min AND :Price AND #{name} <> :name' -ConditionValue @{ ':min' = 1; Price = 6 }
            """);

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("ConditionValueMissing,", error.FullyQualifiedErrorId);
        Assert.Contains("Input 2: name:", error.ToString());
        Assert.Same(Session.Invoke("$rows[1]").Output.Single().BaseObject, PSObject.AsPSObject(error.TargetObject).BaseObject);
        Assert.Equal(["5", "9"], (await ItemsAsync()).Values.Select(item => item["Price"].N).Order());
    }

    [Theory]
    [InlineData("-Condition '# = :x'", "is not followed by a name")]
    [InlineData("-Condition '#{a = :x'", "has no '}'")]
    [InlineData("-Condition '#a = :x' -ConditionValue @{ x = 1; y = 2 }", ":y")]
    [InlineData("-Condition '#a = :x' -ConditionValue @{ x = { } }", "x: a value of type")]
    [InlineData("-ConditionValue @{ x = 1 }", "there is no -Condition")]
    public async Task A_condition_that_cannot_be_read_sends_nothing(string parameters, string text)
    {
        FaultProxy proxy = UseProxy(_ => Fault.None);

        Failure failure = RunToFailure($"@{{ Id = 1 }} | Write-DdbBatch {parameters}");

        Assert.StartsWith("InvalidCondition,", failure.Error.FullyQualifiedErrorId);
        Assert.Contains(text, failure.Error.ToString());
        Assert.Empty(proxy.Requests);
        Assert.Empty(await ItemsAsync());
    }

    [Theory]
    [InlineData("#a = = :v", "Syntax error")]
    [InlineData("nonsense(#a, :v)", "function")]
    [InlineData("Status = :v", "Write #Status")]
    public async Task A_condition_that_DynamoDB_cannot_read_ends_the_run_with_one_error_and_is_replaced_in_a_replay(string condition, string text)
    {
        Session.SetVariable("condition", condition);

        Failure failure = RunToFailure("""
            1..200 | % { @{ Id = $_; v = 1 } } | Update-DdbBatch -Condition $condition -UnprocessedVariable left -SummaryVariable s
            """);

        Assert.StartsWith("InvalidCondition,", failure.Error.FullyQualifiedErrorId);
        Assert.Contains(text, failure.Error.ToString());
        Assert.Empty(failure.Before.Errors);
        Assert.Equal(0L, Run("$s.Written").Output.Single().BaseObject);
        Assert.Empty(await ItemsAsync());

        Run("$left | Write-DdbBatch -Condition 'attribute_not_exists(#a) AND :v = :one' -ConditionValue @{ one = 1 }").ThrowIfFailed();
        Assert.Equal((int)Run("$left.Count").Output.Single().BaseObject, (await ItemsAsync()).Count);
    }

    [Fact]
    public async Task A_condition_that_fails_in_every_row_for_its_values_ends_the_table()
    {
        Run("1..300 | % { @{ Id = $_; Name = 'abc' } } | Write-DdbBatch").ThrowIfFailed();

        Failure failure = RunToFailure("""
            1..300 | % { @{ Id = $_; p = 5 } } | Update-DdbBatch -Condition 'begins_with(#Name, :p)' -ErrorAction SilentlyContinue -SummaryVariable s
            """);

        Assert.StartsWith("InputDoesNotMatchTable,", failure.Error.FullyQualifiedErrorId);
        Assert.Equal(300L, (long)Run("$s.Invalid + $s.Unprocessed").Output.Single().BaseObject);
        Assert.DoesNotContain((await ItemsAsync()).Values, item => item.ContainsKey("p"));
    }

    [Fact]
    public async Task A_value_of_a_wrong_type_refuses_only_its_own_object()
    {
        Run("1..3 | % { @{ Id = $_; Name = 'abc' } } | Write-DdbBatch").ThrowIfFailed();

        ErrorRecord error = Assert.Single(Run("""
            @{ Id = 1; p = 'a'; x = 1 }, @{ Id = 2; p = 5; x = 1 }, @{ Id = 3; p = 'a'; x = 1 } | Update-DdbBatch -Condition 'begins_with(#Name, :p)'
            """).Errors);

        Assert.StartsWith("ValidationException,", error.FullyQualifiedErrorId);
        Assert.Contains("Input 2", error.ToString());
        Assert.Equal([1, 3], (await ItemsAsync()).Where(item => item.Value.ContainsKey("x")).Select(item => item.Key).Order());
    }

    [Theory]
    [InlineData(1, "Direct")]
    [InlineData(60, "Direct")]
    [InlineData(60, "Sdk")]
    public async Task An_insert_leaves_an_item_that_exists_and_returns_it(int count, string transport)
    {
        Session.SetVariable("transport", transport);
        Session.SetVariable("count", count);
        Run("1..$count | ? { $_ % 2 } | % { @{ Id = $_; Name = 'old' } } | Write-DdbBatch").ThrowIfFailed();

        dynamic summary = Single(
            Run("1..$count | % { @{ Id = $_; Name = 'new' } } | Write-DdbBatch -Operation Insert -Transport $transport -Summary -ConditionFailedVariable there").ThrowIfFailed(),
            "WriteSummary");

        long existing = (count + 1) / 2;
        Assert.Equal((count - existing, existing), ((long)summary.Written, (long)summary.ConditionFailed));
        Assert.All(await ItemsAsync(), item => Assert.Equal(item.Key % 2 == 1 ? "old" : "new", item.Value["Name"].S));
        Assert.Equal(
            Enumerable.Repeat("Insert old new", (int)existing),
            Texts("$there | % { \"$($_.Operation) $($_.ExistingItem.Name) $($_.InputObject.Name)\" }"));
    }

    [Fact]
    public void An_object_that_is_not_written_is_not_passed_on_and_only_Verbose_reports_it()
    {
        Run("@{ Id = 1 } | Write-DdbBatch").ThrowIfFailed();

        PowerShellResult result = Run(
            "@{ Id = 1 }, @{ Id = 2 } | Write-DdbBatch -Operation Insert -PassThru -Verbose -UnprocessedVariable left").ThrowIfTerminated();

        Assert.Empty(result.Errors);
        Assert.Equal(2, Assert.Single(result.Output.Select(item => ((System.Collections.Hashtable)item.BaseObject)["Id"])));
        Assert.Single(result.Verbose, line => line == $"Input 1 (Insert) of table '{Table}': its condition is false, so it is not written.");
        Assert.Contains(result.Verbose, line => line.Contains("1 condition failed"));
        Assert.Empty((object[])Session.GetVariable("left")!);
    }

    [Fact]
    public void The_variable_is_reset_and_added_to_as_those_of_PowerShell()
    {
        Run("@{ Id = 1 } | Write-DdbBatch").ThrowIfFailed();
        const string insert = "@{ Id = 1 } | Write-DdbBatch -Operation Insert -ConditionFailedVariable";

        Assert.Equal(["1", "2", "0"], Texts($$"""
            {{insert}} there; $there.Count
            {{insert}} +there; $there.Count
            try { @{ Id = 1 } | Write-DdbBatch -Operation Insert -Condition '#' -ConditionFailedVariable there -ErrorAction SilentlyContinue } catch { }
            $there.Count
            """));
    }

    [Fact]
    public async Task An_invalid_object_keeps_its_condition_for_its_replay()
    {
        Run("@{ Id = 1; Version = 5 } | Write-DdbBatch").ThrowIfFailed();
        Run($$"""
            $bad = @{ Id = 1; Version = [double]::NaN }
            $bad | Write-DdbBatch {{NewerWins}} -UnprocessedVariable left -ErrorVariable failed -ErrorAction SilentlyContinue
            $bad.Version = 4
            """);

        dynamic first = Single(Run("$left | Write-DdbBatch -Summary").ThrowIfFailed(), "WriteSummary");
        dynamic second = Single(Run("$failed | Write-DdbBatch -Summary").ThrowIfFailed(), "WriteSummary");

        Assert.Equal((1L, 1L), ((long)first.ConditionFailed, (long)second.ConditionFailed));
        Assert.Equal(["1=5"], await VersionsAsync());
        Run("$bad.Version = 6; $left | Write-DdbBatch").ThrowIfFailed();
        Assert.Equal(["1=6"], await VersionsAsync());
    }

    private IEnumerable<string> Texts(string script) => Run(script).Output.Select(item => item.ToString());

    private async Task<IEnumerable<string>> VersionsAsync() =>
        (await ItemsAsync()).OrderBy(item => item.Key).Select(item => $"{item.Key}={item.Value["Version"].N}");
}
