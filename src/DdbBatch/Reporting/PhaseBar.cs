using System;
using System.Diagnostics;
using System.Management.Automation;
using DdbBatch.Lifecycle;

namespace DdbBatch.Reporting;

/// <summary>The progress bar of one phase of a command, updated at most five times a second.</summary>
/// <param name="cmdlet">The cmdlet that shows it.</param>
/// <param name="phase">The name of the phase.</param>
internal sealed class PhaseBar(ModuleCommand cmdlet, string phase)
{
    private readonly string _activity = $"{cmdlet.MyInvocation.MyCommand.Name}: {phase}";
    private readonly bool _isShown = CommonSettings.ShowsProgress(cmdlet);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Cadence _cadence = new();
    private bool _wasShown;

    /// <summary>The time since the start of the phase.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>True if it is time to update the bar.</summary>
    public bool IsDue => _isShown && _cadence.IsDue;

    /// <summary>Updates the bar.</summary>
    /// <param name="status">The status line.</param>
    /// <param name="percent">The share that is done, in percent; null if unknown.</param>
    /// <param name="timeLeft">The remaining time; null if unknown.</param>
    public void Show(string status, double? percent = null, TimeSpan? timeLeft = null)
    {
        _cadence.Done();
        _wasShown = true;
        cmdlet.WriteProgress(new ProgressRecord(0, _activity, status)
        {
            PercentComplete = (int)(percent ?? -1),
            SecondsRemaining = timeLeft is { } left ? (int)Math.Min(int.MaxValue, Math.Ceiling(left.TotalSeconds)) : -1,
        });
    }

    /// <summary>Removes the bar.</summary>
    public void End()
    {
        if (_wasShown)
            cmdlet.WriteProgress(new ProgressRecord(0, _activity, "Done") { RecordType = ProgressRecordType.Completed });
    }
}
