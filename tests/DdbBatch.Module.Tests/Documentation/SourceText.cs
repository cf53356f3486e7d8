using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace DdbBatch.Module.Tests.Documentation;

/// <summary>The comments, the string literals and the names of tests in a C# file.</summary>
internal static partial class SourceText
{
    /// <summary>Returns each comment of one or more lines, and each string.</summary>
    public static IEnumerable<string> Read(string source) => Read(source, withStrings: true);

    /// <summary>Returns each comment of one or more lines.</summary>
    public static IEnumerable<string> Comments(string source) => Read(source, withStrings: false);

    /// <summary>Returns the names of tests as sentences.</summary>
    public static IEnumerable<string> TestNames(string source) =>
        TestMethod().Matches(source).Select(name => name.Groups[1].Value.Replace('_', ' ') + ".");

    private static IEnumerable<string> Read(string source, bool withStrings)
    {
        StringBuilder comment = new();
        string code = Token().Replace(source.ReplaceLineEndings("\n"), token =>
        {
            if (token.Groups["comment"] is { Success: true } line)
                return "\u0001" + line.Value + "\u0002";
            return token.Groups["text"] is { Success: true } text ? "\u0003" + text.Value + "\u0004" : "";
        });
        int end = 0;
        foreach (Match part in Part().Matches(code))
        {
            bool continues = part.Value[0] == '\u0001' && string.IsNullOrWhiteSpace(code[end..part.Index]);
            end = part.Index + part.Length;
            if (!continues && comment.Length > 0)
            {
                yield return comment.ToString();
                comment.Clear();
            }

            if (part.Value[0] == '\u0001')
                comment.Append(' ').Append(part.Groups[1].Value);
            else if (withStrings)
                yield return part.Groups[1].Value;
        }

        if (comment.Length > 0)
            yield return comment.ToString();
    }

    [GeneratedRegex("""
        (?<char>'(?:\\.[^'\n]*|[^'\\\n])')
        |///?\ ?(?<comment>[^\n]*)
        |\$*(?<raw>"{3,})(?<text>.*?)\k<raw>
        |(?:@\$|\$@|@)"(?<text>(?:[^"]|"")*)"
        |\$?"(?<text>(?:[^"\\\n]|\\.)*)"
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();

    [GeneratedRegex("[\u0001\u0003]([^\u0002\u0004]*)[\u0002\u0004]")]
    private static partial Regex Part();

    [GeneratedRegex(@"^\s*public (?:static )?(?:async )?(?:void|Task) ([A-Za-z0-9]+(?:_[A-Za-z0-9]+)+)\(", RegexOptions.Multiline)]
    private static partial Regex TestMethod();
}
