using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Microsoft.VisualBasic.FileIO;
using Xunit;

namespace DdbBatch.Module.Tests.QuickStart;

/// <summary>The README's command, in a process of its own, against the server of the tests.</summary>
public sealed class QuickStartTests(DynamoDbLocalFixture fixture) : IAsyncLifetime
{
    private const string Table = "Music";

    private static readonly string Program = Path.Combine(
        Checkout.Root, "samples", "QuickStart", "bin", BuildFacts.Configuration, "net10.0", "QuickStart.dll");

    [Fact]
    public async Task The_table_then_holds_exactly_the_rows_of_the_file()
    {
        string[][] rows = ReadMusic();

        (int exitCode, string output, string messages) = await RunAsync();

        Assert.True(exitCode == 0, messages);
        Assert.Contains("PS> Import-Csv samples/music.csv | Write-DdbBatch -Table Music", messages);
        Assert.Contains($"has {rows.Length - 1} items", output);
        DynamoDbLocal server = await fixture.ServerAsync();
        IEnumerable<string> items = (await server.ScanAsync(Table)).Select(
            item => string.Join('|', item.OrderBy(cell => cell.Key).Select(cell => $"{cell.Key}={cell.Value.S}")));
        IEnumerable<string> expected = rows[1..].Select(
            row => string.Join('|', rows[0].Zip(row).OrderBy(cell => cell.First).Select(cell => $"{cell.First}={cell.Second}")));
        Assert.Equal(expected.Order(), items.Order());
    }

    [Fact]
    public void The_file_has_what_real_files_have()
    {
        string[][] rows = ReadMusic();
        string[] cells = [.. rows[1..].SelectMany(row => row)];

        Assert.True(rows.Length > 1000);
        Assert.Equal(rows.Length, rows.Select(row => (row[0], row[1])).Distinct().Count());
        Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
        Assert.All(rows, row => Assert.True(row[0].Length > 0 && row[1].Length > 0));
        Assert.All(new[] { ',', '"', '\n', 'é', '東' }, character => Assert.Contains(cells, cell => cell.Contains(character)));
        Assert.Contains("", cells);
    }

    [Fact]
    public async Task Any_command_line_runs_with_the_module_loaded()
    {
        (int exitCode, string output, _) = await RunAsync("-Command", """
            @{ Artist = 'Zoë'; SongTitle = '1' } | Write-DdbBatch -Table Music -PassThru | ForEach-Object Artist
            """);

        Assert.Equal((0, "Zoë"), (exitCode, output.Trim()));
    }

    [Fact]
    public async Task An_error_goes_to_standard_error_and_into_the_exit_code()
    {
        (int exitCode, string output, string messages) =
            await RunAsync("-Command", "@{ Id = 1 } | Write-DdbBatch -Table NoSuchTable");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("NoSuchTable", messages);
    }

    [Fact]
    public async Task It_serves_two_endpoints_until_its_input_ends()
    {
        (int exitCode, string output, string messages) = await RunAsync("-Serve", "-Unprocessed", "0.5");

        Assert.True(exitCode == 0, messages);
        string[] endpoints = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] urls = [.. endpoints.Select(line => line[line.IndexOf("http", StringComparison.Ordinal)..])];
        Assert.Equal(["DynamoDB: ", "DynamoDB, leaving 0.5 of every batch unprocessed: "], endpoints.Zip(urls, (line, url) => line[..^url.Length]));
        Assert.Equal(2, urls.Distinct().Count());
        Assert.All(urls, url => Assert.True(new Uri(url).IsLoopback));
        Assert.Contains($"PS> $env:AWS_ENDPOINT_URL_DYNAMODB = '{urls[0]}'", messages);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await (await fixture.ServerAsync()).DeleteTableAsync(Table);

    private async Task<(int ExitCode, string Output, string Messages)> RunAsync(params string[] arguments)
    {
        DynamoDbLocal server = await fixture.ServerAsync();
        ProcessStartInfo start = new("dotnet", ["exec", Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            Environment = { [DynamoDbLocal.EndpointVariable] = server.Endpoint.AbsoluteUri },
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> messages = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await messages);
    }

    /// <summary>The header and the rows, read by a reader that nothing else here uses.</summary>
    private static string[][] ReadMusic()
    {
        using TextFieldParser parser = new(Path.Combine(Checkout.Root, "samples", "music.csv"))
        {
            Delimiters = [","],
            HasFieldsEnclosedInQuotes = true,
            TrimWhiteSpace = false,
        };
        List<string[]> rows = [];
        while (parser.ReadFields() is { } row)
            rows.Add(row);
        return [.. rows];
    }
}
