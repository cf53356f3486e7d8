using System;
using System.Text;

namespace DdbBatch.Protocol;

/// <summary>
/// Reads the expressions and paths that users write: <c>#Year &lt; :limit AND attribute_exists(#Address.#City)</c>.
/// <c>#Name</c> is the attribute Name and <c>:Name</c> the value Name; names with characters other than letters, digits,
/// '_' and '-' are written in braces: <c>#{first name}</c>.
/// </summary>
internal static class ExpressionText
{
    /// <summary>Replaces every name in an expression by its alias.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="aliases">Returns the aliases.</param>
    /// <returns>The expression in DynamoDB's syntax.</returns>
    /// <exception cref="FormatException">A name is missing or does not end.</exception>
    public static string Rewrite(string text, ExpressionAliases aliases) => Rewrite(text, aliases.Name, aliases.Value);

    /// <summary>Replaces every name in an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="nameAlias">Returns the alias of an attribute name.</param>
    /// <param name="valueAlias">Returns the alias of a value.</param>
    /// <returns>The expression in DynamoDB's syntax.</returns>
    /// <exception cref="FormatException">A name is missing or does not end.</exception>
    public static string Rewrite(string text, Func<string, string> nameAlias, Func<string, string> valueAlias)
    {
        StringBuilder rewritten = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            char c = text[i++];
            if (c is not ('#' or ':'))
            {
                rewritten.Append(c);
                continue;
            }

            string name = ReadName(text, ref i, c);
            rewritten.Append(c == '#' ? nameAlias(name) : valueAlias(name));
        }

        return rewritten.ToString();
    }

    /// <summary>
    /// Makes a document path, such as <c>Address.City</c>, <c>Tags[0]</c> or <c>{a.b}.c</c>, one of aliases
    /// (Developer Guide, "Referring to item attributes when using expressions").
    /// </summary>
    /// <param name="path">The path; an attribute name with a dot or a bracket in it is written in braces.</param>
    /// <param name="aliases">Returns the aliases.</param>
    /// <exception cref="FormatException">A name or an index is missing or does not end.</exception>
    public static string RewritePath(string path, ExpressionAliases aliases)
    {
        StringBuilder rewritten = new();
        for (int i = 0; i < path.Length;)
        {
            if (rewritten.Length > 0 && path[i] == '[')
            {
                rewritten.Append(ReadIndex(path, ref i));
                continue;
            }

            if (rewritten.Length > 0)
            {
                if (path[i++] != '.')
                    throw Invalid(path, "a '.' or '[' is expected");
                rewritten.Append('.');
            }

            rewritten.Append(aliases.Name(ReadPathName(path, ref i)));
        }

        return rewritten.Length > 0 ? rewritten.ToString() : throw Invalid(path, "a name is missing");
    }

    /// <summary>Returns the name of the attribute that a document path begins with.</summary>
    /// <param name="path">A path, see <see cref="RewritePath"/>.</param>
    /// <exception cref="FormatException">The name is missing or does not end.</exception>
    public static string AttributeOf(string path)
    {
        int i = 0;
        return ReadPathName(path, ref i);
    }

    private static string ReadName(string text, ref int i, char sigil)
    {
        if (i < text.Length && text[i] == '{')
            return ReadBraces(text, ref i);
        int start = i;
        while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '_' or '-' || char.IsSurrogate(text[i])))
            i++;
        return i > start ? text[start..i] : throw Invalid(text, $"'{sigil}' is not followed by a name");
    }

    private static string ReadPathName(string path, ref int i)
    {
        if (i < path.Length && path[i] == '{')
            return ReadBraces(path, ref i);
        int start = i;
        while (i < path.Length && path[i] is not ('.' or '['))
            i++;
        return i > start ? path[start..i] : throw Invalid(path, "a name is missing");
    }

    private static string ReadBraces(string text, ref int i)
    {
        int end = text.IndexOf('}', i);
        if (end <= i + 1)
            throw Invalid(text, end < 0 ? "a '{' has no '}'" : "a name is missing");
        string name = text[(i + 1)..end];
        i = end + 1;
        return name;
    }

    private static string ReadIndex(string path, ref int i)
    {
        int start = i;
        int end = path.IndexOf(']', i);
        if (end <= start + 1)
            throw Invalid(path, "an index is a number in brackets");
        for (int digit = start + 1; digit < end; digit++)
        {
            if (path[digit] is < '0' or > '9')
                throw Invalid(path, "an index is a number in brackets");
        }

        i = end + 1;
        return path[start..i];
    }

    private static FormatException Invalid(string text, string reason) => new($"'{text}': {reason}.");
}
