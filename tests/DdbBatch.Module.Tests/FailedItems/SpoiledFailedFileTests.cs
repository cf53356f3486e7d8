using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests.Files;
using Xunit;

namespace DdbBatch.Module.Tests.FailedItems;

/// <summary>
/// Failed files with random faults in one line. DDBBATCH_FUZZ says how many are read (300), DDBBATCH_SEED the first seed (a failure shows
/// its own).
/// </summary>
public sealed class SpoiledFailedFileTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private const int UsualCount = 300;
    private const int Lines = 6;

    // The lines are converted as a load would do it; nothing is sent.
    private const string Script =
        """
        $estimates = Import-DdbItem $args[0] -ErrorAction SilentlyContinue -ErrorVariable problems |
            Write-DdbBatch -Table Music -KeyName Id:N -EndpointUrl http://127.0.0.1:1 -WhatIf -ErrorAction SilentlyContinue
        $total = 0
        foreach ($estimate in $estimates) { $total += $estimate.Total }
        $total
        $problems | ForEach-Object { $_.FullyQualifiedErrorId }
        """;

    private static int Count =>
        int.Parse(Environment.GetEnvironmentVariable("DDBBATCH_FUZZ") ?? $"{UsualCount}", CultureInfo.InvariantCulture);

    private static int FirstSeed => Environment.GetEnvironmentVariable("DDBBATCH_SEED") is { } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Random.Shared.Next(1 << 30);

    private readonly string _path = Path.Combine(folder.Path, "failed.jsonl");

    [Theory]
    [InlineData("\"Operation\":\"Put\",", "It has no Operation.")]
    [InlineData("\"Position\":1,", "It has no Position.")]
    [InlineData("\"Item\":{\"Id\":{\"N\":\"1\"}},", "It has neither Item nor Input.")]
    public void A_line_without_a_member_is_an_error_that_names_it(string member, string message)
    {
        const string line = """{"DdbBatch":"failed/1","Table":"Music","Operation":"Put","Outcome":"Unprocessed","Position":1,"Attempts":1,"Item":{"Id":{"N":"1"}},"ErrorCode":"Stopped","Reason":""}""";
        Assert.Contains(member, line);
        File.WriteAllText(_path, line.Replace(member, "", StringComparison.Ordinal) + "\n");
        using PowerShellSession session = new();

        PowerShellResult result = session.Invoke("Import-DdbItem $args[0]", _path);

        Assert.Empty(result.Output);
        Assert.EndsWith($"line 1: this is no record of a failed operation: {message}", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public void Every_good_line_is_read_and_the_spoiled_one_is_an_operation_or_an_error()
    {
        using PowerShellSession session = new();
        byte[] good = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, Lines).Select(Line)));
        int first = FirstSeed;
        for (int seed = first; seed < first + Count; seed++)
        {
            byte[] spoiled = new FileMutator(seed).SpoilLine(good, out int line);
            // A file whose first bytes are spoiled is another file.
            if (line == 0)
                continue;
            File.WriteAllBytes(_path, spoiled);
            PowerShellResult result = session.Invoke(Script, _path);
            Assert.True(result.Terminating is null, $"With DDBBATCH_SEED={seed} DDBBATCH_FUZZ=1: {result.Terminating}");
            string[] output = [.. result.Output.Select(line => line.ToString())];
            long total = long.Parse(output[0], CultureInfo.InvariantCulture);
            Assert.True(total >= Lines - 1, $"With DDBBATCH_SEED={seed} DDBBATCH_FUZZ=1: {total} lines were read.");
            Assert.True(
                output.Skip(1).All(id => !id.StartsWith("Internal", StringComparison.Ordinal)) && output.Length - 1 + total >= Lines - 1,
                $"With DDBBATCH_SEED={seed} DDBBATCH_FUZZ=1: {string.Join(" ", output)}");
        }
    }

    private static string Line(int number) => number % 3 == 0
        ? $$$"""{"DdbBatch":"failed/1","Load":"a","Table":"Music","Operation":"Delete","Outcome":"Unknown","Key":{"Id":{"N":"{{{number}}}"}},"ErrorCode":"Timeout","Reason":"","Attempts":1,"Position":{{{number}}},"SettlesAt":"2026-11-29T04:47:26.8070883+00:00"}""" + "\n"
        : $$$"""{"DdbBatch":"failed/1","Load":"a","Table":"Music","Operation":"Put","Outcome":"Unprocessed","Item":{"Id":{"N":"{{{number}}}"},"S":{"SS":["a"]}},"ErrorCode":"Timeout","Reason":"é","Attempts":1,"Position":{{{number}}}}""" + "\n";
}
