using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Commands;

public sealed class UpdateDdbBatchTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    [Theory]
    [InlineData("@{ Id = 1; Price = 5 }", "Update-DdbBatch")]
    [InlineData("[pscustomobject]@{ Id = '1'; Price = '5' }", "Update-DdbBatch -AttributeType @{ Price = 'N' }")]
    [InlineData("@{ Id = @{ N = '1' }; Price = @{ N = '5' } }", "Update-DdbBatch -DynamoDBJson")]
    [InlineData("@{ Id = 1; Price = 5 }", "Write-DdbBatch -Operation Update")]
    [InlineData("@{ Id = 1; Price = 5 }", "Write-DdbBatch -Operation { 'Update' }")]
    public async Task The_attributes_of_the_input_are_set_and_the_others_stay(string input, string command)
    {
        Run("@{ Id = 1; Price = 1; Name = 'n'; Tags = [Collections.Generic.HashSet[string]]@('a', 'b') } | Write-DdbBatch").ThrowIfFailed();

        Run($"{input} | {command}").ThrowIfFailed();

        Dictionary<string, AttributeValue> item = (await ItemsAsync())[1];
        Assert.Equal(("5", "n", 2), (item["Price"].N, item["Name"].S, item["Tags"].SS.Count));
    }

    [Fact]
    public async Task An_item_that_does_not_exist_is_created_unless_it_must_exist()
    {
        dynamic created = Single(Run("@{ Id = 1; A = 1 }, @{ Id = 2 } | Update-DdbBatch -Summary").ThrowIfFailed(), "WriteSummary");
        dynamic refused = Single(
            Run("@{ Id = 1; B = 1 }, @{ Id = 3; B = 1 } | Update-DdbBatch -MustExist -Summary -ConditionFailedVariable missing").ThrowIfFailed(),
            "WriteSummary");

        Assert.Equal((2L, 0L), ((long)created.Written, (long)created.ConditionFailed));
        Assert.Equal((1L, 1L, true), ((long)refused.Written, (long)refused.ConditionFailed, (bool)refused.Succeeded));
        Assert.Equal(["3 Update Id=3 True"], Texts("$missing | % { \"$($_.InputObject.Id) $($_.Operation) $($_.Key) $($null -eq $_.ExistingItem)\" }"));
        Assert.Equal([1, 2], (await ItemsAsync()).Keys.Order());
        Assert.Equal(["A", "B", "Id"], (await ItemsAsync())[1].Keys.Order());
    }

    [Theory]
    [InlineData("Update-DdbBatch -EmptyString Remove -NullValue Remove", "Id")]
    [InlineData("Update-DdbBatch -EmptyString @{ E = 'Remove' } -NullValue Omit", "Id,N=old")]
    [InlineData("Update-DdbBatch -EmptyString Omit -NullValue Omit", "E=old,Id,N=old")]
    [InlineData("Update-DdbBatch", "E=,Id,N=NULL")]
    [InlineData("Write-DdbBatch -Operation Update -NullValue @{ n = 'Remove' }", "E=,Id")]
    [InlineData("Write-DdbBatch -Operation { 'Update' } -NullValue Remove -EmptyString Remove", "Id")]
    public async Task Empty_values_remove_attributes_or_leave_them_as_the_parameters_say(string command, string expected)
    {
        Run("@{ Id = 1; E = 'old'; N = 'old' } | Write-DdbBatch").ThrowIfFailed();

        Run($"@{{ Id = 1; E = ''; N = $null }} | {command}").ThrowIfFailed();

        Dictionary<string, AttributeValue> item = (await ItemsAsync())[1];
        Assert.Equal(expected, string.Join(",", item.Keys.Order().Select(name =>
            name == "Id" ? name : $"{name}={(item[name].NULL is true ? "NULL" : item[name].S)}")));
    }

    [Theory]
    [InlineData("Write-DdbBatch -NullValue Remove")]
    [InlineData("Write-DdbBatch -Operation Put -EmptyString @{ A = 'Remove' }")]
    [InlineData("Write-DdbBatch -Operation Insert -EmptyString Remove")]
    [InlineData("Remove-DdbBatch -NullValue Remove")]
    [InlineData("ConvertTo-DdbJson -NullValue Remove")]
    public async Task Only_updates_take_Remove(string command)
    {
        Failure failure = RunToFailure($"@{{ Id = 1; A = '' }} | {command}");

        Assert.StartsWith("InvalidConversionParameter,", failure.Error.FullyQualifiedErrorId);
        Assert.Contains("Update-DdbBatch", failure.Error.ToString());
        Assert.Empty(await ItemsAsync());
    }

    [Fact]
    public async Task A_row_that_is_no_update_and_has_something_to_remove_is_invalid()
    {
        ErrorRecord error = Assert.Single(Run(
            "@{ Id = 1; A = ''; Op = 'Put' }, @{ Id = 2; A = ''; Op = 'Update' } | Write-DdbBatch -Operation { $_.Op } -EmptyString Remove").Errors);

        Assert.StartsWith("RemoveWithoutUpdate,", error.FullyQualifiedErrorId);
        Assert.Contains("A:", error.ToString());
        Assert.Equal(2, Assert.Single(await ItemsAsync()).Key);
    }

    [Theory]
    [InlineData("SELECT")]
    [InlineData("name")]
    [InlineData("first.name")]
    [InlineData("first name")]
    [InlineData("#1")]
    [InlineData(":v")]
    [InlineData("😀")]
    [InlineData("a\"b")]
    [InlineData("0")]
    public async Task Every_name_that_an_attribute_can_have_can_be_set_and_removed(string name)
    {
        Session.SetVariable("name", name);
        Run("@{ Id = 1; $name = 'old'; \"$name 2\" = 'other' } | Write-DdbBatch").ThrowIfFailed();

        Run("@{ Id = 1; $name = 'new' } | Update-DdbBatch").ThrowIfFailed();
        Assert.Equal("new", (await ItemsAsync())[1][name].S);

        Run("@{ Id = 1; $name = $null } | Update-DdbBatch -NullValue Remove -Condition \"#{$name} = :old\" -ConditionValue @{ old = 'new' }").ThrowIfFailed();
        Dictionary<string, AttributeValue> item = (await ItemsAsync())[1];
        Assert.Equal(2, item.Count);
        Assert.False(item.ContainsKey(name));
    }

    [Fact]
    public async Task Names_that_differ_in_case_are_different_attributes()
    {
        Run("@{ Id = 1; price = 1 } | Write-DdbBatch").ThrowIfFailed();
        Run("@{ Id = 1; Price = 2 } | Update-DdbBatch").ThrowIfFailed();

        Dictionary<string, AttributeValue> item = (await ItemsAsync())[1];
        Assert.Equal(("1", "2"), (item["price"].N, item["Price"].N));
    }

    [Fact]
    public async Task A_map_is_replaced_as_a_whole()
    {
        Run("@{ Id = 1; Map = @{ A = 1; B = 2 } } | Write-DdbBatch").ThrowIfFailed();
        Run("@{ Id = 1; Map = @{ A = 3; C = $null } } | Update-DdbBatch -NullValue Remove").ThrowIfFailed();

        Assert.Equal("3", Assert.Single((await ItemsAsync())[1]["Map"].M).Value.N);
    }

    [Theory]
    [InlineData("@{ A = 1 }", "KeyMissing")]
    [InlineData("@{ Id = $null; A = 1 }", "KeyTypeMismatch")]
    [InlineData("@{ Id = ''; A = 1 }", "KeyTypeMismatch")]
    public void A_key_attribute_is_never_removed(string input, string errorId)
    {
        ErrorRecord error = Assert.Single(Run($"{input} | Update-DdbBatch -EmptyString Remove -NullValue Remove").Errors);

        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId);
        Assert.Contains("Id", error.ToString());
    }

    [Fact]
    public async Task More_attributes_than_an_expression_takes_are_invalid_and_never_split()
    {
        Run("$row = @{ Id = 1 }; 1..600 | % { $row[\"attribute $_\"] = $_ }; $many = @{ Id = 2 }; 1..450 | % { $many[\"attribute $_\"] = $_ }");

        ErrorRecord error = Assert.Single(Run("$row, $many | Update-DdbBatch -UnprocessedVariable left").Errors);

        Assert.StartsWith("TooManyAttributes,", error.FullyQualifiedErrorId);
        Assert.Contains("600 attributes", error.ToString());
        Assert.Same(Session.GetVariable("row"), PSObject.AsPSObject(error.TargetObject).BaseObject);
        Assert.Equal(451, Assert.Single(await ItemsAsync()).Value.Count);
    }

    [Fact]
    public async Task Operations_of_all_kinds_on_one_key_are_carried_out_in_order()
    {
        FaultProxy proxy = UseProxy(request => request.Random.Next(3) == 0
            ? new Fault.Error(400, "ProvisionedThroughputExceededException", "Slow down")
            : Fault.None);

        dynamic summary = Single(
            Run("""
                1..20 | % {
                    @{ Op = 'Put'; Id = $_; A = 1; B = 1 }
                    @{ Op = 'Update'; Id = $_; B = 2 }
                    @{ Op = 'Insert'; Id = $_; B = 3 }
                    @{ Op = 'Delete'; Id = $_ }
                    @{ Op = 'Insert'; Id = $_; C = 4 }
                    @{ Op = 'Update'; Id = $_; D = 5 }
                } | Write-DdbBatch -Operation { $_.Op } -AttributeType @{ Op = 'Ignore' } -Summary
                """).ThrowIfFailed(),
            "WriteSummary");

        Assert.Equal((120L, 100L, 20L), ((long)summary.Total, (long)summary.Written, (long)summary.ConditionFailed));
        Assert.All((await ItemsAsync()).Values, item => Assert.Equal(["C", "D", "Id"], item.Keys.Order()));
        Assert.Equal(
            ["BatchExecuteStatement", "BatchWriteItem", "DescribeTable", "UpdateItem"],
            proxy.Requests.Select(request => request.Operation).Distinct().Order());
    }

    [Fact]
    public async Task KeepLast_joins_updates_of_one_key()
    {
        FaultProxy proxy = UseProxy(_ => Fault.None);

        dynamic summary = Single(
            Run("@{ Id = 1; A = 1; B = 1 }, @{ Id = 1; B = 2 }, @{ Id = 1; C = 3 } | Update-DdbBatch -DuplicateKey KeepLast -ThrottleLimit 1 -Summary").ThrowIfFailed(),
            "WriteSummary");

        Assert.Equal(3L, (long)summary.Written + (long)summary.Superseded);
        Dictionary<string, AttributeValue> item = (await ItemsAsync())[1];
        Assert.Equal(("1", "2", "3"), (item["A"].N, item["B"].N, item["C"].N));
        Assert.Equal((long)summary.Written, proxy.Requests.Count(request => request.Operation == "UpdateItem"));
    }

    [Fact]
    public async Task WhatIf_counts_updates_and_inserts_and_writes_nothing()
    {
        dynamic preflight = Single(
            Run("""
                @{ Op = 'Update'; Id = 1; A = 'x' * 3000 }, @{ Op = 'Insert'; Id = 2 }, @{ Op = 'Put'; Id = 3 } |
                    Write-DdbBatch -Operation { $_.Op } -WhatIf
                """).ThrowIfFailed(),
            "Preflight");

        Assert.Equal((1L, 1L, 1L, 3L), ((long)preflight.Updates, (long)preflight.Inserts, (long)preflight.Puts, (long)preflight.Requests));
        Assert.Equal(5.0, (double)preflight.CapacityUnits);
        Assert.True((bool)preflight.IsLowerBound);
        Assert.Contains("at least 5 WCU", preflight.ToString());
        Assert.Empty(await ItemsAsync());
    }

    [Fact]
    public async Task An_error_of_an_update_is_replayed_as_an_update()
    {
        Run("@{ Id = 1; Name = 'kept'; Price = 1 } | Write-DdbBatch").ThrowIfFailed();
        Run("$bad = @{ Id = 1; Price = [double]::NaN }; $bad | Update-DdbBatch -ErrorVariable failed -ErrorAction SilentlyContinue; $bad.Price = 2");

        Run("$failed | Write-DdbBatch").ThrowIfFailed();

        Dictionary<string, AttributeValue> item = (await ItemsAsync())[1];
        Assert.Equal(("kept", "2"), (item["Name"].S, item["Price"].N));
    }

    private IEnumerable<string> Texts(string script) => Run(script).ThrowIfFailed().Output.Select(item => item.ToString());
}
