using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Importing;

public sealed class IncrementalExportTests(DynamoDbLocalFixture fixture, TemporaryFolder folder)
    : WriteTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private const string Before = """{"Id":{"N":"1"},"V":{"S":"old"}}|{"Id":{"N":"2"},"V":{"S":"old"},"B":{"BS":["AA=="]}}""";
    private const string After = """{"Id":{"N":"1"},"V":{"S":"new"}}|{"Id":{"N":"3"},"V":{"N":"12345678901234567890123456789012345678"}}""";

    private readonly TemporaryFolder _folder = folder.Inner();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_export_brings_a_table_to_its_later_state_and_Revert_back(bool sharesDataFolder)
    {
        string export = AddExport("NEW_AND_OLD_IMAGES", sharesDataFolder);
        Put(Before);
        string[] before = await StoredAsync();

        Run($"Import-DdbItem '{export}' | Write-DdbBatch").ThrowIfFailed();
        string[] after = await StoredAsync();
        Run($"Import-DdbItem '{export}' -Revert | Write-DdbBatch").ThrowIfFailed();

        Assert.Equal(["1=new", "3=12345678901234567890123456789012345678"], after);
        Assert.Equal(before, await StoredAsync());
    }

    [Fact]
    public void Data_files_are_undone_if_their_manifest_is_near_them()
    {
        string export = AddExport("NEW_AND_OLD_IMAGES", sharesDataFolder: true);
        PowerShellResult result = Run($"Import-DdbItem '{Path.GetDirectoryName(export)}/data/*.gz' -Revert | % {{ \"$($_.Operation) $($_.Table)\" }}");
        Assert.Equal(["Delete ", "Put ", "Put "], result.ThrowIfFailed().Output.Select(line => line.ToString()).Order());
    }

    [Theory]
    [InlineData("NEW_IMAGE", "its outputView is NEW_IMAGE")]
    [InlineData(null, "its outputView is missing")]
    public async Task An_export_without_old_images_is_not_undone(string? view, string why)
    {
        string export = AddExport(view, sharesDataFolder: true);
        Put(After);

        ErrorRecord error = Assert.Single(Run($"Import-DdbItem '{export}' -Revert | Write-DdbBatch").Errors);

        Assert.StartsWith("RevertNotPossible,", error.FullyQualifiedErrorId);
        Assert.Contains(why, error.ToString());
        Assert.Contains("Download an incremental export with the view NEW_AND_OLD_IMAGES", error.ToString());
        Assert.Equal(2, (await StoredAsync()).Length);
    }

    [Fact]
    public void Changes_without_a_manifest_that_covers_them_are_not_undone()
    {
        string export = AddExport("NEW_AND_OLD_IMAGES", sharesDataFolder: true);
        string foreign = _folder.AddGzip("AWSDynamoDB/data/foreign.json.gz", Change("1", After.Split('|')[0], null));
        string loose = _folder.Add("x.json", Change("1", After.Split('|')[0], null));
        string full = _folder.Add($"{export}-2/manifest-summary.json", """{"exportType":"FULL_EXPORT","outputFormat":"DYNAMODB_JSON"}""");
        _folder.Add($"{export}-2/manifest-files.json", """{"itemCount":1,"dataFileS3Key":"AWSDynamoDB/x/data/a.json.gz"}""");
        foreach (string path in new[] { foreign, loose, full })
        {
            ErrorRecord error = Assert.Single(Run($"Import-DdbItem '{path}' -Revert").Errors);
            Assert.StartsWith("RevertNotPossible,", error.FullyQualifiedErrorId);
        }

        Session.SetVariable("stream", new MemoryStream("{}"u8.ToArray()));
        Assert.StartsWith("RevertNotPossible,", Assert.Single(Run("Import-DdbItem -InputStream $stream -Revert").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void Changes_show_their_operation_and_key()
    {
        string export = AddExport("NEW_IMAGE", sharesDataFolder: true);
        Assert.Equal(
            ["Put Id=1", "Delete Id=2", "Put Id=3"],
            Run($"Import-DdbItem '{export}' | % {{ \"$($_.Operation) $($_.Key)\" }}").ThrowIfFailed().Output.Select(line => line.ToString()));
    }

    [Fact]
    public void A_missing_data_file_is_an_error_that_says_what_to_download()
    {
        string export = AddExport("NEW_IMAGE", sharesDataFolder: true);
        File.Delete($"{Path.GetDirectoryName(export)}/data/a.json.gz");
        PowerShellResult result = Run($"Import-DdbItem '{export}'");
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("FileNotOpened,", error.FullyQualifiedErrorId);
        Assert.Contains("download AWSDynamoDB/data too", error.ToString());
        Assert.Single(result.Output);
    }

    private static string Change(string key, string? newImage, string? oldImage) =>
        "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1680109764000000\"}},\"Keys\":{\"Id\":{\"N\":\"" + key + "\"}}"
        + (newImage is null ? "" : $",\"NewImage\":{newImage}")
        + (oldImage is null ? "" : $",\"OldImage\":{oldImage}")
        + "}\n";

    // Updated, deleted, inserted.
    private string AddExport(string? view, bool sharesDataFolder)
    {
        string[] before = Before.Split('|');
        string[] after = After.Split('|');
        string export = $"{_folder.Path}/AWSDynamoDB/01693685827463-2d8752fd";
        string data = sharesDataFolder ? "AWSDynamoDB/data" : "AWSDynamoDB/01693685827463-2d8752fd/data";
        bool hasOld = view == "NEW_AND_OLD_IMAGES";
        string outputView = view is null ? "" : $",\"outputView\":\"{view}\"";
        _folder.Add($"{export}/manifest-summary.json", "{\"version\":\"2023-08-01\",\"itemCount\":3,\"outputFormat\":\"DYNAMODB_JSON\"" + outputView + ",\"exportType\":\"INCREMENTAL_EXPORT\"}");
        _folder.Add($"{export}/manifest-files.json", $$"""
            {"itemCount":2,"etag":"x","dataFileS3Key":"{{data}}/a.json.gz"}
            {"itemCount":1,"etag":"x","dataFileS3Key":"{{data}}/b.json.gz"}
            """);
        _folder.AddGzip($"{data}/a.json.gz", Change("1", after[0], hasOld ? before[0] : null) + Change("2", null, hasOld ? before[1] : null));
        _folder.AddGzip($"{data}/b.json.gz", Change("3", after[1], null));
        return export;
    }

    private void Put(string items)
    {
        string path = _folder.Add("before.jsonl", items.Replace('|', '\n'));
        Run($"Import-DdbItem '{path}' -Format DynamoDBJson | Write-DdbBatch").ThrowIfFailed();
    }

    private async Task<string[]> StoredAsync() =>
        [.. (await ItemsAsync()).OrderBy(item => item.Key).Select(item => $"{item.Key}={Text(item.Value)}")];

    private static string Text(Dictionary<string, AttributeValue> item) =>
        (item["V"].S ?? item["V"].N) + (item.ContainsKey("B") ? $" {Convert.ToBase64String(item["B"].BS.Single().ToArray())}" : "");
}
