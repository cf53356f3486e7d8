using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace DdbBatch.TestKit;

/// <summary>
/// Shows messages in a <see cref="ConsoleHost"/>. It does not prompt: a confirmation gets its default answer, or the
/// specified one.
/// </summary>
internal sealed class ConsoleHostUserInterface(TextWriter output, TextWriter messages, bool isTerminal)
    : PSHostUserInterface
{
    private const string EraseLine = "\r\u001b[K";

    public bool ShowedError { get; private set; }

    public List<string> Questions { get; } = [];

    public int? Answer { get; set; }

    public override PSHostRawUserInterface RawUI { get; } = new FixedSizeRawUserInterface();

    public override bool SupportsVirtualTerminal => isTerminal;

    public override void Write(string value) => output.Write(GetOutputString(value, isTerminal));

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => output.WriteLine(GetOutputString(value, isTerminal));

    public override void WriteErrorLine(string value)
    {
        ShowedError = true;
        messages.WriteLine(GetOutputString(value, isTerminal));
    }

    public override void WriteDebugLine(string message) => messages.WriteLine($"DEBUG: {message}");

    public override void WriteVerboseLine(string message) => messages.WriteLine($"VERBOSE: {message}");

    public override void WriteWarningLine(string message) => messages.WriteLine($"WARNING: {message}");

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        string text = $"{record.Activity}: {record.StatusDescription}";
        bool isOver = record.RecordType == ProgressRecordType.Completed;
        if (isTerminal)
            messages.Write(isOver ? EraseLine : $"{EraseLine}{text}");
        else if (!isOver)
            messages.WriteLine(text);
    }

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Questions.Add(message);
        return Answer ?? defaultChoice;
    }

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) => throw NoPrompt();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName) => throw NoPrompt();

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => throw NoPrompt();

    public override string ReadLine() => throw NoPrompt();

    public override SecureString ReadLineAsSecureString() => throw NoPrompt();

    private static HostException NoPrompt() => new("This host asks nothing: give every mandatory parameter.");
}
