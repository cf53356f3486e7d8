using System;
using System.Management.Automation;
using System.Reflection;

namespace DdbBatch.Lifecycle;

/// <summary>
/// Keeps -Debug from asking. While a compiled cmdlet has -Debug, PowerShell asks the user at every verbose line and warning, and
/// some versions at -Confirm's question too: a job without a terminal ends there. What -Debug is for, the debug stream, stays.
/// </summary>
internal static class DebugPrompts
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>
    /// Has the command write its debug messages, and treat all else as if -Debug were not given. It does nothing if -Debug isn't
    /// given, or if this PowerShell has other internals.
    /// </summary>
    public static void Disable(PSCmdlet cmdlet)
    {
        if (!cmdlet.MyInvocation.BoundParameters.TryGetValue("Debug", out object? bound) || bound is not SwitchParameter { IsPresent: true })
            return;
        Type runtime = cmdlet.CommandRuntime.GetType();
        if (runtime.GetProperty("Debug", AnyInstance) is not { CanWrite: true } debug || debug.PropertyType != typeof(bool)
            || runtime.GetProperty("DebugPreference", AnyInstance) is not { CanWrite: true } preference
            || preference.PropertyType != typeof(ActionPreference))
        {
            return;
        }

        preference.SetValue(cmdlet.CommandRuntime, ActionPreference.Continue);
        debug.SetValue(cmdlet.CommandRuntime, false);
    }
}
