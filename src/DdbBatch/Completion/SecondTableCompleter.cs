using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DdbBatch.Completion;

/// <summary>
/// Completes the tables of the account and region that a second set of connection parameters specifies. A parameter of that set
/// that was not typed has the value of the first set.
/// </summary>
/// <param name="prefix">The beginning of the names of that set.</param>
internal abstract class SecondTableCompleter(string prefix) : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        Hashtable typed = new(fakeBoundParameters, StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry parameter in fakeBoundParameters)
        {
            if (parameter.Key is string name && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && name.Length > prefix.Length)
                typed[name.Substring(prefix.Length)] = parameter.Value;
        }

        return new TableCompleter().CompleteArgument(commandName, parameterName, wordToComplete, commandAst, typed);
    }
}
