using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DdbBatch.Completion;

/// <summary>Completes the scheme of an S3 URI. If there were no completion, PowerShell itself would offer files.</summary>
internal sealed class S3UriCompleter : IArgumentCompleter
{
    private const string Scheme = "s3://";

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = wordToComplete.Trim('\'', '"');
        string text = Scheme.StartsWith(typed, System.StringComparison.OrdinalIgnoreCase) ? Scheme : wordToComplete;
        return [new CompletionResult(text, text, CompletionResultType.ParameterValue, "s3://bucket/prefix/")];
    }
}
