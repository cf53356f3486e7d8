using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Documentation;

/// <summary>README, changelog, CONTRIBUTING and the pages of docs/.</summary>
public sealed class DocumentTests
{
    private static readonly IReadOnlyList<MarkdownPage> Pages = MarkdownPage.All(Checkout.Root);

    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading() =>
        Assert.Empty(Pages.SelectMany(page => page.BrokenLinks().Select(link => $"{page.RelativePath}: {link}")));

    [Fact]
    public void Every_page_can_be_reached_from_the_README()
    {
        Dictionary<string, MarkdownPage> byPath = Pages.ToDictionary(page => page.RelativePath);
        HashSet<string> reached = ["README.md"];
        Queue<string> open = new(reached);
        while (open.TryDequeue(out string? path))
        {
            foreach (string linked in byPath[path].LinkedFiles().Where(byPath.ContainsKey).Where(reached.Add))
                open.Enqueue(linked);
        }

        Assert.Empty(byPath.Keys.Except(reached));
    }

    [Fact]
    public void The_README_fits_on_a_screen_and_a_half() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Checkout.Root, "README.md")).Length, 60, 120);

    [Fact]
    public void The_README_the_about_topic_and_the_help_say_early_that_a_put_replaces_the_whole_item()
    {
        string[] texts =
        [
            Read("README.md"), Read("docs/writing.md"), Read("en-US/about_DdbBatch.help.txt"),
            Read("src/DdbBatch/Commands/WriteDdbBatchCommand.cs"),
        ];

        Assert.All(texts, text => Assert.InRange(
            text.IndexOf("put replaces the whole item", StringComparison.OrdinalIgnoreCase), 0, 1000));
    }

    [Fact]
    public void Every_folder_of_the_source_is_on_the_map()
    {
        string map = Read("docs/architecture.md");
        string[] folders =
        [
            .. new[] { "src/DdbBatch", "src/DdbBatch.Core" }
                .Select(project => Path.Combine(Checkout.Root, project))
                .SelectMany(project => Directory.EnumerateDirectories(project, "*", SearchOption.AllDirectories)
                    .Where(folder => Directory.EnumerateFiles(folder, "*.cs").Any())
                    .Select(folder => Path.GetRelativePath(project, folder).Replace('\\', '/')))
                .Where(name => name.Split('/')[0] is not ("bin" or "obj")),
        ];

        Assert.NotEmpty(folders);
        Assert.All(folders, name => Assert.True(
            map.Contains($"\n| `{name}` |", StringComparison.Ordinal),
            $"The folder {name} has no line in docs/architecture.md: add one that says what it holds."));
    }

    [Fact]
    public void Every_test_that_the_map_names_exists()
    {
        string[] files =
            [.. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)];
        string[] named = [.. Regex.Matches(Read("docs/architecture.md"), @"`(\w+Tests)`").Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(files.Select(Path.GetFileNameWithoutExtension)));
    }

    [Fact]
    public void Every_fact_about_AWS_names_its_source_and_a_test_that_exists()
    {
        Dictionary<string, string> tests = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        string[][] facts =
        [
            .. Regex.Matches(Read("docs/aws-behaviour.md"), @"^\| fact \|.*\n\|[-|]+\n(?<row>\|.*\n)+", RegexOptions.Multiline)
                .SelectMany(table => table.Groups["row"].Captures)
                .Select(row => row.Value.Trim('|', ' ', '\n').Split(" | ")),
        ];

        Assert.InRange(facts.Length, 30, 200);
        Assert.All(facts, fact =>
        {
            Assert.Equal(4, fact.Length);
            Assert.Matches("^(suite|dynoxide|API|guide)\\b", fact[1]);
            Match test = Regex.Match(fact[3], @"^`(\w+Tests)\.(\w+)`$");
            Assert.True(test.Success, fact[3]);
            Assert.Contains($" {test.Groups[2].Value}(", tests[test.Groups[1].Value], StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_example_that_is_not_run_says_why()
    {
        IEnumerable<string> marks = Pages.SelectMany(page => Regex.Matches(Read(page.RelativePath), "<!-- not run(.*?)-->")
            .Select(mark => mark.Groups[1].Value));

        Assert.All(marks, mark => Assert.Matches(@"^: \S.{5,}$", mark));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Checkout.Root, path));
}
