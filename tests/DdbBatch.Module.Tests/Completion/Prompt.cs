using System.Linq;
using System.Management.Automation;
using DdbBatch.TestKit;

namespace DdbBatch.Module.Tests.Completion;

/// <summary>A prompt at which Tab is pressed.</summary>
internal static class Prompt
{
    /// <summary>The values that are offered at the end of a line.</summary>
    internal static CompletionResult[] Tab(PowerShellSession session, string line)
    {
        using PowerShell shell = session.CreatePowerShell();
        // If no values are offered, PowerShell itself offers files.
        return [.. CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches
            .Where(match => match.ResultType == CompletionResultType.ParameterValue)];
    }

    /// <summary>The texts that Tab puts in.</summary>
    internal static string[] Texts(PowerShellSession session, string line) =>
        [.. Tab(session, line).Select(match => match.CompletionText)];
}
