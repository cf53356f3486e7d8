using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.FailedItems;

/// <summary>Leftovers and imported requests that something made other objects of.</summary>
public sealed class LeftoverCopyTests(DynamoDbLocalFixture fixture, TemporaryFolder folder)
    : WriteTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private const string Roundtrip = "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_, 1))";

    // The effect of Select-Object, which the engine from NuGet lacks; the Pester tests use the real command.
    private const string Select = "$o = [psobject]::new(); foreach ($p in $_.PSObject.Properties | ? Name -in NAMES) { "
        + "$o.PSObject.Properties.Add([psnoteproperty]::new($p.Name, $p.Value)) }; "
        + "$o.PSObject.TypeNames.Insert(0, \"Selected.$($_.PSObject.BaseObject.GetType().FullName)\"); $o";

    // As ConvertTo-Json | ConvertFrom-Json give it, which the engine from NuGet lacks: enums are numbers, times DateTimes.
    private const string Json = """
        $j = [ordered]@{}
        foreach ($p in $_.PSObject.Properties) {
            $j[$p.Name] = if ($p.Value -is [enum]) { [long] $p.Value.value__ }
                elseif ($p.Value -is [datetimeoffset]) { $p.Value.UtcDateTime }
                elseif ($p.Name -eq 'InputObject') { $null } else { $p.Value }
        }
        """;

    public static TheoryData<string> Transports => [
        "$_",
        Roundtrip,
        SelectAll,
        "& { " + SelectAll + " } | % { " + Roundtrip + " }",
        Roundtrip + " | % { " + SelectAll + " }",
        Json + "[pscustomobject] $j",
        Json + "[hashtable] $j",
        Selecting("Operation, Outcome, ChangeJson, DynamoDBJson, InputObject, Table"),
    ];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_leftover_is_replayed_as_what_it_was(string transport)
    {
        Run("@{ Id = 2; Old = 1 } | Write-DdbBatch").ThrowIfFailed();
        string failed = folder.Add(Guid.NewGuid().ToString("n") + ".jsonl", string.Join("\n",
            Line("Put", "Unknown", "Item", """{"Id":{"N":"1"},"n":{"N":"0.12345678901234567890123456789012345678"}}"""),
            Line("Delete", "Unprocessed", "Key", """{"Id":{"N":"2"}}""")).Replace("TABLE", Table, StringComparison.Ordinal));
        Session.Invoke("$PSDefaultParameterValues.Remove('*-DdbBatch:Table')");

        Run($"Import-DdbItem '{failed}' | % {{ {transport} }} | Write-DdbBatch").ThrowIfFailed();

        KeyValuePair<int, Dictionary<string, AttributeValue>> item = Assert.Single(await ItemsAsync());
        Assert.Equal("0.12345678901234567890123456789012345678", item.Value["n"].N);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_change_is_replayed_with_all_that_it_says(string transport)
    {
        Run("1..3 | % { @{ Id = $_; Version = 5; Old = 1; Name = 'kept' } } | Write-DdbBatch").ThrowIfFailed();
        const string condition = """{"Remove":["Old"],"MustExist":true,"Condition":"#Version < :Version AND #Name = :name","ConditionValues":{"Version":{"N":"VERSION"},"name":{"S":"kept"}}}""";
        string Change(string version) => condition.Replace("VERSION", version, StringComparison.Ordinal);
        string failed = folder.Add(Guid.NewGuid().ToString("n") + ".jsonl", string.Join("\n",
            ChangeLine("Update", """{"Id":{"N":"1"},"Version":{"N":"6"}}""", Change("6")),
            ChangeLine("Update", """{"Id":{"N":"2"},"Version":{"N":"4"}}""", Change("4")),
            ChangeLine("Insert", """{"Id":{"N":"3"},"Version":{"N":"6"}}""", "{}"),
            ChangeLine("Insert", """{"Id":{"N":"4"}}""", "{}"),
            ChangeLine("Update", """{"Id":{"N":"5"}}""", Change("6"))).Replace("TABLE", Table, StringComparison.Ordinal));
        Session.Invoke("$PSDefaultParameterValues.Remove('*-DdbBatch:Table')");

        dynamic summary = Single(
            Run($"Import-DdbItem '{failed}' | % {{ {transport} }} | Write-DdbBatch -Summary").ThrowIfFailed(), "WriteSummary");

        Assert.Equal((2L, 3L, true), ((long)summary.Written, (long)summary.ConditionFailed, (bool)summary.Succeeded));
        Assert.Equal(
            ["Id,Name,Version=6", "Id,Name,Old,Version=5", "Id,Name,Old,Version=5", "Id"],
            (await ItemsAsync()).OrderBy(item => item.Key).Select(item => string.Join(
                ",", item.Value.Keys.Order(StringComparer.Ordinal).Select(name => name == "Version" ? $"Version={item.Value[name].N}" : name))));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task An_imported_request_is_sent_as_what_it_was(string transport)
    {
        Run("@{ Id = 2; Old = 1 } | Write-DdbBatch").ThrowIfFailed();
        string requests = Requests();
        Session.Invoke("$PSDefaultParameterValues.Remove('*-DdbBatch:Table')");

        Run($"Import-DdbItem '{requests}' -Format DynamoDBJson | % {{ {transport} }} | Write-DdbBatch").ThrowIfFailed();

        Assert.Equal(1, Assert.Single(await ItemsAsync()).Key);
    }

    [Fact]
    public void An_imported_request_shows_its_operation_and_its_table()
    {
        PSObject[] shown = [.. Run($"Import-DdbItem '{Requests()}' -Format DynamoDBJson").ThrowIfFailed().Output];

        Assert.Equal(
            ["Put " + Table, "Delete " + Table],
            shown.Select(item => $"{item.Properties["Operation"].Value} {item.Properties["Table"].Value}"));
    }

    [Theory]
    [InlineData("Table, DynamoDBJson, InputObject", "", "Operation")]
    [InlineData("Table, Operation, Outcome", "", "DynamoDBJson")]
    [InlineData("Table, Operation, Outcome, InputObject, ChangeJson, DynamoDBJson", "$o.Operation = 'Drop'; ", "Operation")]
    [InlineData("Table, Operation, Outcome, InputObject, ChangeJson, DynamoDBJson", "$o.Operation = '0,1'; ", "Operation")]
    [InlineData("Table, Operation, Outcome, InputObject, ChangeJson, DynamoDBJson", "$o.DynamoDBJson = '{'; ", "DynamoDBJson")]
    [InlineData("Table, Operation, Outcome, InputObject, DynamoDBJson", "", "property ChangeJson is missing")]
    [InlineData("Table, Operation, Outcome, InputObject, ChangeJson, DynamoDBJson", "$o.ChangeJson = '{\"Conditon\":\"x\"}'; ", "Conditon")]
    public async Task A_copy_that_lost_what_it_was_to_do_is_refused(string names, string change, string property)
    {
        string transport = Selecting(names).Replace("; $o.PSObject.TypeNames", $"; {change}$o.PSObject.TypeNames", StringComparison.Ordinal);
        Run("@{ Id = 2; Old = 1 } | Write-DdbBatch").ThrowIfFailed();

        PowerShellResult result = Run($"Import-DdbItem '{Requests()}' -Format DynamoDBJson | % {{ {transport} }} | Write-DdbBatch");

        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith("LeftoverIncomplete", error.FullyQualifiedErrorId));
        Assert.All(result.Errors, error => Assert.Contains(property, error.ToString()));
        Assert.Equal("1", Assert.Single(await ItemsAsync()).Value["Old"].N);
    }

    private static string SelectAll => Select.Replace(" | ? Name -in NAMES", "", StringComparison.Ordinal);

    private static string Selecting(string names) =>
        Select.Replace("NAMES", string.Join(", ", names.Split(", ").Select(name => $"'{name}'")), StringComparison.Ordinal);

    private static string Line(string operation, string outcome, string name, string item) => $$"""
        {"DdbBatch":"failed/1","Table":"TABLE","Operation":"{{operation}}","Outcome":"{{outcome}}","{{name}}":{{item}},"ErrorCode":"E","Reason":"R","Attempts":1,"Position":1,"SettlesAt":"2020-01-01T00:00:00+00:00"}
        """;

    private static string ChangeLine(string operation, string item, string change) => Line(operation, "Unprocessed", "Item", item)
        .Replace("\"Item\"", $"\"Change\":{change},\"Item\"", StringComparison.Ordinal);

    private string Requests() => folder.Add(
        Guid.NewGuid().ToString("n") + ".json",
        """{"RequestItems":{"TABLE":[{"PutRequest":{"Item":{"Id":{"N":"1"}}}},{"DeleteRequest":{"Key":{"Id":{"N":"2"}}}}]}}"""
            .Replace("TABLE", Table, StringComparison.Ordinal));
}
