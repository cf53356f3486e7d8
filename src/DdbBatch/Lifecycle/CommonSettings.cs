using System;
using System.Management.Automation;

namespace DdbBatch.Lifecycle;

/// <summary>The output settings of a cmdlet, from its common parameters and the caller's preference variables.</summary>
internal static class CommonSettings
{
    /// <summary>True with -WhatIf, or $WhatIfPreference.</summary>
    public static bool IsWhatIf(PSCmdlet cmdlet) => IsOn(cmdlet, "WhatIf", "WhatIfPreference");

    /// <summary>True with -Verbose, or $VerbosePreference.</summary>
    public static bool ShowsVerbose(PSCmdlet cmdlet) => IsOn(cmdlet, "Verbose", "VerbosePreference");

    /// <summary>True with -Debug, or $DebugPreference.</summary>
    public static bool ShowsDebug(PSCmdlet cmdlet) => IsOn(cmdlet, "Debug", "DebugPreference");

    /// <summary>True with -ErrorAction Stop; PowerShell itself applies $ErrorActionPreference.</summary>
    public static bool StopsOnError(PSCmdlet cmdlet) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? action)
        && string.Equals(action?.ToString(), nameof(ActionPreference.Stop), StringComparison.OrdinalIgnoreCase);

    /// <summary>True unless -ProgressAction or $ProgressPreference disables it, or the session is not interactive.</summary>
    public static bool ShowsProgress(PSCmdlet cmdlet) =>
        IsOn(cmdlet, "ProgressAction", "ProgressPreference") && !IsNonInteractive(Environment.GetCommandLineArgs());

    /// <summary>True if PowerShell was started with -NonInteractive, also shortened.</summary>
    /// <param name="arguments">The command line of the process, the program first.</param>
    public static bool IsNonInteractive(string[] arguments)
    {
        for (int i = 1; i < arguments.Length; i++)
        {
            string name = arguments[i].TrimStart('-', '/').ToLowerInvariant();
            if (name.Length == arguments[i].Length || name.Length == 0)
                continue;
            if (name.Length >= "noni".Length && "noninteractive".StartsWith(name, StringComparison.Ordinal))
                return true;
            // The following arguments belong to the script.
            if ("file".StartsWith(name, StringComparison.Ordinal) || "command".StartsWith(name, StringComparison.Ordinal))
                return false;
        }

        return false;
    }

    private static bool IsOn(PSCmdlet cmdlet, string parameter, string variable)
    {
        object? value = cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? bound)
            ? bound
            : cmdlet.GetVariableValue(variable);
        return (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            SwitchParameter parameterSwitch => parameterSwitch.IsPresent,
            bool flag => flag,
            { } preference => IsShown(preference.ToString()),
            null => false,
        };
    }

    // By its text, because a preference variable may hold any value.
    private static bool IsShown(string? preference) =>
        Enum.TryParse(preference, ignoreCase: true, out ActionPreference action)
        && action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
}
