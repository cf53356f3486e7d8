using System;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.BulkLoading;

/// <summary>
/// Many items, in processes whose memory is watched: 20,000, and a tenth of that. DDBBATCH_BULK_ITEMS says another number, as
/// 1000000.
/// </summary>
public sealed class LargeBulkLoadTests(DynamoDbLocalFixture dynamoDb, S3ServerFixture s3, TemporaryFolder folder)
    : BulkTestBase(dynamoDb, s3), IClassFixture<TemporaryFolder>
{
    // The parts of 5 MB of 32 objects, and the heap's own reserve. A few items need hardly any memory.
    private const long MostGrowthBytes = 192L << 20;

    private const string Script =
        """
        Import-Module $args[0]
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $load = Import-Csv $args[1] |
            Start-DdbBulkLoad -Table $args[2] -EndpointUrl $args[3] -S3EndpointUrl $args[4] -S3Uri $args[5] -Wait
        $peak = [System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
        "$($load.Succeeded) $($load.WrittenItems) $peak $($clock.Elapsed.TotalSeconds)"
        """;

    private readonly TemporaryFolder _folder = folder.Inner();

    private static int Items =>
        int.Parse(Environment.GetEnvironmentVariable("DDBBATCH_BULK_ITEMS") ?? "20000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Ten_times_the_items_take_no_more_than_the_parts_that_are_filled_and_the_table_equals_the_input()
    {
        long small = await LoadAsync(Items / 10);
        long large = await LoadAsync(Items);

        Assert.True(large - small < MostGrowthBytes, $"The process took {large >> 20} MB at most, and {small >> 20} MB for a tenth of the items.");
    }

    // Gives the most memory that the process took, in bytes.
    private async Task<long> LoadAsync(int items)
    {
        ItemDigest expected = new("Id");
        ItemDigest loaded = new("Id");
        string input = WriteInput(items, expected);
        Use(new BulkServerOptions { Items = loaded, Pace = BulkPace.Background });

        string[] output = await DotnetProcess.RunScriptAsync(
            Script, Checkout.Manifest, input, Table, Engine.Endpoint.AbsoluteUri, S3.Endpoint.AbsoluteUri, $"s3://{Bucket}/");

        string[] words = Assert.Single(output).Split(' ');
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{items} items: {long.Parse(words[2], CultureInfo.InvariantCulture) >> 20} MB at most, {words[3]} s");
        Assert.Equal(("True", $"{items}"), (words[0], words[1]));
        Assert.Equal((expected.Count, expected.Value), (loaded.Count, loaded.Value));
        return long.Parse(words[2], CultureInfo.InvariantCulture);
    }

    private string WriteInput(int items, ItemDigest expected)
    {
        string path = Path.Combine(_folder.Path, $"{items}.csv");
        using StreamWriter csv = new(path);
        csv.WriteLine("Id,Title,Artist,Genre");
        for (int i = 1; i <= items; i++)
        {
            (string title, string artist, string genre) = ($"Title of song number {i}", $"Artist {i % 977}", $"Genre {i % 13}");
            csv.WriteLine($"{i},{title},{artist},{genre}");
            expected.Put(JsonElement.Parse(
                $$$"""{"Id":{"N":"{{{i}}}"},"Title":{"S":"{{{title}}}"},"Artist":{"S":"{{{artist}}}"},"Genre":{"S":"{{{genre}}}"}}"""));
        }

        return path;
    }
}
