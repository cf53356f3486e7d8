using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;

namespace DdbBatch.Module.Tests.Documentation;

/// <summary>The comments and the string literals of a C# file: what it says to people.</summary>
internal static partial class SourceText
{
    /// <summary>Each comment of one or more lines, and each string.</summary>
    public static IEnumerable<string> Read(string source)
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
            else
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
}
