using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using DdbBatch.Files;

namespace DdbBatch.Completion;

/// <summary>
/// Completes -AttributeType: a hashtable for each type, in which the user only types the attribute's name.
/// </summary>
internal sealed class AttributeTypeCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from type in Enum.GetNames(typeof(AttributeHint))
        let text = $"@{{ Name = '{type}' }}"
        where text.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase)
            || type.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase)
        select new CompletionResult(text, text, CompletionResultType.ParameterValue, ToolTip(type));

    private static string ToolTip(string type) => (AttributeHint)Enum.Parse(typeof(AttributeHint), type) switch
    {
        AttributeHint.S => "S: string",
        AttributeHint.N => "N: number",
        AttributeHint.B => "B: binary, from base64",
        AttributeHint.BOOL => "BOOL: true or false",
        AttributeHint.NULL => "NULL: from an empty text",
        AttributeHint.SS => "SS: string set, from a JSON array or by -Separator",
        AttributeHint.NS => "NS: number set, from a JSON array or by -Separator",
        AttributeHint.BS => "BS: binary set, from a JSON array of base64 or by -Separator",
        AttributeHint.L => "L: list, from a JSON array or by -Separator",
        AttributeHint.M => "M: map, from a JSON object",
        AttributeHint.Epoch => "Epoch: a time as whole seconds since 1970, for TTL",
        AttributeHint.Ignore => "Ignore: leave the attribute out",
        _ => type,
    };
}
