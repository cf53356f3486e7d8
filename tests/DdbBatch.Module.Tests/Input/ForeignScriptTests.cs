using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Input;

/// <summary>Script blocks that were made in another runspace.</summary>
public sealed class ForeignScriptTests
{
    private const string Preview =
        " | Write-DdbBatch -Table $script -KeyName Id -WhatIf -EndpointUrl http://127.0.0.1:1 -Region x -AccessKey a -SecretKey b | % Table";

    [Fact]
    public void One_that_sees_only_its_object_runs_in_the_pipelines_own_runspace()
    {
        Assert.Equal(
            ["own-A", "own-B"],
            Tables("{ if ([runspace]::DefaultRunspace.Name -eq 'made here') { 'foreign-' + $_.Id } else { 'own-' + $_.Id } }"));
    }

    [Fact]
    public void One_that_sees_a_variable_of_its_runspace_still_sees_it() =>
        Assert.Equal(["there-A", "there-B"], Tables("$prefix = 'there'; { \"$prefix-$($_.Id)\" }"));

    [Fact]
    public void One_of_the_same_runspace_sees_the_callers_variables()
    {
        using PowerShellSession session = new();
        Assert.Equal(
            ["here-A"],
            Texts(session.Invoke("$prefix = 'here'; $script = { \"$prefix-$($_.Id)\" }; @{ Id = 'A' }" + Preview)));
    }

    private static string[] Tables(string script)
    {
        using PowerShellSession session = new();
        using Runspace other = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        other.Name = "made here";
        other.Open();
        using PowerShell shell = PowerShell.Create(other);
        session.SetVariable("script", shell.AddScript(script).Invoke()[0].BaseObject);
        return Texts(session.Invoke("@{ Id = 'A' }, @{ Id = 'B' }" + Preview));
    }

    private static string[] Texts(PowerShellResult result) =>
        Array.ConvertAll([.. result.ThrowIfFailed().Output], output => output.ToString());
}
