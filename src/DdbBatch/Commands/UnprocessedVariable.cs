using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>The variable that -UnprocessedVariable names; <c>+name</c> adds to what it holds.</summary>
internal sealed class UnprocessedVariable
{
    private readonly PSVariableIntrinsics _variables;
    private readonly string _name;
    private readonly bool _adds;

    // The very variable: when the run ends, another scope may be the current one.
    private PSVariable? _held;

    private UnprocessedVariable(PSVariableIntrinsics variables, string parameter)
    {
        _variables = variables;
        _name = parameter.TrimStart('+');
        _adds = _name != parameter;
    }

    private IEnumerable<object> Elements =>
        Value is IEnumerable known and not string ? known.Cast<object>() : [];

    private object? Value => _held is null ? _variables.GetValue(_name) : _held.Value;

    /// <summary>Makes sure that the variable can hold leftovers: what can't is an error now, not a loss in the end.</summary>
    /// <param name="variables">The caller's variables.</param>
    /// <param name="parameter">The parameter's value.</param>
    /// <returns>Null where the variable has a type, or a rule, that leftovers don't meet.</returns>
    /// <exception cref="SessionStateUnauthorizedAccessException">It is read-only.</exception>
    public static UnprocessedVariable? Open(PSVariableIntrinsics variables, string parameter)
    {
        UnprocessedVariable variable = new(variables, parameter);
        object former = variables.GetValue(variable._name) ?? Array.Empty<object>();
        bool isHeld = variable.CanHold(Probe());
        variables.Set(variable._name, former);
        variable._held = variables.Get(variable._name);
        return isHeld ? variable : null;
    }

    /// <summary>Sets the variable.</summary>
    public void Set(IEnumerable<UnprocessedItem> items) =>
        _held!.Value = (_adds ? Elements : []).Concat(items).ToArray();

    private static UnprocessedItem Probe() =>
        new(0, "", OperationKind.Put, OperationOutcome.Unprocessed, OperationError.NotReached, null);

    // [string] $left takes anything, and makes text of it.
    private bool CanHold(UnprocessedItem probe)
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
