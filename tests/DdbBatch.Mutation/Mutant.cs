using System.IO;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DdbBatch.Mutation;

/// <summary>One small fault in one source file.</summary>
/// <param name="Tree">The file.</param>
/// <param name="Span">The text that is replaced.</param>
/// <param name="Text">The faulty text.</param>
/// <param name="Operator">The kind of fault.</param>
internal sealed record Mutant(SyntaxTree Tree, TextSpan Span, string Text, string Operator)
{
    /// <summary>The file, with the fault in it.</summary>
    public SyntaxTree Apply() => Tree.WithChangedText(Tree.GetText().WithChanges(new TextChange(Span, Text)));

    /// <summary>The file and the line, as they are given on the command line: <c>Lane.cs:120</c>.</summary>
    public string Place => $"{Path.GetFileName(Tree.FilePath)}:{Tree.GetLineSpan(Span).StartLinePosition.Line + 1}";

    /// <inheritdoc/>
    public override string ToString() => $"{Place} {Operator}: {OneLine(Tree.GetText().ToString(Span))} => {OneLine(Text)}";

    private static string OneLine(string text)
    {
        string line = string.Join(' ', text.Split([' ', '\n'], System.StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 110 ? line : line[..107] + "...";
    }
}
