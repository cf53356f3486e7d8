using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Capacity;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Commands;

public sealed class PreflightTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    [Theory]
    [InlineData("$i | Write-DdbBatch -WhatIf")]
    [InlineData("$WhatIfPreference = $true; $i | Write-DdbBatch; $WhatIfPreference = $false")]
    [InlineData("$i | Remove-DdbBatch -WhatIf")]
    [InlineData("Write-DdbBatch -InputObject $i -WhatIf -Summary -PassThru")]
    public async Task It_asks_for_the_table_alone_and_writes_nothing(string script)
    {
        FaultProxy proxy = UseProxy(_ => Fault.None);
        Run("$i = 1..60 | % { @{ Id = $_ } }");

        dynamic preflight = Only(Run(script).ThrowIfFailed());

        Assert.Equal(["DescribeTable"], proxy.Requests.Select(request => request.Operation));
        Assert.Empty(await ItemsAsync());
        Assert.Equal((60L, 0L, 3L, 60.0), ((long)preflight.Total, (long)preflight.Invalid, (long)preflight.Requests, (double)preflight.CapacityUnits));
        Assert.Equal(Table, (string)preflight.Table);
    }

    [Fact]
    public void It_says_what_if_once_a_table()
    {
        StringWriter shown = new();
        using PowerShellSession session = new(host: new ConsoleHost(shown, shown));

        session.Invoke(
            "1..30 | % { @{ Id = $_ } } | Write-DdbBatch -Table $args[0] -EndpointUrl $args[1] -WhatIf", Table, Server.Endpoint.AbsoluteUri)
            .ThrowIfFailed();

        string line = Assert.Single(shown.ToString().Split('\n'), text => text.StartsWith("What if:", StringComparison.Ordinal));
        Assert.Contains($"'{Table}'", line);
        Assert.Contains("Write-DdbBatch", line);
    }

    [Fact]
    public void Puts_deletes_sizes_and_the_largest_item_are_counted()
    {
        dynamic preflight = Only(Run("""
            $i = @{ Id = 1; Gone = $false }, @{ Id = 2; Gone = $false; Text = 'x' * 3000 }, @{ Id = 3; Gone = $true }
            $i | Write-DdbBatch -WhatIf -Operation { if ($_.Gone) { 'Delete' } else { 'Put' } }
            """).ThrowIfFailed());

        Assert.Equal((2L, 1L, 3L), ((long)preflight.Puts, (long)preflight.Deletes, (long)preflight.Total));
        // Id and a digit: 2 + 2; Gone and a flag: 4 + 1; Text and its value: 4 + 3000.
        Assert.Equal((3013, 2L), ((int)preflight.LargestItemBytes, (long)preflight.LargestItemPosition));
        Assert.Equal(9L + 3013 + 4, (long)preflight.SizeBytes);
        Assert.Equal(1.0 + 3 + 1, (double)preflight.TableCapacityUnits);
    }

    [Fact]
    public void Each_invalid_item_is_an_error_and_the_others_are_counted()
    {
        PowerShellResult result = Run("1, 2, 'three' | % { @{ Id = $_ } } | Write-DdbBatch -WhatIf -UnprocessedVariable left");

        dynamic preflight = Only(result);
        Assert.StartsWith("KeyTypeMismatch", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal((3L, 1L), ((long)preflight.Total, (long)preflight.Invalid));
        Assert.Equal("Invalid", ((dynamic)Assert.Single((object[])Session.GetVariable("left")!)).Outcome.ToString());
    }

    [Fact]
    public void A_table_is_reported_even_if_all_its_items_are_invalid()
    {
        dynamic preflight = Only(Run("@{ Other = 1 } | Write-DdbBatch -WhatIf"));

        Assert.Equal((1L, 1L, 0L), ((long)preflight.Total, (long)preflight.Invalid, (long)preflight.Requests));
    }

    [Fact]
    public void Invalid_objects_are_counted_to_the_end_whatever_MaxInvalid_says()
    {
        PowerShellResult result = Run("1..500 | % { @{ Wrong = $_ } } | Write-DdbBatch -WhatIf -MaxInvalid 5");

        dynamic preflight = Only(result);
        Assert.Equal((500L, 500L), ((long)preflight.Total, (long)preflight.Invalid));
        Assert.Equal((10, 1), (result.Errors.Count, result.Warnings.Count));
    }

    [Fact]
    public void A_table_that_does_not_exist_is_the_error_that_a_run_would_give()
    {
        Failure failure = RunToFailure("@{ Id = 1 } | Write-DdbBatch -Table NoSuchTable -WhatIf");

        Assert.StartsWith("TableNotFound", failure.Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void Duplicate_keys_are_counted_and_refused_if_a_run_would_refuse_them()
    {
        dynamic inOrder = Only(Run("1, 2, 1, 1 | % { @{ Id = $_ } } | Write-DdbBatch -WhatIf").ThrowIfFailed());
        PowerShellResult refused = Run("1, 2, 1, 1 | % { @{ Id = $_ } } | Write-DdbBatch -WhatIf -DuplicateKey Error");

        Assert.Equal((4L, 2L), ((long)inOrder.Total, (long)inOrder.DuplicateKeys));
        dynamic preflight = Only(refused);
        Assert.Equal((4L, 2L), ((long)preflight.Total, (long)preflight.Invalid));
        Assert.All(refused.Errors, error => Assert.StartsWith("DuplicateKey", error.FullyQualifiedErrorId));
        Assert.Equal(2, refused.Errors.Count);
    }

    [Fact]
    public async Task An_index_costs_for_the_items_that_have_all_of_its_key()
    {
        string table = DynamoDbLocalFixture.UniqueTableName();
        await Server.CreateTableAsync(
            table,
            "Id:N",
            null,
            new TableIndex("ByGenre", "Genre:S"),
            new TableIndex("ByGenreAndYear", "Genre:S", "Year:N"));

        dynamic preflight = Only(Run($$"""
            @{ Id = 1 }, @{ Id = 2; Genre = 'Jazz' }, @{ Id = 3; Genre = 'Jazz'; Year = 1999; Text = 'x' * 2000 } |
                Write-DdbBatch -Table {{table}} -WhatIf
            """).ThrowIfFailed());

        IReadOnlyDictionary<string, double> indexes = preflight.IndexCapacityUnits;
        Assert.Equal([("ByGenre", 3.0), ("ByGenreAndYear", 2.0)], indexes.OrderBy(use => use.Key).Select(use => (use.Key, use.Value)));
        Assert.Equal((4.0, 9.0), ((double)preflight.TableCapacityUnits, (double)preflight.CapacityUnits));
    }

    [Fact]
    public async Task The_time_is_that_of_the_provisioned_capacity_or_of_the_limit_if_that_is_slower()
    {
        await using CapacitySimulator simulator = new(TimeSpan.Zero, new SimulatedTable("Provisioned", "Id:N") { Capacity = 10 });
        UseEndpoint(simulator.Endpoint);
        const string input = "1..100 | % { @{ Id = $_ } } | Write-DdbBatch -Table Provisioned -WhatIf";

        dynamic atCapacity = Only(Run(input).ThrowIfFailed());
        dynamic atLimit = Only(Run($"{input} -MaxWriteCapacity 5").ThrowIfFailed());

        Assert.Equal((10.0, TimeSpan.FromSeconds(10)), ((double)atCapacity.WriteCapacity, (TimeSpan)atCapacity.EstimatedTime));
        Assert.Equal((10.0, TimeSpan.FromSeconds(20)), ((double)atLimit.WriteCapacity, (TimeSpan)atLimit.EstimatedTime));
    }

    [Fact]
    public void With_KeyName_nothing_at_all_is_asked_and_what_is_not_known_is_null()
    {
        FaultProxy proxy = UseProxy(_ => Fault.None);

        dynamic preflight = Only(Run("@{ Id = 1 } | Write-DdbBatch -KeyName Id:N -WhatIf").ThrowIfFailed());

        Assert.Empty(proxy.Requests);
        Assert.Null((object?)preflight.WriteCapacity);
        Assert.Null((object?)preflight.EstimatedTime);
        Assert.Null((object?)preflight.IndexCapacityUnits);
        Assert.Equal(1.0, (double)preflight.CapacityUnits);
    }

    [Theory]
    [InlineData(60, "")]
    [InlineData(40, "-MaxWriteCapacity 100")]
    public void Requests_are_counted_as_a_run_packs_them(int count, string parameters)
    {
        string input = $"1..{count} | % {{ @{{ Id = $_ }} }} | Write-DdbBatch {parameters}";
        FaultProxy proxy = UseProxy(_ => Fault.None);

        dynamic preflight = Only(Run($"{input} -WhatIf").ThrowIfFailed());
        Run(input).ThrowIfFailed();

        Assert.Equal(proxy.BatchWrites.Count, (int)preflight.Requests);
    }

    [Fact]
    public async Task There_is_one_for_each_table()
    {
        string other = DynamoDbLocalFixture.UniqueTableName();
        await Server.CreateTableAsync(other, "Id:N");
        Session.SetVariable("other", other);

        PowerShellResult result = Run("1..5 | % { @{ Id = $_ } } | Write-DdbBatch -WhatIf -Table { if ($_.Id -gt 3) { $other } else { $table } }")
            .ThrowIfFailed();

        Assert.Equal(
            [(Table, 3L), (other, 2L)],
            result.Output.Select(item => (dynamic)item.BaseObject).Select(item => ((string)item.Table, (long)item.Total)));
    }

    [Fact]
    public void Nothing_comes_of_no_input() => Assert.Empty(Run("@() | Write-DdbBatch -WhatIf -Summary").ThrowIfFailed().Output);

    private static dynamic Only(PowerShellResult result)
    {
        PSObject output = Assert.Single(result.Output);
        Assert.Equal("DdbBatch.Preflight", output.BaseObject.GetType().FullName);
        return output.BaseObject;
    }
}
