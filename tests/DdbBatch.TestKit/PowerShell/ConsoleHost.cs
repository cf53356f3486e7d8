using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Management.Automation.Host;
using System.Threading;

namespace DdbBatch.TestKit;

/// <summary>A PowerShell host that writes to a console: output to one writer, all else to another.</summary>
/// <param name="output">The destination of output; standard output in a program.</param>
/// <param name="messages">The destination of errors, warnings and progress; standard error in a program.</param>
/// <param name="isTerminal">Whether both show colours and write over a line of progress.</param>
public sealed class ConsoleHost(TextWriter output, TextWriter messages, bool isTerminal = false) : PSHost
{
    private readonly ConsoleHostUserInterface _ui = new(output, messages, isTerminal);

    /// <summary>Whether an error was shown.</summary>
    public bool ShowedError => _ui.ShowedError;

    /// <summary>The choices that the user was asked for.</summary>
    public IReadOnlyList<string> Questions => _ui.Questions;

    /// <summary>The choice that is the answer to each question, from 0; null for the default answer.</summary>
    public int? Answer
    {
        get => _ui.Answer;
        set => _ui.Answer = value;
    }

    /// <inheritdoc/>
    public override string Name => "DdbBatch";

    /// <inheritdoc/>
    public override Version Version { get; } = new(1, 0);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => _ui;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture { get; } = Thread.CurrentThread.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture { get; } = Thread.CurrentThread.CurrentUICulture;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException("This host has no prompt.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException("This host has no prompt.");

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode)
    {
    }
}
