using System;
using System.Management.Automation;
using System.Reflection;

namespace DdbBatch.Lifecycle;

/// <summary>
/// Keeps -Debug from prompting. If a compiled cmdlet has -Debug, PowerShell prompts at every verbose line and warning, and
/// some versions also at the prompt of -Confirm. A job without a terminal ends there. The debug stream, for which -Debug is
/// intended, stays.
/// </summary>
internal static class DebugPrompts
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>
    /// Makes the command write its debug messages, and behave otherwise as if -Debug were not specified. It does nothing
    /// without -Debug, or if this PowerShell has other internals.
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
