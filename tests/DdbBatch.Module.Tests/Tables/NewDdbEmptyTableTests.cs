using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Tables;

public sealed class NewDdbEmptyTableTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    private const string Active = "\"TableStatus\":\"ACTIVE\"";

    private readonly string _new = DynamoDbLocalFixture.UniqueTableName();

    [Theory]
    [InlineData("Artist", "Artist:S")]
    [InlineData("Artist, 'Year:N'", "Artist:S, Year:N")]
    [InlineData("'Hash:B', 'a:b:S'", "Hash:B, a:b:S")]
    public async Task A_table_has_the_keys_of_KeyName_and_is_on_demand(string keyName, string expected)
    {
        dynamic created = Create($"-KeyName {keyName}");

        Assert.Equal(expected, string.Join(", ", created.KeyName));
        Assert.Equal((_new, "ACTIVE", "PAY_PER_REQUEST", null), (created.Table, created.Status, created.BillingMode, (long?)created.ReadCapacity));
        TableDescription table = await DescribeAsync();
        Assert.Equal(BillingMode.PAY_PER_REQUEST, table.BillingModeSummary.BillingMode);
        Run($"Write-DdbBatch -Table {_new} -KeyName {string.Join(",", ((IReadOnlyList<string>)created.KeyName).Select(key => $"'{key}'"))} -EndpointUrl $endpoint -WhatIf -InputObject @{{ Artist = 'a'; Year = 1; Hash = [byte[]]1; 'a:b' = 'c' }}").ThrowIfFailed();
    }

    [Fact]
    public void A_hashtable_of_tables_is_a_key_as_for_the_other_commands() =>
        Assert.Equal("Artist:S, Year:N", string.Join(", ", Create($"-KeyName @{{ '{_new}' = 'Artist', 'Year:N' }}").KeyName));

    [Fact]
    public async Task Capacity_is_provisioned_if_it_is_specified()
    {
        dynamic created = Create("-KeyName Id -ReadCapacity 7 -WriteCapacity 8");

        Assert.Equal((7L, 8L, "PROVISIONED"), ((long)created.ReadCapacity, (long)created.WriteCapacity, created.BillingMode));
        TableDescription table = await DescribeAsync();
        Assert.Equal((7L, 8L), (table.ProvisionedThroughput.ReadCapacityUnits, table.ProvisionedThroughput.WriteCapacityUnits));
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "-ReadCapacity 9 -WriteCapacity 10")]
    [InlineData(false, "-ReadCapacity 9 -WriteCapacity 10")]
    public async Task A_table_like_another_has_its_keys_indexes_and_capacity(bool isProvisioned, string arguments)
    {
        string other = await CreateOtherAsync(isProvisioned);

        dynamic created = Create($"-Like {other} {arguments}");

        Assert.Equal(
            ["by-year (Artist:S, Year:N; INCLUDE)", "by-genre (Genre:B; KEYS_ONLY)"],
            ((IEnumerable<object>)created.Indexes).Select(index => index.ToString()));
        TableDescription table = await DescribeAsync();
        Assert.Equal(["Artist:S", "Genre:B", "Title:S", "Year:N"], table.AttributeDefinitions.Select(one => $"{one.AttributeName}:{one.AttributeType}").Order());
        Assert.Equal(["Artist", "Title"], table.KeySchema.Select(key => key.AttributeName));
        Assert.Equal(["Price"], table.LocalSecondaryIndexes.Single().Projection.NonKeyAttributes);
        GlobalSecondaryIndexDescription index = table.GlobalSecondaryIndexes.Single();
        Assert.Equal((ProjectionType.KEYS_ONLY, "Genre"), (index.Projection.ProjectionType, index.KeySchema.Single().AttributeName));
        Assert.Equal(isProvisioned || arguments != "" ? (arguments == "" ? 3L : 9L) : 0L, table.ProvisionedThroughput.ReadCapacityUnits);
        Assert.Equal(isProvisioned ? 5L : arguments == "" ? 0L : 9L, index.ProvisionedThroughput.ReadCapacityUnits);
    }

    [Fact]
    public async Task Properties_that_are_not_copied_are_listed()
    {
        string other = await CreateOtherAsync(isProvisioned: false);

        PowerShellResult result = Run($"New-DdbEmptyTable {_new} -Like {other} -EndpointUrl $endpoint -Verbose 4>&1 | ? {{ $_ -is [System.Management.Automation.VerboseRecord] }} | % {{ \"$_\" }}");

        string line = Assert.Single(result.Output.Select(line => line.ToString()), line => line!.StartsWith("Not copied", StringComparison.Ordinal))!;
        Assert.StartsWith($"Not copied from '{other}': stream (KEYS_ONLY)", line);
        Assert.Contains("time to live", line);
    }

    [Theory]
    [InlineData("-KeyName Id")]
    [InlineData("-Like $table")]
    public async Task WhatIf_creates_nothing(string arguments)
    {
        Assert.Empty(Run($"New-DdbEmptyTable {_new} {arguments} -EndpointUrl $endpoint -WhatIf").ThrowIfFailed().Output);
        await Assert.ThrowsAsync<ResourceNotFoundException>(DescribeAsync);
    }

    [Theory]
    [InlineData("New-DdbEmptyTable $table -KeyName Other -EndpointUrl $endpoint", "TableExists", "It was not changed")]
    [InlineData("New-DdbEmptyTable X-new -Like NoSuchTable -EndpointUrl $endpoint", "TableNotFound", "NoSuchTable")]
    [InlineData("New-DdbEmptyTable a -KeyName Id", "InvalidTableName", "3 to 255 characters")]
    [InlineData("New-DdbEmptyTable arn:aws:dynamodb:eu-central-1:123456789012:table/Music -KeyName Id", "InvalidTableName", "new table")]
    [InlineData("New-DdbEmptyTable X-new -KeyName A, B, C", "InvalidKeyName", "at most one sort key")]
    [InlineData("New-DdbEmptyTable X-new -KeyName 'A', 'A'", "InvalidKeyName", "'A' is given twice")]
    [InlineData("New-DdbEmptyTable X-new -KeyName 5", "InvalidKeyName", "this is a Int32: 5")]
    [InlineData("New-DdbEmptyTable X-new -KeyName A, @{ B = 'C' }", "InvalidKeyName", "this is a Hashtable")]
    [InlineData("New-DdbEmptyTable X-new -KeyName @{ Other = 'A' }", "InvalidKeyName", "no keys of table 'X-new'")]
    [InlineData("New-DdbEmptyTable X-new -KeyName 'A:SS'", "InvalidKeyName", "S, N or B")]
    [InlineData("New-DdbEmptyTable X-new -KeyName Id -ReadCapacity 5", "CapacityIncomplete", "belong together")]
    public void A_table_that_cannot_be_created_is_an_error(string script, string errorId, string expected)
    {
        ErrorRecord error = RunToFailure(script).Error;
        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId);
        Assert.Contains(expected, error.ToString());
    }

    [Fact]
    public async Task A_lost_answer_does_not_make_the_new_table_one_that_existed_before()
    {
        FaultProxy proxy = UseProxy(request => request is { Operation: "CreateTable", OperationNumber: 1 } ? new Fault.ResetAfter() : Fault.None);

        Create("-KeyName Id");

        Assert.Equal(2, proxy.Requests.Count(request => request.Operation == "CreateTable"));
        Assert.Equal(TableStatus.ACTIVE, (await DescribeAsync()).TableStatus);
    }

    [Fact]
    public void The_command_waits_until_the_table_is_active()
    {
        FaultProxy proxy = UseProxy(request => request.Operation != "DescribeTable" ? Fault.None : request.OperationNumber switch
        {
            1 => new Fault.Error(400, "ResourceNotFoundException", "Not yet."),
            2 => new Fault.EditAnswer(Active, "\"TableStatus\":\"CREATING\""),
            _ => Fault.None,
        });

        Assert.Equal("ACTIVE", Create("-KeyName Id").Status);

        Assert.Equal(3, proxy.Requests.Count(request => request.Operation == "DescribeTable"));
    }

    [Fact]
    public void A_table_that_is_deleted_meanwhile_is_an_error()
    {
        UseProxy(request => request.Operation == "DescribeTable" ? new Fault.EditAnswer(Active, "\"TableStatus\":\"DELETING\"") : Fault.None);
        Assert.StartsWith("TableGone,", RunToFailure($"New-DdbEmptyTable {_new} -KeyName Id -EndpointUrl $endpoint").Error.FullyQualifiedErrorId);
    }

    [Fact]
    public async Task Stopping_ends_the_wait()
    {
        TaskCompletionSource waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        UseProxy(request =>
        {
            if (request is { Operation: "DescribeTable", OperationNumber: > 1 })
                waits.TrySetResult();
            return request.Operation == "DescribeTable" ? new Fault.EditAnswer(Active, "\"TableStatus\":\"CREATING\"") : Fault.None;
        });
        using PowerShell shell = Session.CreatePowerShell();
        shell.AddScript($"New-DdbEmptyTable {_new} -KeyName Id -EndpointUrl $endpoint");
        IAsyncResult running = shell.BeginInvoke();
        await waits.Task;

        shell.Stop();

        Assert.ThrowsAny<RuntimeException>(() => shell.EndInvoke(running));
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
    }

    private dynamic Create(string arguments) =>
        Single(Run($"New-DdbEmptyTable {_new} {arguments} -EndpointUrl $endpoint").ThrowIfFailed(), "TableInfo");

    private async Task<TableDescription> DescribeAsync() => (await Server.Client.DescribeTableAsync(_new)).Table;

    private async Task<string> CreateOtherAsync(bool isProvisioned)
    {
        string other = DynamoDbLocalFixture.UniqueTableName();
        ProvisionedThroughput? Capacity(long read) => isProvisioned ? new ProvisionedThroughput(read, 4) : null;
        await Server.Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = other,
            BillingMode = isProvisioned ? BillingMode.PROVISIONED : BillingMode.PAY_PER_REQUEST,
            ProvisionedThroughput = Capacity(3),
            KeySchema = [new("Artist", KeyType.HASH), new("Title", KeyType.RANGE)],
            AttributeDefinitions = [new("Artist", "S"), new("Title", "S"), new("Year", "N"), new("Genre", "B")],
            StreamSpecification = new StreamSpecification { StreamEnabled = true, StreamViewType = StreamViewType.KEYS_ONLY },
            LocalSecondaryIndexes =
            [
                new()
                {
                    IndexName = "by-year",
                    KeySchema = [new("Artist", KeyType.HASH), new("Year", KeyType.RANGE)],
                    Projection = new Projection { ProjectionType = ProjectionType.INCLUDE, NonKeyAttributes = ["Price"] },
                },
            ],
            GlobalSecondaryIndexes =
            [
                new()
                {
                    IndexName = "by-genre",
                    KeySchema = [new("Genre", KeyType.HASH)],
                    Projection = new Projection { ProjectionType = ProjectionType.KEYS_ONLY },
                    ProvisionedThroughput = Capacity(5),
                },
            ],
        });
        return other;
    }
}
