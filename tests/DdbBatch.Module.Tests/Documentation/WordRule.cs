using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace DdbBatch.Module.Tests.Documentation;

/// <summary>A word or a construction that plain technical English does without.</summary>
/// <param name="Name">What the list calls it.</param>
/// <param name="Instead">What to write in its place.</param>
/// <param name="Pattern">Finds it in a text whose white space is single spaces.</param>
internal sealed record WordRule(string Name, string Instead, Regex Pattern)
{
    public static readonly IReadOnlyList<WordRule> All =
    [
        Create("anew", "again", @"\banew\b"),
        Create("mend", "fix", @"\bmend(s|ed|ing)?\b"),
        Create("behind", "after", @"\bbehind\b"),
        // "Where to" and "where it comes from" are places.
        Create("where", "if or when", @"\bwhere\b(?! to\b|-)(?![^.;:]{0,60}\bfrom\b)"),
        Create("What", "the noun, then the verb", @"(?:^|[.:!?] )(?-i:What)\b[^.?!]*\."),
    ];

    private static WordRule Create(string name, string instead, string pattern) =>
        new(name, instead, new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));
}
