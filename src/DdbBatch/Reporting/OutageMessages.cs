using System.Management.Automation;
using DdbBatch.Writing;

namespace DdbBatch.Reporting;

/// <summary>Reports tables that could not be written to for a while, by -Verbose and as warnings.</summary>
internal sealed class OutageMessages(PSCmdlet cmdlet, WritePump pump, RunCounts counts)
{
    private readonly Cadence _cadence = new();
    private readonly OutageLog _outages = new();

    /// <summary>Reports outages that have started or ended since the last call.</summary>
    public void Tell()
    {
        if (!_cadence.IsDue)
            return;
        _cadence.Done();
        foreach (OutageMessage message in _outages.Update(counts.Progress(), pump.Elapsed))
        {
            if (message.IsWarning)
                cmdlet.WriteWarning(message.Text);
            else
                cmdlet.WriteVerbose(message.Text);
        }
    }
}
