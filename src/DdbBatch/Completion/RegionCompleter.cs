using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using Amazon;

namespace DdbBatch.Completion;

/// <summary>Completes regions from the SDK's list.</summary>
internal sealed class RegionCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Of(
            wordToComplete, RegionEndpoint.EnumerableAllRegions.Select(region => (region.SystemName, region.DisplayName)));
}
