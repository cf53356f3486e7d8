using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DdbBatch.Completion;

/// <summary>What of a list of values fits a word that is being typed.</summary>
internal static class Completions
{
    // What needs no quotes anywhere in an argument (about_Parsing), with room to spare.
    private const string BareCharacters = "_-./:";

    /// <param name="word">What was typed: perhaps with an opening quote, perhaps with wildcards.</param>
    /// <param name="values">Values, and what to show with each.</param>
    /// <returns>The values that begin so, whatever the letter case; quoted where that is needed.</returns>
    public static IEnumerable<CompletionResult> Of(string word, IEnumerable<(string Value, string ToolTip)> values)
    {
        WildcardPattern pattern = Pattern(word.Trim('\'', '"') + "*");
        return values.Where(item => pattern.IsMatch(item.Value)).OrderBy(item => item.Value, StringComparer.OrdinalIgnoreCase)
            .Select(item => new CompletionResult(
                Quote(item.Value), item.Value, CompletionResultType.ParameterValue, item.ToolTip));
    }

    private static WildcardPattern Pattern(string text)
    {
        WildcardPattern pattern = new(text, WildcardOptions.IgnoreCase);
        try
        {
            pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            // A bracket that isn't closed is only a bracket.
            return new WildcardPattern(WildcardPattern.Escape(text.TrimEnd('*')) + "*", WildcardOptions.IgnoreCase);
        }
    }

    private static string Quote(string value) => IsBare(value)
        ? value
        : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";

    private static bool IsBare(string value) =>
        value.Length > 0 && char.IsLetterOrDigit(value[0])
        && value.All(c => c < 128 && (char.IsLetterOrDigit(c) || BareCharacters.IndexOf(c) >= 0));
}
