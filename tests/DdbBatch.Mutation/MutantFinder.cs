using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DdbBatch.Mutation;

/// <summary>
/// Finds all mutants of a file. It looks at the syntax only: the compiler rejects those that make no sense, such as the
/// difference of two strings.
/// </summary>
internal sealed class MutantFinder : CSharpSyntaxWalker
{
    private static readonly Dictionary<SyntaxKind, string[]> Operators = new()
    {
        [SyntaxKind.LessThanToken] = ["<=", ">="],
        [SyntaxKind.LessThanEqualsToken] = ["<", ">"],
        [SyntaxKind.GreaterThanToken] = [">=", "<="],
        [SyntaxKind.GreaterThanEqualsToken] = [">", "<"],
        [SyntaxKind.EqualsEqualsToken] = ["!="],
        [SyntaxKind.ExclamationEqualsToken] = ["=="],
        [SyntaxKind.PlusToken] = ["-"],
        [SyntaxKind.MinusToken] = ["+"],
        [SyntaxKind.AsteriskToken] = ["/"],
        [SyntaxKind.SlashToken] = ["*"],
        [SyntaxKind.PercentToken] = ["*"],
        [SyntaxKind.AmpersandToken] = ["|"],
        [SyntaxKind.BarToken] = ["&"],
        [SyntaxKind.CaretToken] = ["&"],
        [SyntaxKind.LessThanLessThanToken] = [">>"],
        [SyntaxKind.GreaterThanGreaterThanToken] = ["<<"],
        [SyntaxKind.AmpersandAmpersandToken] = ["||"],
        [SyntaxKind.BarBarToken] = ["&&"],
        [SyntaxKind.PlusEqualsToken] = ["-=", "="],
        [SyntaxKind.MinusEqualsToken] = ["+=", "="],
        [SyntaxKind.AsteriskEqualsToken] = ["/="],
        [SyntaxKind.SlashEqualsToken] = ["*="],
        [SyntaxKind.BarEqualsToken] = ["&=", "="],
        [SyntaxKind.AmpersandEqualsToken] = ["|=", "="],
        [SyntaxKind.QuestionQuestionEqualsToken] = ["="],
        [SyntaxKind.PlusPlusToken] = ["--"],
        [SyntaxKind.MinusMinusToken] = ["++"],
    };

    private readonly List<Mutant> _mutants = [];
    private readonly SyntaxTree _tree;

    private MutantFinder(SyntaxTree tree) => _tree = tree;

    /// <summary>Returns each mutant once.</summary>
    public static IEnumerable<Mutant> Find(SyntaxTree tree)
    {
        MutantFinder finder = new(tree);
        finder.Visit(tree.GetRoot());
        return finder._mutants.DistinctBy(mutant => (mutant.Span, mutant.Text));
    }

    public override void VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        Swap(node.OperatorToken);
        if (node.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression)
        {
            Add(node, node.Left.ToString(), "condition removed");
            Add(node, node.Right.ToString(), "condition removed");
        }

        if (node.IsKind(SyntaxKind.CoalesceExpression))
        {
            Add(node, node.Left.ToString(), "null-coalescing");
            Add(node, node.Right.ToString(), "null-coalescing");
        }

        base.VisitBinaryExpression(node);
    }

    public override void VisitRelationalPattern(RelationalPatternSyntax node)
    {
        Swap(node.OperatorToken);
        base.VisitRelationalPattern(node);
    }

    public override void VisitIsPatternExpression(IsPatternExpressionSyntax node)
    {
        Add(node.Pattern, node.Pattern is UnaryPatternSyntax not ? not.Pattern.ToString() : $"not ({node.Pattern})", "negation");
        base.VisitIsPatternExpression(node);
    }

    public override void VisitAssignmentExpression(AssignmentExpressionSyntax node)
    {
        Swap(node.OperatorToken);
        base.VisitAssignmentExpression(node);
    }

    public override void VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        if (node.Kind() is SyntaxKind.LogicalNotExpression or SyntaxKind.UnaryMinusExpression)
            Add(node, node.Operand.ToString(), "negation");
        else
            Swap(node.OperatorToken);
        base.VisitPrefixUnaryExpression(node);
    }

    public override void VisitPostfixUnaryExpression(PostfixUnaryExpressionSyntax node)
    {
        Swap(node.OperatorToken);
        base.VisitPostfixUnaryExpression(node);
    }

    public override void VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        if (node.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression)
            Add(node, node.IsKind(SyntaxKind.TrueLiteralExpression) ? "false" : "true", "boolean");
        else if (node.Token.Value is double fraction && fraction != Math.Floor(fraction))
            AddAll(node, "number", $"({node} * 10)", "0.0");
        else if (node.IsKind(SyntaxKind.NumericLiteralExpression) && node.Token.Value is not (ulong or uint))
            AddAll(node, "number", Next(node, 1), Next(node, -1));
    }

    public override void VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        Add(node, node.WhenTrue.ToString(), "condition removed");
        Add(node, node.WhenFalse.ToString(), "condition removed");
        base.VisitConditionalExpression(node);
    }

    public override void VisitIfStatement(IfStatementSyntax node)
    {
        AddAll(node.Condition, "condition removed", $"({node.Condition}) || true", $"({node.Condition}) && false");
        base.VisitIfStatement(node);
    }

    public override void VisitWhileStatement(WhileStatementSyntax node)
    {
        Add(node.Condition, $"({node.Condition}) && false", "condition removed");
        base.VisitWhileStatement(node);
    }

    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (node.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Math" } } call
            && call.Name.Identifier.Text is "Min" or "Max")
        {
            Add(call.Name, call.Name.Identifier.Text == "Min" ? "Max" : "Min", "minimum");
        }

        base.VisitInvocationExpression(node);
    }

    public override void VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        Add(node, ";", "statement removed");
        base.VisitExpressionStatement(node);
    }

    public override void VisitReturnStatement(ReturnStatementSyntax node)
    {
        if (node.Expression is { } value)
            Return(value);
        else
            Add(node, ";", "statement removed");
        base.VisitReturnStatement(node);
    }

    public override void VisitArrowExpressionClause(ArrowExpressionClauseSyntax node)
    {
        Return(node.Expression);
        base.VisitArrowExpressionClause(node);
    }

    public override void VisitContinueStatement(ContinueStatementSyntax node) => Add(node, ";", "statement removed");

    public override void VisitBreakStatement(BreakStatementSyntax node)
    {
        if (node.Parent is not SwitchSectionSyntax)
            Add(node, ";", "statement removed");
    }

    // Attributes and the names in them say nothing that a test could notice.
    public override void VisitAttributeList(AttributeListSyntax node)
    {
    }

    private static string Next(LiteralExpressionSyntax node, int step) => node.Token.Value is double value
        ? $"{(value + step).ToString(CultureInfo.InvariantCulture)}d"
        : $"({node} {(step > 0 ? '+' : '-')} 1)";

    private void Return(ExpressionSyntax value)
    {
        if (value is not (LiteralExpressionSyntax or ThrowExpressionSyntax))
            AddAll(value, "return value", "default!", $"!({value})");
    }

    private void Swap(SyntaxToken token)
    {
        foreach (string text in Operators.GetValueOrDefault(token.Kind(), []))
            _mutants.Add(new Mutant(_tree, token.Span, text, "operator"));
    }

    private void AddAll(SyntaxNode node, string name, params string[] texts) => Array.ForEach(texts, text => Add(node, text, name));

    private void Add(SyntaxNode node, string text, string name) => _mutants.Add(new Mutant(_tree, node.Span, text, name));
}
