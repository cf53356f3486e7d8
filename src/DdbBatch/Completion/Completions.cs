using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DdbBatch.Completion;

/// <summary>Selects the values of a list that match a partly typed word.</summary>
internal static class Completions
{
    // Characters that need no quotes anywhere in an argument (about_Parsing); fewer than PowerShell allows.
    private const string BareCharacters = "_-./:";

    /// <param name="word">The typed word, perhaps with an opening quote, perhaps with wildcards.</param>
    /// <param name="values">The values, with their descriptions.</param>
    /// <returns>The values that start with the word, ignoring case; quoted if necessary.</returns>
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
            // A bracket that is not closed is an ordinary character.
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
