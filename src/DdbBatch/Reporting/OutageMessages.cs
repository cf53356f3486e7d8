using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Protocol;

namespace DdbBatch.Reporting;

/// <summary>Reports tables that do not answer for a while, by -Verbose and as warnings.</summary>
/// <param name="cmdlet">Writes the messages.</param>
/// <param name="outages">Decides what is reported.</param>
/// <param name="look">Returns how each table does, and the time since the run began.</param>
internal sealed class OutageMessages(
    PSCmdlet cmdlet, OutageLog outages, Func<(IReadOnlyList<TableHealth> Tables, TimeSpan Now)> look)
{
    private readonly Cadence _cadence = new();

    /// <summary>Reports outages that have started or ended since the last call, if that is due.</summary>
    public void Tell()
    {
        if (!_cadence.IsDue)
            return;
        _cadence.Done();
        Write(outages.Update);
    }

    /// <summary>Reports, at the end of the run, outages that have ended since the last call.</summary>
    public void Conclude() => Write(outages.Conclude);

    private void Write(Func<IReadOnlyList<TableHealth>, TimeSpan, IReadOnlyList<OutageMessage>> report)
    {
        (IReadOnlyList<TableHealth> tables, TimeSpan now) = look();
        foreach (OutageMessage message in report(tables, now))
        {
            if (message.IsWarning)
                cmdlet.WriteWarning(message.Text);
            else
                cmdlet.WriteVerbose(message.Text);
        }
    }
}
