using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace DdbBatch.Module.Tests.Documentation;

/// <summary>A word or a construction that plain technical English avoids.</summary>
/// <param name="Name">The rule's name in the list.</param>
/// <param name="Instead">The usual words.</param>
/// <param name="Pattern">Matches a text whose white space is single spaces.</param>
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
        Create("tell", "report, show or distinguish", @"\b(tells?|told|telling)\b"),
        Create("note", "record", @"\btakes? note\b"),
        Create("nobody", "unknown, unused or unobserved", @"\bnobody( else)? (knows|wants|sees|hears|waits|needs|asks)\b"),
        Create("unknown", "unknown", @"\bisn't (yet )?known\b|\bnot being known\b"),
        Create("one", "returns null, or the noun", @"\b(gives|makes) (one|none)(?=[.,;:)]|$)"),
        Create("invented", "the usual noun", @"\b(glances?|troubles?|sightings?|wish(es|ed)?)\b"),
        Create("archaic", "in advance, of it, so", @"\b(beforehand|thereof|therein|thereby|hitherto|henceforth|for want of)\b"),
        Create("genitive", "of DynamoDB, of the SDK", @"\bof (?:\.NET|AWS|DynamoDB|PowerShell|the SDK|ours)'s(?=[,.;:)]|$)"),
        Create("people", "for messages, or nothing", @"\bfor people\b"),
        Create("such", "so many, so long, by that much", @"\b(by so much|for so long|so much is)\b"),
    ];

    private static WordRule Create(string name, string instead, string pattern) =>
        new(name, instead, new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));
}
