using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DdbBatch.Completion;

/// <summary>Completes the tables of the account and region that the typed -Destination parameters specify.</summary>
internal sealed class DestinationCompleter : IArgumentCompleter
{
    private const string Prefix = "Destination";

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        Hashtable typed = new(fakeBoundParameters);
        foreach (DictionaryEntry parameter in fakeBoundParameters)
        {
            if (parameter.Key is string name && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && name.Length > Prefix.Length)
                typed[name.Substring(Prefix.Length)] = parameter.Value;
        }

        return new TableCompleter().CompleteArgument(commandName, parameterName, wordToComplete, commandAst, typed);
    }
}
