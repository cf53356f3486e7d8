using System.Management.Automation;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>The variable that -SummaryVariable names.</summary>
internal sealed class SummaryVariable
{
    private readonly PSVariable _variable;

    private SummaryVariable(PSVariable variable) => _variable = variable;

    /// <summary>Resets the variable to null, and makes sure that it can hold a summary.</summary>
    /// <param name="variables">The caller's variables.</param>
    /// <param name="name">The parameter's value.</param>
    /// <returns>Null if the variable has a type, or a rule, that a summary doesn't meet.</returns>
    /// <exception cref="SessionStateUnauthorizedAccessException">It is read-only.</exception>
    public static SummaryVariable? Open(PSVariableIntrinsics variables, string name)
    {
        object? former = variables.GetValue(name);
        try
        {
            // [string] $s takes anything, and makes text of it.
            WriteSummary probe = WriteSummary.OfNothing(completed: false, SummaryFacts.None);
            variables.Set(name, probe);
            if (variables.GetValue(name) is { } held && ReferenceEquals((held as PSObject)?.BaseObject ?? held, probe))
            {
                variables.Set(name, null);
                return new SummaryVariable(variables.Get(name));
            }
        }
        catch (MetadataException)
        {
            // A rule such as ValidateRange, or a type that nothing converts to.
        }

        variables.Set(name, former);
        return null;
    }

    /// <summary>Sets the variable.</summary>
    public void Set(WriteSummary summary) => _variable.Value = summary;
}
