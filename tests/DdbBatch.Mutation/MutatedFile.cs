using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DdbBatch.Mutation;

/// <summary>
/// A file with several mutants. Each method has its body once for each mutant, and a switch chooses the body, so that one
/// compilation serves all of them.
/// </summary>
internal sealed class MutatedFile
{
    /// <summary>The class with the number of the mutant that is active.</summary>
    public const string Source = """
        internal static class MutationSwitch
        {
            public static int Active = -1;
        }
        """;

    private readonly StringBuilder _text = new();
    private readonly List<(TextSpan Span, int Number)> _bodies = [];

    /// <param name="tree">The file.</param>
    /// <param name="mutants">Its mutants with their numbers. Each is in a body (<see cref="HasBody"/>).</param>
    public MutatedFile(SyntaxTree tree, IEnumerable<(Mutant Mutant, int Number)> mutants)
    {
        string text = tree.GetText().ToString();
        int copied = 0;
        foreach (IGrouping<SyntaxNode, (Mutant Mutant, int Number)> member in mutants.GroupBy(one => BodyOf(one.Mutant)!).OrderBy(group => group.Key.SpanStart))
        {
            _text.Append(text, copied, member.Key.SpanStart - copied);
            AppendSwitch(member.Key, text, member);
            copied = member.Key.Span.End;
            if (member.Key is ArrowExpressionClauseSyntax)
                copied = text.IndexOf(';', copied) + 1;
        }

        _text.Append(text, copied, text.Length - copied);
        Original = tree;
        Tree = CSharpSyntaxTree.ParseText(_text.ToString(), (CSharpParseOptions)tree.Options, tree.FilePath);
    }

    /// <summary>The file without mutants.</summary>
    public SyntaxTree Original { get; }

    /// <summary>The file with the mutants.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>False for constants, values of fields and of parameters, which need a compilation of their own.</summary>
    public static bool HasBody(Mutant mutant) => BodyOf(mutant) is not null;

    /// <summary>The number of the mutant at a place of the text; null for none.</summary>
    public int? NumberAt(TextSpan place) => _bodies.Where(body => body.Span.Contains(place)).Select(body => (int?)body.Number).FirstOrDefault();

    private static SyntaxNode? BodyOf(Mutant mutant) => mutant.Tree.GetRoot().FindNode(mutant.Span).AncestorsAndSelf().LastOrDefault(node =>
        node is BlockSyntax or ArrowExpressionClauseSyntax { ContainsDirectives: false }
        && node.Parent is BaseMethodDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax or AccessorDeclarationSyntax);

    private void AppendSwitch(SyntaxNode body, string text, IEnumerable<(Mutant Mutant, int Number)> mutants)
    {
        (string before, string after) = body is ArrowExpressionClauseSyntax arrow ? Frame(arrow) : ("", "");
        TextSpan span = body is ArrowExpressionClauseSyntax { Expression: { } value } ? value.Span : body.Span;
        bool isGetter = body.Parent is PropertyDeclarationSyntax or IndexerDeclarationSyntax;
        _text.Append(isGetter ? "{ get {" : "{").Append(" switch (global::MutationSwitch.Active) {");
        foreach ((Mutant mutant, int number) in mutants)
        {
            int start = _text.Length;
            _text.Append("\ncase ").Append(number).Append(": {").Append(before)
                .Append(text, span.Start, mutant.Span.Start - span.Start).Append(mutant.Text).Append(text, mutant.Span.End, span.End - mutant.Span.End)
                .Append(after).Append("} break;");
            _bodies.Add((TextSpan.FromBounds(start, _text.Length), number));
        }

        _text.Append("\ndefault: {").Append(before).Append(text, span.Start, span.Length).Append(after).Append(isGetter ? "} break; } } }" : "} break; } }");
    }

    private static (string Before, string After) Frame(ArrowExpressionClauseSyntax arrow)
    {
        bool isVoid = arrow.Parent switch
        {
            MethodDeclarationSyntax method => method.ReturnType.ToString() == "void"
                || (method.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.ReturnType is not GenericNameSyntax),
            AccessorDeclarationSyntax accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration),
            _ => arrow.Parent is ConstructorDeclarationSyntax,
        };
        return (isVoid || arrow.Expression is ThrowExpressionSyntax ? "" : "return ", ";");
    }
}
