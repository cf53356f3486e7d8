using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace DdbBatch.Module.Tests.Documentation;

/// <summary>A Markdown file: its prose, its headings and its links.</summary>
/// <param name="root">The folder of the repository, or of an installed module.</param>
/// <param name="path">The file's path below it, with slashes.</param>
internal sealed partial class MarkdownPage(string root, string path)
{
    private readonly string _text = NoFences(File.ReadAllText(Path.Combine(root, path)));

    /// <summary>The file's path below the root, with slashes.</summary>
    public string RelativePath { get; } = path;

    /// <summary>The text without code and link targets, by paragraphs, list items and table cells.</summary>
    public IEnumerable<string> Prose => Paragraphs(InlineCode().Replace(LinkTarget().Replace(_text, "]"), "x"));

    /// <summary>All Markdown files below a folder.</summary>
    public static IReadOnlyList<MarkdownPage> All(string root) =>
    [
        .. new[] { "README.md", "CHANGELOG.md", "CONTRIBUTING.md" }
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal))
            .Select(file => new MarkdownPage(root, file)),
    ];

    /// <summary>The files that this page links to, by their paths below the root.</summary>
    public IEnumerable<string> LinkedFiles() => LocalLinks().Select(link => Target(link.Split('#')[0])).Distinct();

    /// <summary>The links to files or headings that do not exist.</summary>
    public IEnumerable<string> BrokenLinks() => LocalLinks().Where(link => !IsSound(link));

    private bool IsSound(string link)
    {
        string[] parts = link.Split('#', 2);
        string target = Target(parts[0]);
        if (!File.Exists(Path.Combine(root, target)))
            return false;
        return parts.Length == 1 || new MarkdownPage(root, target).Anchors().Contains(parts[1]);
    }

    // As GitHub makes them: letters, digits, hyphens and underscores, with hyphens for spaces.
    private IEnumerable<string> Anchors() => Heading().Matches(_text).Select(heading => string.Concat(
        heading.Groups[1].Value.Trim().ToLowerInvariant()
            .Where(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ')
            .Select(c => c == ' ' ? '-' : c)));

    private IEnumerable<string> LocalLinks() => Link().Matches(_text)
        .Select(link => link.Groups[1].Value)
        .Where(link => !link.Contains("://", StringComparison.Ordinal));

    private string Target(string link)
    {
        if (link.Length == 0)
            return RelativePath;
        string file = Path.GetFullPath(Path.Combine(root, Path.GetDirectoryName(RelativePath)!, link));
        return Path.GetRelativePath(root, file).Replace('\\', '/');
    }

    private static string NoFences(string text) => Fence().Replace(text.ReplaceLineEndings("\n"), "\n");

    private static IEnumerable<string> Paragraphs(string text)
    {
        StringBuilder paragraph = new();
        foreach (string line in text.Split('\n').Append(""))
        {
            bool begins = line.Length == 0 || "|#>-*0123456789".Contains(line.TrimStart()[..1], StringComparison.Ordinal);
            if (begins && paragraph.Length > 0)
            {
                yield return paragraph.ToString();
                paragraph.Clear();
            }

            if (!line.StartsWith('|'))
                paragraph.Append(line.TrimStart('#', '>', '-', '*', ' ')).Append(' ');
            else
                foreach (string cell in line.Split('|'))
                    yield return cell.Trim();
        }
    }

    [GeneratedRegex(@"^ *```.*?^ *```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`[^`\n]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\([^)\s]+\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"^#+ +(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
