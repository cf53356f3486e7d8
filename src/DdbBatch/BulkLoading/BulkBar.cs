using System;
using System.Diagnostics;
using System.Management.Automation;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;

namespace DdbBatch.BulkLoading;

/// <summary>The progress bar of a phase of a bulk load: at most five times a second.</summary>
/// <param name="cmdlet">Shows it.</param>
/// <param name="phase">What goes on.</param>
internal sealed class BulkBar(ModuleCommand cmdlet, string phase)
{
    private readonly string _activity = $"{cmdlet.MyInvocation.MyCommand.Name}: {phase}";
    private readonly bool _isShown = Preferences.ShowsProgress(cmdlet);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Cadence _cadence = new();
    private bool _wasShown;

    /// <summary>The time since the phase began.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>True where the bar is to be shown anew.</summary>
    public bool IsDue => _isShown && _cadence.IsDue;

    /// <summary>Shows it.</summary>
    /// <param name="status">Where it stands.</param>
    /// <param name="percent">How much is done; null where nobody knows.</param>
    /// <param name="timeLeft">How long it will take; null where nobody knows.</param>
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

    /// <summary>Takes it away.</summary>
    public void End()
    {
        if (_wasShown)
            cmdlet.WriteProgress(new ProgressRecord(0, _activity, "Done") { RecordType = ProgressRecordType.Completed });
    }
}
