using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace DdbBatch.TestKit;

/// <summary>A runspace of the real PowerShell engine with the built module imported by its manifest.</summary>
public sealed class PowerShellSession : IDisposable
{
    private readonly Runspace _runspace;

    /// <summary>Opens a runspace.</summary>
    /// <param name="importModule">Import DdbBatch.psd1 of the checkout at once.</param>
    /// <param name="host">The host that shows progress and prompts; none by default.</param>
    public PowerShellSession(bool importModule = true, System.Management.Automation.Host.PSHost? host = null)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        _runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        _runspace.Open();
        if (_runspace.SessionStateProxy.InvokeCommand.GetCommand("Import-Csv", CommandTypes.All) is null)
            Invoke("Import-Module -Assembly $args[0]", typeof(ImportCsvCommand).Assembly).ThrowIfTerminated();
        if (importModule)
            Invoke("Import-Module -Name $args[0] -ErrorAction Stop", Checkout.Manifest).ThrowIfTerminated();
    }

    /// <summary>A pipeline in this runspace, for tests that stop it or read it while it runs.</summary>
    public PowerShell CreatePowerShell()
    {
        PowerShell shell = PowerShell.Create();
        shell.Runspace = _runspace;
        return shell;
    }

    /// <summary>Sets a variable of the session.</summary>
    public void SetVariable(string name, object? value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>The value of a variable of the session.</summary>
    public object? GetVariable(string name) => _runspace.SessionStateProxy.GetVariable(name);

    /// <summary>Runs a script to its end in the session's own scope and gives back all it wrote.</summary>
    /// <param name="script">The script.</param>
    /// <param name="arguments">The script's <c>$args</c>.</param>
    public PowerShellResult Invoke(string script, params object?[] arguments)
    {
        using PowerShell shell = CreatePowerShell();
        shell.AddScript(script, useLocalScope: false);
        foreach (object? argument in arguments)
            shell.AddArgument(argument);
        PSDataCollection<PSObject> output = [];
        ErrorRecord? terminating = null;
        try
        {
            shell.Invoke<PSObject, PSObject>(null, output, null);
        }
        catch (RuntimeException exception)
        {
            terminating = exception.ErrorRecord;
        }

        return new PowerShellResult(
            [.. output],
            [.. shell.Streams.Error],
            [.. shell.Streams.Warning.Select(record => record.Message)],
            [.. shell.Streams.Verbose.Select(record => record.Message)],
            [.. shell.Streams.Progress],
            terminating);
    }

    /// <summary>Runs a command line as a prompt does: the host shows all that it writes.</summary>
    public void Show(string commandLine)
    {
        try
        {
            ShowOutput(commandLine);
        }
        catch (RuntimeException exception)
        {
            ShowOutput("[CmdletBinding()] param($e) $PSCmdlet.WriteError($e)", exception.ErrorRecord);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    private void ShowOutput(string script, params object[] arguments)
    {
        using PowerShell shell = CreatePowerShell();
        shell.AddScript(script, useLocalScope: false);
        foreach (object argument in arguments)
            shell.AddArgument(argument);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default").Invoke();
    }
}

/// <summary>All that a script wrote.</summary>
/// <param name="Output">The success stream.</param>
/// <param name="Errors">The error stream (non-terminating errors).</param>
/// <param name="Warnings">The warning stream.</param>
/// <param name="Verbose">The verbose stream.</param>
/// <param name="Progress">The progress stream.</param>
/// <param name="Terminating">The error that ended the script; null if it ran to its end.</param>
public sealed record PowerShellResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<ProgressRecord> Progress,
    ErrorRecord? Terminating)
{
    /// <summary>Returns the result, and throws if there was a terminating or another error.</summary>
    /// <exception cref="InvalidOperationException">An error came; the message has all of them.</exception>
    public PowerShellResult ThrowIfFailed()
    {
        ThrowIfTerminated();
        if (Errors.Count > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, Errors.Select(Describe)));
        return this;
    }

    /// <summary>Returns the result, and throws if there was a terminating error.</summary>
    /// <exception cref="InvalidOperationException">A terminating error came.</exception>
    public PowerShellResult ThrowIfTerminated() =>
        Terminating is null ? this : throw new InvalidOperationException(Describe(Terminating), Terminating.Exception);

    private static string Describe(ErrorRecord error) =>
        string.Create(CultureInfo.InvariantCulture, $"{error.FullyQualifiedErrorId}: {error} {error.ScriptStackTrace}");
}
