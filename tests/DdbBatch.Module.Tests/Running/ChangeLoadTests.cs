using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Running;

/// <summary>
/// Loads of updates, inserts and conditional puts, of 5,000 rows; DDBBATCH_CHANGES says another number, DDBBATCH_SEED the seed of
/// the faults and the order of the rows.
/// </summary>
public sealed class ChangeLoadTests(DynamoDbLocalFixture fixture, TemporaryFolder folder)
    : WriteTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private const int OtherAttributes = 10;
    private const double FaultShare = 0.3;

    private static readonly int Rows =
        int.Parse(Environment.GetEnvironmentVariable("DDBBATCH_CHANGES") ?? "5000", CultureInfo.InvariantCulture);

    private static readonly int Seed = Environment.GetEnvironmentVariable("DDBBATCH_SEED") is { } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Random.Shared.Next(1 << 30);

    private static readonly Fault[] Faults =
    [
        new Fault.ResetBefore(),
        new Fault.ResetAfter(),
        new Fault.HalfAnswer(),
        new Fault.WrongCrc(),
        new Fault.Error(500, "InternalServerError", "Oops"),
        new Fault.NotFromDynamoDb(503, "<html>Busy</html>"),
    ];

    private readonly TemporaryFolder _folder = folder.Inner();

    [Fact]
    public async Task Prices_that_are_merged_through_faults_leave_all_other_attributes_as_they_were()
    {
        Show();
        Load("items.csv", ["Id", "Price", .. Others.Select(number => $"A{number}")], Ids.Select(id => $"{id},{id},{string.Join(",", OtherValues(id))}"));
        Run("Import-DdbItem $file -AttributeType @{ Price = 'N' } | Write-DdbBatch").ThrowIfFailed();
        Load("prices.csv", ["Id", "Price"], Shuffled(Ids).Select(id => $"{id},{NewPrice(id)}"));
        FaultProxy proxy = UseProxy(
            request => request.Operation == "UpdateItem" && request.Random.NextDouble() < FaultShare
                ? Faults[request.Random.Next(Faults.Length)]
                : Fault.None,
            Seed);

        dynamic summary = Single(
            Run("Import-DdbItem $file -AttributeType @{ Price = 'N' } | Update-DdbBatch -ThrottleLimit 64 -Summary").ThrowIfFailed(), "WriteSummary");

        Assert.Equal((Rows, Rows, true), ((int)summary.Total, (int)summary.Written, (bool)summary.Succeeded));
        ProxiedRequest[] updates = [.. proxy.Requests.Where(request => request.Operation == "UpdateItem")];
        Assert.InRange(updates.Count(request => request.Fault != Fault.None), Rows / 4, Rows);
        Dictionary<int, Dictionary<string, AttributeValue>> items = await ItemsAsync();
        Assert.Equal(Ids, items.Keys.Order());
        Assert.All(items, item =>
        {
            Assert.Equal($"{NewPrice(item.Key)}", item.Value["Price"].N);
            Assert.Equal(OtherValues(item.Key), Others.Select(number => item.Value[$"A{number}"].S));
            Assert.Equal(OtherAttributes + 2, item.Value.Count);
        });
    }

    [Fact]
    public async Task Inserts_write_the_keys_that_are_new_and_none_of_the_others()
    {
        Show();
        Load("old.csv", ["Id", "Name"], Ids.Where(IsOld).Select(id => $"{id},old {id}"));
        Run("Import-DdbItem $file | Write-DdbBatch").ThrowIfFailed();
        Load("all.csv", ["Id", "Name"], Shuffled(Ids).Select(id => $"{id},new {id}"));

        dynamic summary = Single(Run("Import-DdbItem $file | Write-DdbBatch -Operation Insert -Summary").ThrowIfFailed(), "WriteSummary");

        int old = Ids.Count(IsOld);
        Assert.Equal(
            (Rows, Rows - old, old, true),
            ((int)summary.Total, (int)summary.Written, (int)summary.ConditionFailed, (bool)summary.Succeeded));
        Dictionary<int, Dictionary<string, AttributeValue>> items = await ItemsAsync();
        Assert.Equal(Ids, items.Keys.Order());
        Assert.All(items, item => Assert.Equal(IsOld(item.Key) ? $"old {item.Key}" : $"new {item.Key}", item.Value["Name"].S));
    }

    [Fact]
    public async Task The_newest_version_of_each_key_wins_over_two_processes_with_shuffled_versions()
    {
        const int versions = 25;
        const string load = """
            $ErrorActionPreference = 'Stop'
            Import-Module $args[0]
            $summary = Import-DdbItem $args[1] -AttributeType @{ Version = 'N' } | Write-DdbBatch -Table $args[2] -EndpointUrl $args[3] `
                -Condition '#Version < :Version OR attribute_not_exists(#Id)' -Summary
            "$($summary.Succeeded) $($summary.Total) $($summary.Written + $summary.ConditionFailed) $($summary.ConditionFailed -gt 0)"
            """;
        Show();
        string[] rows = [.. Shuffled(Ids).Select(number => $"{number / versions},{number % versions},version {number % versions}")];
        Task<string[]>[] processes =
        [
            .. rows.Chunk((Rows + 1) / 2).Select((half, i) => DotnetProcess.RunScriptAsync(
                load,
                Checkout.Manifest,
                _folder.Add($"half{i}.csv", $"Id,Version,Text\n{string.Join("\n", half)}\n"),
                Table,
                Server.Endpoint.AbsoluteUri)),
        ];

        foreach (string[] output in await Task.WhenAll(processes))
            Assert.Equal([$"True {Rows / 2} {Rows / 2} True"], output);
        Dictionary<int, Dictionary<string, AttributeValue>> items = await ItemsAsync();
        var newest = Ids.GroupBy(number => number / versions).ToDictionary(key => key.Key, key => key.Max(number => number % versions));
        Assert.Equal(newest.Keys.Order(), items.Keys.Order());
        Assert.All(items, item => Assert.Equal(
            ($"{newest[item.Key]}", $"version {newest[item.Key]}"), (item.Value["Version"].N, item.Value["Text"].S)));
    }

    private static IEnumerable<int> Ids => Enumerable.Range(1, Rows);

    private static IEnumerable<int> Others => Enumerable.Range(1, OtherAttributes);

    private static IEnumerable<string> OtherValues(int id) => Others.Select(number => $"value {number} of {id}");

    private static int NewPrice(int id) => 1_000_000 + id;

    private static bool IsOld(int id) => id % 2 == 0;

    private static int[] Shuffled(IEnumerable<int> numbers)
    {
        int[] shuffled = [.. numbers];
        new Random(Seed).Shuffle(shuffled);
        return shuffled;
    }

    private static void Show() => TestContext.Current.TestOutputHelper?.WriteLine($"DDBBATCH_SEED={Seed}");

    private void Load(string name, IEnumerable<string> header, IEnumerable<string> lines) =>
        Session.SetVariable("file", _folder.Add(name, string.Join(",", header) + "\n" + string.Join("\n", lines) + "\n"));
}
