using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DdbBatch.Mutation;

/// <summary>Puts a call before each statement, so that a run of tests shows which statements it reaches.</summary>
internal sealed class Probes : CSharpSyntaxRewriter
{
    /// <summary>The environment variable with the path of the file that receives the numbers of the probes.</summary>
    public const string PathVariable = "DDBBATCH_PROBES";

    /// <summary>The class that the calls are for.</summary>
    public const string Source = $$"""
        internal static class MutationProbe
        {
            private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, bool> Hits = new();
            static MutationProbe() => System.AppDomain.CurrentDomain.ProcessExit += (_, _) =>
                System.IO.File.WriteAllLines(
                    System.Environment.GetEnvironmentVariable("{{PathVariable}}")!, System.Linq.Enumerable.Select(Hits.Keys, hit => $"{hit}"));
            public static void Hit(int probe) => Hits.TryAdd(probe, true);
        }
        """;

    private readonly List<(SyntaxTree Tree, TextSpan Span)> _places = [];

    /// <summary>Returns a file with probes.</summary>
    public SyntaxTree Add(SyntaxTree tree) =>
        CSharpSyntaxTree.ParseText(Visit(tree.GetRoot())!.ToFullString(), (CSharpParseOptions)tree.Options, tree.FilePath);

    /// <summary>The probes of which a test must reach one before a mutant can matter to it.</summary>
    public IEnumerable<int> Of(Mutant mutant)
    {
        int[] inFile = [.. Enumerable.Range(0, _places.Count).Where(probe => _places[probe].Tree == mutant.Tree)];
        int[] around = [.. inFile.Where(probe => _places[probe].Span.Contains(mutant.Span))];
        if (around.Length > 0)
            return [around.MinBy(probe => _places[probe].Span.Length)];
        // A constant or the value of a field belongs to no statement: every test of its file, or of all files, may use it.
        return inFile.Length > 0 ? inFile : Enumerable.Range(0, _places.Count);
    }

    public override SyntaxNode? VisitBlock(BlockSyntax node) => node.WithStatements(WithProbes(node.Statements));

    public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node) => node.WithStatements(WithProbes(node.Statements));

    // A statement without braces after if, else or a loop.
    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        if (node is not StatementSyntax { Parent: not (BlockSyntax or SwitchSectionSyntax) } statement || node is BlockSyntax)
            return base.Visit(node);
        return SyntaxFactory.Block(Probe(statement), (StatementSyntax)base.Visit(statement)!);
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var visited = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
        bool isVoid = node.ReturnType.ToString() is "void" || (node.Modifiers.Any(SyntaxKind.AsyncKeyword) && node.ReturnType is not GenericNameSyntax);
        return HasNoExpression(node.ExpressionBody)
            ? visited
            : visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(node.ExpressionBody!, visited.ExpressionBody!, isVoid));
    }

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        var visited = (PropertyDeclarationSyntax)base.VisitPropertyDeclaration(node)!;
        return HasNoExpression(node.ExpressionBody) ? visited : visited.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(
            SyntaxFactory.AccessorList([SyntaxFactory.AccessorDeclaration(
                SyntaxKind.GetAccessorDeclaration, Body(node.ExpressionBody!, visited.ExpressionBody!, isVoid: false))]));
    }

    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node)
    {
        var visited = (ConstructorDeclarationSyntax)base.VisitConstructorDeclaration(node)!;
        return HasNoExpression(node.ExpressionBody)
            ? visited
            : visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(node.ExpressionBody!, visited.ExpressionBody!, isVoid: true));
    }

    // One with #if in it stays as it is.
    private static bool HasNoExpression(ArrowExpressionClauseSyntax? body) => body is null or { ContainsDirectives: true };

    private SyntaxList<StatementSyntax> WithProbes(SyntaxList<StatementSyntax> statements)
    {
        List<StatementSyntax> all = [];
        foreach (StatementSyntax statement in statements)
        {
            if (statement is not (BlockSyntax or LocalFunctionStatementSyntax))
                all.Add(Probe(statement));
            all.Add((StatementSyntax)base.Visit(statement)!);
        }

        return SyntaxFactory.List(all);
    }

    private BlockSyntax Body(ArrowExpressionClauseSyntax original, ArrowExpressionClauseSyntax visited, bool isVoid)
    {
        string expression = visited.Expression.ToFullString();
        string statement = visited.Expression is ThrowExpressionSyntax || isVoid ? $"{expression};" : $"return {expression};";
        return SyntaxFactory.Block(Probe(original), SyntaxFactory.ParseStatement(statement));
    }

    private StatementSyntax Probe(SyntaxNode node)
    {
        _places.Add((node.SyntaxTree, node.Span));
        return SyntaxFactory.ParseStatement($"global::MutationProbe.Hit({_places.Count - 1});\n");
    }
}
