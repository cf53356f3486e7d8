using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.FailedItems;

/// <summary>Resume-DdbBatch writes what a failed file has, and uses the file up.</summary>
public sealed class ResumeTests(DynamoDbLocalFixture fixture, TemporaryFolder folder)
    : WriteTestBase(fixture), IClassFixture<TemporaryFolder>
{
    private readonly TemporaryFolder _folder = folder.Inner();

    private string FailedFile => Path.Combine(_folder.Path, "failed.jsonl");

    private dynamic Summary => PSObject.AsPSObject(Session.GetVariable("s")!).BaseObject;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Session.SetVariable("failed", FailedFile);
        Session.SetVariable("dir", _folder.Path);
    }

    [Fact]
    public async Task Lines_that_are_written_are_gone_and_the_file_with_them()
    {
        UseProxy(FaultProxy.Unprocessed(0.4));
        Run("1..60 | % { @{ Id = $_; Text = \"ü$_\" } } | Write-DdbBatch -MaxRetry 0 -FailedPath $failed -SummaryVariable s -ErrorAction SilentlyContinue");
        Assert.Equal((long)File.ReadAllLines(FailedFile).Length, (long)Summary.FailedLines);
        Assert.False((bool)Summary.Succeeded);
        UseEndpoint(Server.Endpoint);

        Resume().ThrowIfFailed();
        Assert.True((bool)Summary.Succeeded);
        Assert.Equal(60, (await ItemsAsync()).Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void No_file_is_nothing_to_do()
    {
        Resume().ThrowIfFailed();
        Assert.Equal((true, 0L), ((bool)Summary.Succeeded, (long)Summary.Total));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Lines_that_fail_again_are_kept_as_they_were_and_others_are_not()
    {
        Run("@{ x = 1 }, @{ Id = 2; Price = '1,5' }, @{ Id = 3 } | Write-DdbBatch -AttributeType @{ Price = 'N' } -FailedPath $failed -ErrorAction SilentlyContinue");
        string[] before = [.. Records().Select(record => record.GetProperty("Input").GetRawText())];

        PowerShellResult result = Resume("-AttributeType @{ Price = 'N' }");
        Assert.Equal(before.Length, result.Errors.Count);
        Assert.Equal(before, Records().Select(record => record.GetProperty("Input").GetRawText()));
        Assert.Equal((before.Length, false), ((int)(long)Summary.FailedLines, (bool)Summary.Succeeded));

        Resume();
        Assert.Equal("1,5", (await ItemsAsync())[2]["Price"].S);
        Assert.Equal(["""{"x":1}"""], Records().Select(record => record.GetProperty("Input").GetRawText()));
        Assert.Equal(["failed.jsonl"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("NoSuchTable first")]
    [InlineData("NoSuchTable last")]
    public async Task A_table_that_is_missing_keeps_its_own_lines_and_no_others(string order)
    {
        Write(order.EndsWith("first", StringComparison.Ordinal) ? [Line("NoSuchTable", 1), Line(Table, 2), Line("NoSuchTable", 3), Line(Table, 4)] : [Line(Table, 2), Line(Table, 4), Line("NoSuchTable", 1), Line("NoSuchTable", 3)]);

        PowerShellResult result = Resume();
        Assert.StartsWith("TableNotFound,", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal((2L, 2L, 2L, false), ((long)Summary.Written, (long)Summary.Unprocessed, (long)Summary.FailedLines, (bool)Summary.Succeeded));
        Assert.Equal([2, 4], (await ItemsAsync()).Keys.Order());
        Assert.Equal(["NoSuchTable", "NoSuchTable"], Records().Select(record => record.GetProperty("Table").GetString()));
        Assert.Equal(["failed.jsonl"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_missing_table_keeps_no_others_from_Write_DdbBatch_either()
    {
        Write([Line("NoSuchTable", 1), Line(Table, 2)]);
        Session.Invoke("$PSDefaultParameterValues.Remove('*-DdbBatch:Table')");
        PowerShellResult result = Run("Import-DdbItem $failed | Write-DdbBatch -SummaryVariable s");
        Assert.StartsWith("TableNotFound,", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Run("1..2 | % { @{ Id = 10 + $_; T = if ($_ -eq 1) { 'NoSuchTable' } else { $table } } } | Write-DdbBatch -Table { $_.T } -SummaryVariable s");
        Assert.Equal((1L, 1L, false), ((long)Summary.Written, (long)Summary.Unprocessed, (bool)Summary.Succeeded));
        Assert.Equal([2, 12], (await ItemsAsync()).Keys.Order());
    }

    [Fact]
    public void Lines_that_are_not_records_are_kept_and_reported()
    {
        Write([Line(Table, 1), """{"DdbBatch":"failed/1","Tab""", """{"Id":5}""", Line(Table, 2).Replace($"\"{Table}\"", "\"\"", StringComparison.Ordinal)]);
        PowerShellResult result = Resume();
        Assert.Equal(3, result.Errors.Count);
        Assert.Equal((1L, 3L, 3L), ((long)Summary.Written, (long)Summary.Invalid, (long)Summary.FailedLines));
        Assert.Equal("""{"DdbBatch":"failed/1","Tab""", Records()[0].GetProperty("Input").GetString());
        Resume();
        Assert.Equal((0L, 3L), ((long)Summary.Written, (long)Summary.FailedLines));
        Assert.Equal("""{"DdbBatch":"failed/1","Tab""", Records()[0].GetProperty("Input").GetString());
    }

    [Theory]
    [InlineData("-ProfileName NoSuchProfile")]
    [InlineData("-EndpointUrl localhost:1")]
    public void A_run_that_did_nothing_gives_the_file_back(string parameters)
    {
        Write([Line(Table, 1), Line(Table, 2)]);
        string before = File.ReadAllText(FailedFile);
        RunToFailure($"Resume-DdbBatch $failed {parameters} -SummaryVariable s");
        Assert.False((bool)Summary.Succeeded);
        Assert.Equal(before, File.ReadAllText(FailedFile));
        Assert.Equal(["failed.jsonl"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_preflight_leaves_the_file_as_it_is()
    {
        Write([Line(Table, 1), Line(Table, 2)]);
        string before = File.ReadAllText(FailedFile);
        PowerShellResult result = Session.Invoke("Resume-DdbBatch $failed -WhatIf").ThrowIfFailed();
        Assert.Equal(2L, (long)Single(result, "Preflight").Total);
        Assert.Equal(before, File.ReadAllText(FailedFile));
        Assert.Empty(await ItemsAsync());
    }

    [Fact]
    public void A_file_of_another_kind_is_refused_and_one_that_a_load_uses_too()
    {
        File.WriteAllText(FailedFile, "Id,A\n1,2\n");
        Assert.StartsWith("FailedPathUnusable,", RunToFailure("Resume-DdbBatch $failed").Error.FullyQualifiedErrorId);
        Assert.StartsWith("FailedPathUnusable,", RunToFailure("@{ x = 1 } | Write-DdbBatch -FailedPath $failed").Error.FullyQualifiedErrorId);
        Assert.Equal("Id,A\n1,2\n", File.ReadAllText(FailedFile));
        File.Delete(FailedFile);
        Run("@{ x = 1 } | Write-DdbBatch -FailedPath $failed -ErrorAction SilentlyContinue; 1 | % { try { Resume-DdbBatch $failed } catch { $inner = $_ }; @{ Id = 1 } } | Write-DdbBatch -FailedPath $failed");
        Assert.StartsWith("FailedPathInUse,", Run("$inner.FullyQualifiedErrorId").Output.Single().ToString());
    }

    [Theory]
    [InlineData("$failed")]
    [InlineData("\"$dir/../$(Split $dir)/failed.jsonl\"")]
    [InlineData("\"$dir/link.jsonl\"")]
    [InlineData("\"$dir/folder/failed.jsonl\"")]
    public void A_file_is_not_read_and_written_at_once(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        Run("function Split($path) { [IO.Path]::GetFileName($path) }");
        Write([Line(Table, 1)]);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link.jsonl"), FailedFile);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "folder"), _folder.Path);
        string before = File.ReadAllText(FailedFile);
        Failure failure = RunToFailure($"Import-DdbItem $failed | Where-Object {{ $true }} | Write-DdbBatch -FailedPath {path} -SummaryVariable s");
        Assert.StartsWith("InputIsOutput,", failure.Error.FullyQualifiedErrorId);
        Assert.Contains("Resume-DdbBatch", failure.Error.ToString());
        Assert.False((bool)Summary.Succeeded);
        Assert.Equal(before, File.ReadAllText(FailedFile));
    }

    [Theory]
    [InlineData("$dir/z", "$dir/z")]
    [InlineData("$dir/z", "$dir/./z")]
    [InlineData("$dir/z.new", "$dir/z")]
    [InlineData("$dir/z.lock", "$dir/z")]
    [InlineData("$dir/z", "$dir/z.new")]
    [InlineData("$dir/folder/z", "$dir/z")]
    [InlineData("$dir/to-z", "$dir/z")]
    public void Two_files_of_a_run_are_not_one(string failed, string mark)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "folder"), _folder.Path);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "to-z"), "z");
        Assert.StartsWith("SameFile,", RunToFailure($"@{{ x = 1 }} | Write-DdbBatch -FailedPath {failed} -CheckpointPath {mark}").Error.FullyQualifiedErrorId);
    }

    [Fact]
    public async Task A_load_has_not_succeeded_while_lines_of_it_are_left_even_after_a_resume()
    {
        const string load = "1..4 | % { if ($_ -eq 2) { @{ x = 1 } } else { @{ Id = $_ } } } | Write-DdbBatch -CheckpointPath $dir/mark -FailedPath $failed -SummaryVariable s -ErrorAction SilentlyContinue";
        Run(load);
        Assert.Equal((1L, false), ((long)Summary.FailedLines, (bool)Summary.Succeeded));
        Run(load);
        Assert.Equal((4L, 1L, false), ((long)Summary.Skipped, (long)Summary.FailedLines, (bool)Summary.Succeeded));
        Resume();
        Run(load);
        Assert.Equal((1L, false), ((long)Summary.FailedLines, (bool)Summary.Succeeded));
        File.Move(FailedFile, FailedFile + ".resuming");
        Run(load);
        Assert.Equal((1L, false), ((long)Summary.FailedLines, (bool)Summary.Succeeded));
        File.Delete(FailedFile + ".resuming");
        Run(load);
        Assert.Equal((0L, true), ((long)Summary.FailedLines, (bool)Summary.Succeeded));
        Assert.Equal(3, (await ItemsAsync()).Count);
    }

    [Fact]
    public async Task A_killed_resume_loses_no_line_and_repeats_none()
    {
        const string script =
            """
            $ErrorActionPreference = 'Stop'
            Import-Module $args[0]
            Resume-DdbBatch $args[1] -EndpointUrl $args[2] -MaxRetry 1 -SummaryVariable s -ErrorAction SilentlyContinue
            "$($s.Total)"
            """;
        const int lines = 3000;
        int seed = Random.Shared.Next(1 << 30);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        Random random = new(seed);
        Write([.. Enumerable.Range(1, lines).Select(id => id % 50 == 0 ? Line("NoSuchTable", id) : Line(Table, id))]);
        int left = 0;
        TaskCompletionSource? dueToDie = null;
        FaultProxy proxy = UseProxy(
            request =>
            {
                if (request.IsBatchWrite && System.Threading.Interlocked.Decrement(ref left) == 0)
                    dueToDie?.TrySetResult();
                return request.IsBatchWrite && request.Random.Next(8) == 0 ? new Fault.SubsetUnprocessed(0.5) : Fault.None;
            },
            seed);
        string? output = null;
        for (int kill = 0; output is null; kill++)
        {
            dueToDie = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            left = kill < 4 ? random.Next(1, 60) : int.MaxValue;
            output = await DotnetProcess.RunScriptUntilAsync(dueToDie.Task, script, Checkout.Manifest, FailedFile, proxy.Endpoint.AbsoluteUri);
        }

        Assert.Equal($"{lines}", output);
        int[] failed = [.. Records().Select(Id).Order()];
        Assert.Equal(failed.Distinct(), failed);
        int[] written = [.. (await ItemsAsync()).Keys];
        Assert.Equal(Enumerable.Range(1, lines), written.Concat(failed).Distinct().Order());
        Assert.Superset(Enumerable.Range(1, lines).Where(id => id % 50 == 0).ToHashSet(), failed.ToHashSet());
        Assert.Equal(["failed.jsonl"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    private PowerShellResult Resume(string parameters = "") => Run($"Resume-DdbBatch -FailedPath $failed {parameters} -SummaryVariable s");

    private static string Line(string table, int id) => $$$"""
        {"DdbBatch":"failed/1","Table":"{{{table}}}","Operation":"Put","Outcome":"Unprocessed","Item":{"Id":{"N":"{{{id}}}"}},"ErrorCode":"X","Reason":"y","Attempts":1,"Position":{{{id}}}}
        """.Trim();

    private static int Id(JsonElement record) => int.Parse(record.GetProperty("Item").GetProperty("Id").GetProperty("N").GetString()!);

    private void Write(string[] lines) => File.WriteAllText(FailedFile, string.Concat(lines.Select(line => line + "\n")));

    private JsonElement[] Records() => [.. File.ReadAllLines(FailedFile).Where(line => line.Length > 0).Select(line => JsonElement.Parse(line))];
}
