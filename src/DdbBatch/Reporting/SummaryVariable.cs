using System.Management.Automation;
using DdbBatch.Lifecycle;

namespace DdbBatch.Reporting;

/// <summary>The variable that -SummaryVariable names.</summary>
internal sealed class SummaryVariable
{
    private readonly PSVariable _variable;

    private SummaryVariable(PSVariable variable) => _variable = variable;

    /// <summary>Resets the variable to null, and checks that it can hold a summary; ends the command if it cannot.</summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="name">The parameter's value; null if it was not specified.</param>
    /// <param name="probe">A summary, to try it with.</param>
    /// <returns>Null if the parameter was not specified.</returns>
    /// <exception cref="SessionStateUnauthorizedAccessException">The variable is read-only.</exception>
    public static SummaryVariable? Open(ModuleCommand cmdlet, string? name, object probe)
    {
        if (name is null)
            return null;
        SummaryVariable? variable = Open(cmdlet.SessionState.PSVariable, name, probe);
        if (variable is null)
        {
            cmdlet.ThrowTerminatingError(Errors.Parameter(
                "SummaryVariableInvalid",
                $"-SummaryVariable {name}: the variable is declared with a type, or a rule, that a summary doesn't meet. "
                + "Use another name, or declare the variable without."));
        }

        return variable;
    }

    /// <summary>Sets the variable.</summary>
    public void Set(object summary) => _variable.Value = summary;

    private static SummaryVariable? Open(PSVariableIntrinsics variables, string name, object probe)
    {
        object? former = variables.GetValue(name);
        try
        {
            // [string] $s accepts anything, and converts it to text.
            variables.Set(name, probe);
            if (variables.GetValue(name) is { } held && ReferenceEquals((held as PSObject)?.BaseObject ?? held, probe))
            {
                variables.Set(name, null);
                return new SummaryVariable(variables.Get(name));
            }
        }
        catch (MetadataException)
        {
            // A rule such as ValidateRange, or a type without a conversion.
        }

        variables.Set(name, former);
        return null;
    }
}
