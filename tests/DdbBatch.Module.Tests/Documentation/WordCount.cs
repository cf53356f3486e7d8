using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DdbBatch.TestKit;

namespace DdbBatch.Module.Tests.Documentation;

/// <summary>Counts the matches of the rules, by folder.</summary>
internal static partial class WordCount
{
    /// <summary>Returns every match: the folder, the rule, and the place with its context.</summary>
    public static IEnumerable<(string Folder, WordRule Rule, string Place)> Hits() =>
        from file in Texts()
        from text in file.Texts.Select(Plain)
        from rule in WordRule.All
        from hit in rule.Pattern.Matches(text)
        select (file.Folder, rule, $"{file.Path}: …{text[Math.Max(0, hit.Index - 30)..Math.Min(text.Length, hit.Index + 50)]}…");

    /// <summary>Returns the rules that match the comments or strings of a C# file.</summary>
    public static IEnumerable<string> RulesOf(string source) =>
        from text in SourceText.Read(source).Select(Plain)
        from rule in WordRule.All
        where rule.Pattern.IsMatch(text)
        select rule.Name;

    private static IEnumerable<(string Folder, string Path, IEnumerable<string> Texts)> Texts()
    {
        foreach (MarkdownPage page in MarkdownPage.All(Checkout.Root))
            yield return (Folder(page.RelativePath), page.RelativePath, page.Prose);
        foreach (string path in Files("en-US", "*.txt"))
            yield return ("en-US", path, Regex.Split(Read(path), @"\n[ \t]*\n"));
        foreach (string path in Files("en-US", "*.xml"))
            yield return ("en-US", path, XDocument.Parse(Read(path)).Descendants().Where(x => x.Name.LocalName == "para").Select(x => x.Value));
        foreach (string path in Files("src", "*.cs"))
            yield return (Folder(path), path, SourceText.Read(Read(path)));
        foreach (string path in Files("tests", "*.cs"))
            yield return (Folder(path), path, SourceText.Comments(Read(path)).Concat(SourceText.TestNames(Read(path))));
        foreach (string path in Files("tests/Pester", "*.Tests.ps1"))
            yield return (Folder(path), path, PesterNames().Matches(Read(path)).Select(name => name.Groups[1].Value + "."));
    }

    private static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Checkout.Root, folder), pattern, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/'))
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static string Folder(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder.Replace('\\', '/') : ".";

    private static string Read(string path) => File.ReadAllText(Path.Combine(Checkout.Root, path)).ReplaceLineEndings("\n");

    // Removes tags and quoted code.
    private static string Plain(string text) => Space().Replace(Tag().Replace(Code().Replace(text, " x "), " "), " ").Trim();

    [GeneratedRegex(@"^\s*(?:It|Context|Describe) '((?:[^'\n]|'')*)'", RegexOptions.Multiline)]
    private static partial Regex PesterNames();

    [GeneratedRegex(@"<c>.*?</c>|<code>.*?</code>", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"</?[a-z][^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
