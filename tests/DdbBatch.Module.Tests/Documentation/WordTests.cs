using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Documentation;

/// <summary>
/// Plain technical English: documents and help have no words that read like a translation, and their number in comments,
/// messages and the names of tests may only fall. words.txt lists the numbers: folder, rule and count.
/// </summary>
public sealed class WordTests
{
    private const string Update = "DDBBATCH_WORDS";

    private static readonly string List =
        Path.Combine(Checkout.Root, "tests", "DdbBatch.Module.Tests", "Documentation", "words.txt");

    [Fact]
    public void No_folder_has_more_of_the_words_than_are_listed_and_the_list_has_no_more_than_there_are()
    {
        (string Folder, WordRule Rule, string Place)[] hits = [.. WordCount.Hits()];
        Dictionary<(string Folder, string Rule), int> listed = ReadList();
        if (Environment.GetEnvironmentVariable(Update) == "update")
            WriteList(hits, listed);
        Dictionary<(string Folder, string Rule), int> current = ReadList();
        List<string> problems = [];
        foreach (((string Folder, string Rule) key, WordRule rule, string[] places) in hits
            .GroupBy(hit => (hit.Folder, hit.Rule.Name))
            .Select(group => (group.Key, group.First().Rule, group.Select(hit => hit.Place).ToArray())))
        {
            int allowed = current.GetValueOrDefault(key);
            if (places.Length > allowed)
                problems.Add($"{key.Folder}: \"{key.Rule}\" {places.Length} times, {allowed} listed. Write {rule.Instead}.\n  {string.Join("\n  ", places)}");
        }

        problems.AddRange(current
            .Where(entry => hits.Count(hit => hit.Folder == entry.Key.Folder && hit.Rule.Name == entry.Key.Rule) < entry.Value)
            .Select(entry => $"{entry.Key.Folder}: fewer \"{entry.Key.Rule}\" than the {entry.Value} listed. Good: run this test with {Update}=update, and commit words.txt."));
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    [Theory]
    [InlineData("/// <summary>What becomes of it.</summary>", "What")]
    [InlineData("// Null where nobody knows, and\n// the lines behind it.", "where behind nobody")]
    [InlineData("throw new X(\"Mend it and read it anew.\");", "mend anew")]
    [InlineData("string s = \"\"\"\n What it is is told.\n \"\"\"; char c = '\"'; // behind", "What behind tell")]
    [InlineData("items.Where(x => x.Behind); // Where to write, and where the region comes from. What now?", "")]
    [InlineData("/// The default is <c>where</c>.", "")]
    public void The_rules_match_comments_and_strings_but_not_code(string source, string rules) => Assert.Equal(
        rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(),
        WordCount.RulesOf(source).Order());

    [Fact]
    public void The_rules_match_the_names_and_comments_of_tests_but_not_their_strings()
    {
        const string source = "// Behind it.\n    public async Task What_is_left_is_read_where_it_is()\n    { Use(\"anew\"); }";

        Assert.Equal(["Behind it."], SourceText.Comments(source).Select(comment => comment.Trim()));
        Assert.Equal(["What is left is read where it is."], SourceText.TestNames(source));
    }

    private static Dictionary<(string Folder, string Rule), int> ReadList() => File.ReadAllLines(List)
        .Select(line => line.Split(' '))
        .ToDictionary(parts => (parts[0], parts[1]), parts => int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture));

    // Folders may be moved; no rule's sum may grow.
    private static void WriteList(
        (string Folder, WordRule Rule, string Place)[] hits, Dictionary<(string Folder, string Rule), int> listed)
    {
        foreach (WordRule rule in WordRule.All)
        {
            int before = listed.Where(entry => entry.Key.Rule == rule.Name).Sum(entry => entry.Value);
            Assert.InRange(hits.Count(hit => hit.Rule == rule), 0, listed.Count == 0 ? int.MaxValue : before);
        }

        File.WriteAllLines(List, hits.GroupBy(hit => (hit.Folder, hit.Rule.Name))
            .Select(group => $"{group.Key.Folder} {group.Key.Name} {group.Count()}")
            .Order(StringComparer.Ordinal));
    }
}
