using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using Amazon.Runtime.CredentialManagement;
using DdbBatch.Aws;

namespace DdbBatch.Completion;

/// <summary>Completes profiles from the config and credentials files, or the file of -ProfileLocation.</summary>
internal sealed class ProfileNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            string? location = new TypedParameters(commandName, fakeBoundParameters).Options().ProfileLocation;
            return [.. Completions.Of(wordToComplete, new Profiles(location).All.Select(profile => (profile.Name, ToolTip(profile))))];
        }
        catch (Exception)
        {
            // A file that cannot be read is not reported at a prompt.
            return [];
        }
    }

    private static string ToolTip(CredentialProfile profile) =>
        profile.Region is { } region ? $"{profile.Name} ({region.SystemName})" : profile.Name;
}
