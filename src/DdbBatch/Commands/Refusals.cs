using System;
using System.Management.Automation;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>Tells of inputs that break a rule, and ends it all where every input from the first on breaks the same one.</summary>
/// <param name="cmdlet">Tells it.</param>
/// <param name="keep">Keeps them.</param>
internal sealed class Refusals(ModuleCommand cmdlet, Action<UnprocessedItem> keep)
{
    private const int MismatchLimit = 100;

    private readonly RuleStreak _streak = new(MismatchLimit);

    /// <summary>An input was all right.</summary>
    public void Accept() => _streak.Break();

    /// <summary>An input was refused.</summary>
    /// <param name="table">Its table; empty where that isn't known.</param>
    /// <param name="input">The input.</param>
    /// <param name="error">The rule it breaks.</param>
    public void Refuse(string table, RoutedInput input, ErrorRecord error)
    {
        OperationError reason = new(error.FullyQualifiedErrorId, Errors.ReasonOf(error, input.Source));
        keep(input.ToInvalid(table, reason));
        if (_streak.Count(reason.Code))
            cmdlet.ThrowTerminatingError(Errors.InputDoesNotMatchTable(MismatchLimit, error.Exception.Message, input.Source));
        cmdlet.WriteError(error);
    }
}
