using System;

namespace DdbBatch.Tests.Simulation;

/// <summary>The actual history of an operation, whatever the engine assumes.</summary>
internal sealed class OperationHistory
{
    /// <summary>DynamoDB confirmed it, and the client got to hear of it.</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>It took effect, or still will.</summary>
    public bool TookEffect { get; set; }

    /// <summary>Its condition was false, and the client got to hear of it.</summary>
    public bool WasConditionFalse { get; set; }

    /// <summary>When that was said, the item was as the operation leaves it.</summary>
    public bool HasMetItself { get; set; }

    /// <summary>Another writer has put an item.</summary>
    public bool HasMetOther { get; set; }

    /// <summary>An attempt of it got no answer that can be trusted.</summary>
    public bool MayBeWritten { get; set; }

    /// <summary>That was an attempt of this run.</summary>
    public bool HasLostAnswer { get; set; }

    /// <summary>Until when such an attempt may take effect.</summary>
    public TimeSpan MayChangeUntil { get; set; }

    /// <summary>How often it was left unprocessed by itself.</summary>
    public int LeftUnprocessed { get; set; }

    /// <summary>The outcome in the last run that included it; null before that.</summary>
    public OperationOutcome? Outcome { get; set; }

    /// <summary>Failed attempts in this run, refusals of its batch aside.</summary>
    public int Failures { get; set; }

    /// <summary>Attempts in this run.</summary>
    public int Attempts { get; set; }

    /// <summary>It was refused in this run for good, in a request of its own.</summary>
    public bool IsRefused { get; set; }

    /// <summary>When DynamoDB asked for it to be sent again at the earliest.</summary>
    public TimeSpan NotBefore { get; set; }

    /// <summary>A run takes the operation in.</summary>
    /// <param name="isAgain">True if an earlier run of its load may have sent it, which is no longer known.</param>
    /// <param name="settledAt">When what that run sent can no longer take effect, by all that anybody knows.</param>
    public void StartRun(bool isAgain, TimeSpan settledAt)
    {
        if (isAgain)
        {
            IsConfirmed = false;
            MayBeWritten = true;
            MayChangeUntil = settledAt > MayChangeUntil ? settledAt : MayChangeUntil;
        }

        Failures = Attempts = 0;
        IsRefused = WasConditionFalse = HasMetItself = HasLostAnswer = false;
        NotBefore = TimeSpan.Zero;
        Outcome = null;
    }
}
