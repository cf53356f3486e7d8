using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DdbBatch.Completion;

/// <summary>Completes the names of an enum, for parameters that also accept other values.</summary>
internal sealed class EnumCompleter<TEnum> : IArgumentCompleter
    where TEnum : struct, Enum
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Of(wordToComplete, Enum.GetNames(typeof(TEnum)).Select(name => (name, name)));
}
