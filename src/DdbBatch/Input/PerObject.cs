using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Reporting;

namespace DdbBatch.Input;

/// <summary>
/// A parameter that is either one value for all objects, or a script block that receives each object as <c>$_</c>.
/// </summary>
internal sealed class PerObject
{
    private readonly ScriptBlock? _script;
    private readonly object? _value;

    public PerObject(object? parameter)
    {
        _value = parameter is PSObject wrapped ? wrapped.BaseObject : parameter;
        _script = _value is ScriptBlock script ? ForeignScript.Bind(script) : null;
    }

    /// <summary>True if neither a value nor a script block was specified.</summary>
    public bool IsEmpty => _value is null;

    /// <summary>True for a script block.</summary>
    public bool IsScript => _script is not null;

    /// <summary>True if there are several values, so that the value is ambiguous.</summary>
    public bool IsCollection => _value is ICollection;

    /// <summary>The value for all objects; null for a script block.</summary>
    public object? Constant => IsScript ? null : _value;

    /// <summary>The value for an object.</summary>
    /// <exception cref="PerObjectException">The script block threw.</exception>
    public object? For(string parameter, object input)
    {
        if (_script is null)
            return _value;
        try
        {
            List<PSVariable> variables = [new PSVariable("_", input is DdbItem item ? item.WithProperties() : input)];
            return _script.InvokeWithContext(null, variables).LastOrDefault()?.BaseObject;
        }
        catch (RuntimeException exception)
        {
            throw new PerObjectException(parameter, $"threw: {exception.Message}", exception);
        }
    }
}
