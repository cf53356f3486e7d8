using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Importing;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Exporting;

/// <summary>The file of an export: its name, its parts, and what is left if it can't be written.</summary>
public sealed class ExportFileTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>, IDisposable
{
    private const string Rows = "1..500 | % { @{ Id = $_; Text = \"some text $_\" } }";

    private readonly PowerShellSession _session = new();
    private readonly TemporaryFolder _folder = folder.Inner();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("no/x.csv", "", "FolderMissing")]
    [InlineData("folder", "-Format Csv", "PathIsFolder")]
    [InlineData("there.csv", "-NoClobber", "FileExists")]
    [InlineData("there.0001.csv", "-NoClobber", "FileExists")]
    [InlineData("readonly.csv", "", "FileReadOnly")]
    [InlineData("readonly.csv", "-Append", "FileReadOnly")]
    [InlineData("x.unknown", "", "InvalidExportParameter")]
    [InlineData("x.csv.gz", "-Compression Zstd", "InvalidExportParameter")]
    [InlineData("x.json", "-Append", "InvalidExportParameter")]
    [InlineData("x.jsonl", "-Delimiter ';'", "InvalidExportParameter")]
    [InlineData("x.csv", "-Append -SplitBytes 10000", "InvalidExportParameter")]
    [InlineData("x.csv", "-Property a, a", "InvalidExportParameter")]
    [InlineData("x.csv", "-Encoding nothing", "InvalidExportParameter")]
    [InlineData("x.csv", "-AttributeType @{ a = 'X' }", "InvalidExportParameter")]
    public void A_file_that_cannot_be_written_is_one_error_before_the_first_object(string name, string parameters, string errorId)
    {
        _folder.Add("folder/x.csv", "");
        _folder.Add("there.csv", "Id\n1\n");
        _folder.Add("there.0001.csv", "Id\n1\n");
        File.SetAttributes(_folder.Add("readonly.csv", "Id\n1\n"), FileAttributes.ReadOnly);
        string[] before = Files();

        PowerShellResult result = Invoke($"1..3 | % {{ $taken++; @{{ Id = $_ }} }} | Export-DdbItem '{PathOf(name)}' {parameters}");

        Assert.StartsWith(errorId + ",", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Null(_session.GetVariable("taken"));
        Assert.Equal(before, Files());
        Assert.Equal("Id\n1\n", File.ReadAllText(PathOf("there.csv")));
    }

    [Fact]
    public void A_file_that_another_program_has_open_is_one_error()
    {
        string path = _folder.Add("x.csv", "Id\n1\n");
        using FileStream held = new(path, FileMode.Open, FileAccess.Write, FileShare.None);
        Assert.StartsWith("FileNotWritten,", Assert.Single(Invoke($"{Rows} | Export-DdbItem '{path}'").Errors).FullyQualifiedErrorId);
        Assert.Equal(["x.csv"], Files());
    }

    [Fact]
    public void Two_exports_to_one_file_at_once_are_an_error_and_the_first_goes_on()
    {
        string path = PathOf("x.csv");
        PowerShellResult result = Invoke(
            $"1..3 | % {{ if ($_ -eq 2) {{ try {{ @{{ Id = 9 }} | Export-DdbItem '{path}' }} catch {{ \"$($_.FullyQualifiedErrorId)\" }} }} else {{ @{{ Id = $_ }} }} }} | % {{ if ($_ -is [string]) {{ $inner = $_ }} else {{ $_ }} }} | Export-DdbItem '{path}'");
        Assert.StartsWith("FileNotWritten,", (string)PSObject.AsPSObject(_session.GetVariable("inner")).BaseObject);
        Assert.Equal("Id\n1\n3\n", File.ReadAllText(path));
        Assert.DoesNotContain(result.Errors, error => !error.FullyQualifiedErrorId.StartsWith("FileNotWritten,", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x.csv", "")]
    [InlineData("x.jsonl", "")]
    [InlineData("x.json", "")]
    [InlineData("x.jsonl.gz", "")]
    [InlineData("x.csv", "-Append")]
    [InlineData("x.jsonl.gz", "-Append")]
    [InlineData("x.jsonl.zst", "-Append")]
    [InlineData("x.jsonl", "-SplitBytes 2000")]
    public void An_export_that_fails_or_is_stopped_changes_nothing(string name, string parameters)
    {
        string path = PathOf(name);
        Invoke($"@{{ Id = 1; Text = 'old' }} | Export-DdbItem '{path}'").ThrowIfFailed();
        byte[] before = File.ReadAllBytes(path);
        foreach (string end in (string[])["throw 'upstream'", "break"])
        {
            Invoke($"do {{ {Rows} | % {{ if ($_.Id -eq 400) {{ {end} }}; $_ }} | Export-DdbItem '{path}' {parameters} }} while ($false)");
            Assert.Equal([name], Files());
            Assert.Equal(before, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public async Task Ctrl_C_leaves_no_file()
    {
        using PowerShell shell = _session.CreatePowerShell();
        shell.AddScript($"1..1000000 | % {{ @{{ Id = $_ }} }} | Export-DdbItem '{PathOf("x.jsonl")}'");
        Task<PSDataCollection<PSObject>> running = shell.InvokeAsync();
        while (!running.IsCompleted && !File.Exists(PathOf("x.jsonl.exporting")))
            await Task.Yield();
        await Task.Factory.FromAsync(shell.BeginStop, shell.EndStop, null);
        await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("x.csv", "")]
    [InlineData("x.csv", "-Encoding unicode")]
    [InlineData("x.tsv.gz", "-TypedHeader")]
    [InlineData("x.csv.zst", "")]
    [InlineData("x.jsonl", "")]
    [InlineData("x.jsonl.gz", "-Format DynamoDBJson")]
    public void Append_adds_items_that_are_read_with_the_others(string name, string parameters)
    {
        for (int i = 0; i < 3; i++)
            Invoke($"@{{ Id = '{i}'; Text = 'ü' }} | Export-DdbItem '{PathOf(name)}' {parameters} -Append").ThrowIfFailed();
        string import = parameters.Replace("-Encoding unicode", "", StringComparison.Ordinal);
        PowerShellResult read = Invoke($"Import-DdbItem '{PathOf(name)}' {import} | % {{ \"$($_.Id) $($_.Text)\" }}").ThrowIfFailed();
        Assert.Equal(["0 ü", "1 ü", "2 ü"], read.Output.Select(line => line.ToString()));
    }

    [Theory]
    [InlineData("Id\r\n1", "Id\r\n1\n2\n", "-Append")]
    [InlineData("sep=;\nB;Id\nx;1\n", "sep=;\nB;Id\nx;1\n;2\n", "-Append")]
    [InlineData("", "Id\n2\n", "-Append")]
    [InlineData("Id:N,B:S?\n1,\n", "Id:N,B:S?\n1,\n2,\n", "-Append -TypedHeader")]
    public void Append_keeps_to_the_file_that_is_there(string before, string after, string parameters)
    {
        string path = _folder.Add("x.csv", before);
        Invoke($"@{{ Id = 2 }} | Export-DdbItem '{path}' {parameters}").ThrowIfFailed();
        Assert.Equal(after, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("Id:N?\n1\n", "-Append")]
    [InlineData("Id\n1\n", "-Append -TypedHeader")]
    [InlineData("Id:Epoch\n1\n", "-Append -TypedHeader")]
    [InlineData("Id\r1\r", "-Append")]
    [InlineData("Id,Id\n1,2\n", "-Append")]
    [InlineData("Id\n1\n", "-Append -Compression Gzip")]
    public void Append_refuses_a_file_that_does_not_fit(string text, string parameters)
    {
        string path = _folder.Add("x.csv", text);
        Assert.StartsWith("FileNotAppendable,", Assert.Single(Invoke($"@{{ Id = 2 }} | Export-DdbItem '{path}' {parameters}").Errors).FullyQualifiedErrorId);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void Append_refuses_a_compressed_file_that_is_damaged()
    {
        string path = PathOf("x.jsonl.gz");
        Invoke($"{Rows} | Export-DdbItem '{path}'").ThrowIfFailed();
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^20]);
        Assert.StartsWith("FileNotAppendable,", Assert.Single(Invoke($"@{{ Id = 2 }} | Export-DdbItem '{path}' -Append").Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("x.csv", "")]
    [InlineData("x.json", "")]
    [InlineData("x.jsonl.gz", "")]
    [InlineData("x.csv.zst", "-Encoding unicode")]
    public void Parts_are_whole_files_of_a_limited_size_in_the_order_of_their_names(string name, string parameters)
    {
        const int limit = 2500;
        string first = name.Insert(1, ".0001");
        _folder.Add(name.Insert(1, ".0999"), "an old part");
        _folder.Add(name.Insert(1, ".note"), "another file");
        PowerShellResult result = Invoke($"{Rows} | % {{ $_.Noise = [guid]::NewGuid().ToString(); $_ }} | Export-DdbItem '{PathOf(name)}' -SplitBytes {limit} {parameters} -PassThru").ThrowIfFailed();
        FileInfo[] files = [.. result.Output.Select(file => (FileInfo)file.BaseObject)];
        Assert.InRange(files.Length, 5, 100);
        Assert.Equal(first, files[0].Name);
        Assert.Equal(files.Select(file => file.Name).Append(name.Insert(1, ".note")), Files());
        Assert.All(files, file => Assert.InRange(file.Length, 1, limit));
        // Compression is measured and not guessed: the parts are nearly full.
        Assert.All(files[..^1], file => Assert.InRange(file.Length, limit / 2, limit));
        PowerShellResult read = Invoke("$args[0] | Import-DdbItem | % { [int]$_.Id }", [files.Select(file => file.FullName).ToArray()]).ThrowIfFailed();
        Assert.Equal(Enumerable.Range(1, 500), read.Output.Select(id => (int)id.BaseObject));
    }

    [Fact]
    public void A_file_that_is_replaced_keeps_its_permissions_and_a_link_stays_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions, and links only for administrators.");
        string path = _folder.Add("x.csv", "old");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(PathOf("link.csv"), path);
        Invoke($"@{{ Id = 1 }} | Export-DdbItem '{PathOf("link.csv")}'").ThrowIfFailed();
        Assert.Equal("Id\n1\n", File.ReadAllText(path));
        Assert.Equal(path, new FileInfo(PathOf("link.csv")).LinkTarget);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Append")]
    public void Force_writes_a_file_that_is_read_only_and_leaves_it_so(string parameters)
    {
        string path = _folder.Add("x.csv", "Id\n1\n");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        Invoke($"@{{ Id = 2 }} | Export-DdbItem '{path}' -Force {parameters}").ThrowIfFailed();
        Assert.Equal(parameters == "" ? "Id\n2\n" : "Id\n1\n2\n", File.ReadAllText(path));
        Assert.True(new FileInfo(path).IsReadOnly);
    }

    [Theory]
    [InlineData("", "old\n")]
    [InlineData("-Append", "old\n")]
    public void A_full_disk_ends_the_export_and_changes_nothing(string parameters, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux limits the size of a process's files so.");
        string path = _folder.Add("x.jsonl", "old\n");
        using Process process = DotnetProcess.StartScriptWithoutSizeSignal(
            """
            Import-Module $args[0]
            & prlimit --pid $PID --fsize=20000:unlimited
            try { 1..20000 | % { @{ Id = $_ } } | Export-DdbItem $args[1] -Append:($args[2] -eq '-Append') } catch { $_.FullyQualifiedErrorId }
            """,
            [Checkout.Manifest, path, parameters]);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.StartsWith("FileNotWritten,", output);
        Assert.Equal(expected, File.ReadAllText(path));
        Assert.Equal(["x.jsonl"], Files());
    }

    private PowerShellResult Invoke(string script, params object?[] arguments) => _session.Invoke(script, arguments);

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private string[] Files() => [.. Directory.EnumerateFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
