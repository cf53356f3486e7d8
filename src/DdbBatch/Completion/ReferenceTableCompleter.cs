using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DdbBatch.Completion;

/// <summary>Completes the tables of the account and region that the typed -Reference parameters specify.</summary>
internal sealed class ReferenceTableCompleter : IArgumentCompleter
{
    private const string Prefix = "Reference";

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        Hashtable typed = new(fakeBoundParameters, StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry parameter in fakeBoundParameters)
        {
            if (parameter.Key is string name && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                typed[name.Substring(Prefix.Length)] = parameter.Value;
        }

        return new TableCompleter().CompleteArgument(commandName, parameterName, wordToComplete, commandAst, typed);
    }
}
