using System;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace DdbBatch.Commands;

/// <summary>What the module's cmdlets share: how they end with an error.</summary>
public abstract class ModuleCommand : PSCmdlet
{
    /// <summary>
    /// Ends the command with an error, and with -ErrorAction Stop the script too, unless that catches it. PowerShell's own
    /// method ends but the statement, whatever -ErrorAction says: a scheduled task would go on, to exit code 0.
    /// </summary>
    internal new void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        if (Preferences.StopsOnError(this))
            WriteError(errorRecord);
        base.ThrowTerminatingError(errorRecord);
    }

    /// <summary>A warning when the pipeline is stopping, and the streams take nothing more: the host shows it.</summary>
    internal void WarnAtTheEnd(string text)
    {
        try
        {
            Host?.UI?.WriteWarningLine(text);
        }
        catch (Exception exception) when (exception is HostException or NotImplementedException or NotSupportedException)
        {
            // Nobody looks.
        }
    }
}
