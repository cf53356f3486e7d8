using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DdbBatch.Help;

/// <summary>The documentation comments of an assembly, as plain text.</summary>
internal sealed partial class DocumentationComments(XDocument documentation)
{
    private readonly Dictionary<string, XElement> _members = documentation.Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>The summary of a type.</summary>
    internal string Summary(Type type) => Text(Member("T:" + type.FullName).Element("summary"));

    /// <summary>The paragraphs of a type's remarks.</summary>
    internal IEnumerable<string> Remarks(Type type) => Paragraphs(Member("T:" + type.FullName).Element("remarks"));

    /// <summary>The paragraphs of a property's summary and remarks.</summary>
    internal IEnumerable<string> Property(PropertyInfo property)
    {
        XElement member = Member($"P:{property.DeclaringType!.FullName}.{property.Name}");
        return Paragraphs(member.Element("summary")).Concat(Paragraphs(member.Element("remarks")));
    }

    /// <summary>
    /// Returns a type's text about a parameter that the engine adds (<c>whatIf</c>, <c>confirm</c>); null if there is none.
    /// </summary>
    internal string? OfShouldProcess(Type type, string parameter) =>
        Member("T:" + type.FullName).Elements().FirstOrDefault(element =>
            element.Name.LocalName.Equals(parameter, StringComparison.OrdinalIgnoreCase)) is { } words ? Text(words) : null;

    /// <summary>Returns the examples of a type: the code, and the text about it.</summary>
    internal IEnumerable<(string Code, IEnumerable<string> Remarks)> Examples(Type type) =>
        from example in Member("T:" + type.FullName).Elements("example")
        let words = new XElement("remarks", example.Nodes().Where(node => node is not XElement { Name.LocalName: "code" }))
        select (Unindent(example.Element("code")!.Value), Paragraphs(words));

    private XElement Member(string id) => _members.TryGetValue(id, out XElement? member)
        ? member
        : throw new InvalidOperationException($"{id} has no documentation comment.");

    private static IEnumerable<string> Paragraphs(XElement? element)
    {
        if (element is null)
            return [];
        IEnumerable<XElement> paragraphs = element.Elements("para").Any() ? element.Elements("para") : [element];
        return paragraphs.Select(Text).Where(text => text.Length > 0);
    }

    private static string Text(XElement? element) =>
        element is null ? "" : WhiteSpace().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    // <see cref="P:DdbBatch.X.Table"/> becomes Table, <paramref name="x"/> becomes x; all other elements become their text.
    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } element => element.Attributes().First().Value.Split('.', ':')[^1],
        XElement element => string.Concat(element.Nodes().Select(Text)),
        _ => "",
    };

    private static string Unindent(string code)
    {
        string[] lines = [.. code.ReplaceLineEndings("\n").Trim('\n').Split('\n').Select(line => line.TrimEnd())];
        int indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line[Math.Min(indent, line.Length)..])).Trim('\n');
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
