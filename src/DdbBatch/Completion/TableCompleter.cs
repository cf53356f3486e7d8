using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using DdbBatch.Aws;

namespace DdbBatch.Completion;

/// <summary>Completes the tables of the account and region that the typed command line specifies.</summary>
internal sealed class TableCompleter : IArgumentCompleter
{
    // Users do not wait longer than this for a list at a prompt.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            ConnectionOptions options = new TypedParameters(commandName, fakeBoundParameters).Options();
            IReadOnlyList<string> tables = TableNames.Shared.Get(options, Patience);
            return [.. Completions.Of(wordToComplete, tables.Select(table => (table, table)))];
        }
        catch (Exception)
        {
            // No network, no permission or no credentials: the command itself will report it.
            return [];
        }
    }
}
