using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Lifecycle;

namespace DdbBatch.Reporting;

/// <summary>A variable for a list of objects, such as that of -UnprocessedVariable; <c>+name</c> adds to its list.</summary>
internal sealed class ListVariable
{
    private readonly PSVariableIntrinsics _variables;
    private readonly string _name;
    private readonly bool _adds;

    // The variable itself, because another scope may be current when the run ends.
    private PSVariable? _held;

    private ListVariable(PSVariableIntrinsics variables, string value)
    {
        _variables = variables;
        _name = value.TrimStart('+');
        _adds = _name != value;
    }

    private IEnumerable<object> Elements =>
        Value is IEnumerable known and not string ? known.Cast<object>() : [];

    private object? Value => _held is null ? _variables.GetValue(_name) : _held.Value;

    /// <summary>
    /// Checks that the variable can hold the list, at the start and not at the end; ends the command if it cannot.
    /// </summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="value">The parameter's value; null if it was not specified.</param>
    /// <param name="probe">An object of the list's kind, to try it with.</param>
    /// <returns>Null if the parameter was not specified.</returns>
    /// <exception cref="SessionStateUnauthorizedAccessException">The variable is read-only.</exception>
    public static ListVariable? Open(ModuleCommand cmdlet, string parameter, string? value, object probe)
    {
        if (value is null)
            return null;
        ListVariable variable = new(cmdlet.SessionState.PSVariable, value);
        if (!variable.TryHold(probe))
        {
            cmdlet.ThrowTerminatingError(Errors.Parameter(
                $"{parameter}Invalid",
                $"-{parameter} {value}: the variable is declared with a type, or a rule, that a list of leftovers "
                + "doesn't meet. Take another name, or declare the variable without."));
        }

        return variable;
    }

    /// <summary>Empties the variable, unless the list is added to it.</summary>
    public void Reset()
    {
        if (!_adds)
            Set([]);
    }

    /// <summary>Sets the variable.</summary>
    public void Set(IEnumerable<object> items) =>
        _held!.Value = (_adds ? Elements : []).Concat(items).ToArray();

    private bool TryHold(object probe)
    {
        object former = _variables.GetValue(_name) ?? Array.Empty<object>();
        bool isHeld = CanHold(probe);
        _variables.Set(_name, former);
        _held = _variables.Get(_name);
        return isHeld;
    }

    // [string] $left accepts anything, and converts it to text.
    private bool CanHold(object probe)
    {
        try
        {
            _variables.Set(_name, new object[] { probe });
            return Elements.Any(element => ReferenceEquals(element, probe));
        }
        catch (MetadataException)
        {
            return false;
        }
    }
}
