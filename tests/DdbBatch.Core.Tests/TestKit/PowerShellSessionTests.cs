using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Tests.TestKit;

public sealed class PowerShellSessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _messages = new();

    /// <summary>The results of PowerShell 7.6's own Import-Csv for these files; null stands for a missing cell.</summary>
    public static TheoryData<string, string?[][]> Csv => new()
    {
        { "A,B\n1,2\n", [["A", "B"], ["1", "2"]] },
        { "\uFEFFÄ,B\r\n1,2", [["Ä", "B"], ["1", "2"]] },
        { "A,B,C\n,,\n\"\",\" x\",y \n", [["A", "B", "C"], ["", "", ""], ["", " x", "y "]] },
        { "A,B\n\"a \"\"b\"\"\",\"c,\r\nd\"\n", [["A", "B"], ["a \"b\"", "c,\r\nd"]] },
        { "A,B,C\n1,2\n1,2,3,4\n", [["A", "B", "C"], ["1", "2", null], ["1", "2", "3"]] },
        { "A\n1\n\n2\n", [["A"], ["1"], ["2"]] },
        { "A,B\n#1,#2\n007,1e3\n", [["A", "B"], ["#1", "#2"], ["007", "1e3"]] },
    };

    [Theory]
    [MemberData(nameof(Csv))]
    public void Import_Csv_gives_what_the_real_one_gives(string content, string?[][] expected)
    {
        File.WriteAllText(Path.Combine(_folder, "x.csv"), content);
        using PowerShellSession session = new(importModule: false);

        PowerShellResult result = session.Invoke("Import-Csv $args[0]", Path.Combine(_folder, "*.csv")).ThrowIfFailed();

        Assert.All(result.Output, row => Assert.Equal(expected[0], row.Properties.Select(property => property.Name)));
        Assert.Equal(expected[1..], result.Output.Select(row => row.Properties.Select(p => (string?)p.Value).ToArray()));
        Assert.All(result.Output, row => Assert.IsType<PSCustomObject>(row.BaseObject));
    }

    [Fact]
    public void Import_Csv_takes_another_delimiter()
    {
        string file = Path.Combine(_folder, "x.tsv");
        File.WriteAllText(file, "A\tB\n1,0\t2\n");
        using PowerShellSession session = new(importModule: false);

        PSObject row = Assert.Single(session.Invoke("Import-Csv $args[0] -Delimiter \"`t\"", file).ThrowIfFailed().Output);

        Assert.Equal("1,0", row.Properties["A"].Value);
    }

    [Fact]
    public void Import_Csv_names_a_file_that_is_missing()
    {
        using PowerShellSession session = new(importModule: false);

        PowerShellResult result = session.Invoke("Import-Csv nowhere.csv");

        Assert.Contains("nowhere.csv", Assert.Single(result.Errors).ToString());
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Name = 'Zoë' }", true, "Name\n----\nZoë", "")]
    [InlineData("Get-Nothing; 'after'", false, "after", "Get-Nothing")]
    [InlineData("throw 'no more'", false, "", "no more")]
    [InlineData("$Host.UI.WriteWarningLine('careful')", true, "", "WARNING: careful")]
    [InlineData("$Host.UI.WriteProgress(0, [System.Management.Automation.ProgressRecord]::new(0, 'Load', '5 items'))",
        true, "", "Load: 5 items")]
    public void A_command_line_is_shown_as_at_a_prompt(string commandLine, bool succeeds, string output, string messages)
    {
        ConsoleHost host = new(_output, _messages);
        using PowerShellSession session = new(importModule: false, host);

        session.Show(commandLine);

        Assert.Equal(succeeds, !host.ShowedError);
        Assert.Contains(output, _output.ToString().ReplaceLineEndings("\n"));
        Assert.Contains(messages, _messages.ToString());
        Assert.Equal(output.Length == 0, _output.ToString().Length == 0);
        Assert.Equal(messages.Length == 0, _messages.ToString().Length == 0);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
