using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Lifecycle;

/// <summary>A command whose binding was shortened binds what it would bind otherwise.</summary>
public sealed class PipelineBindingTests : IDisposable
{
    // It has imported the module.
    private readonly PowerShellSession _session = new();

    public PipelineBindingTests() =>
        _session.Invoke("Import-Module $args[0]", typeof(PipelineBindingTests).Assembly.Location).ThrowIfFailed();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void This_PowerShell_has_the_internals() => Assert.Equal(true, TestBindingCommand.Binding.GetProperty("IsAvailable")!.GetValue(null));

    [Fact]
    public void Only_parameters_that_objects_can_be_bound_to_are_left()
    {
        PSObject[] bound = [.. _session.Invoke("1 | Test-Binding; 1 | Test-Binding -Shorten").ThrowIfFailed().Output];
        // -Label and -Size; -InputObject is bound at that moment.
        Assert.Equal(2, bound[1].Properties["Left"].Value);
        Assert.True((int)bound[0].Properties["Left"].Value > 10);
    }

    [Theory]
    [InlineData("1, 2 | Test-Binding")]
    [InlineData("1, 'two', $null, @{ a = 1 } | Test-Binding -Other x -Verbose:$false")]
    [InlineData("[pscustomobject]@{ Label = 'a'; Size = 3 }, [pscustomobject]@{ Label = 'b' }, [pscustomobject]@{ Size = 4 } | Test-Binding")]
    [InlineData("[pscustomobject]@{ Label = 'a'; Other = 'b' } | Test-Binding")]
    [InlineData("[pscustomobject]@{ Size = 'none' }, 5 | Test-Binding -ErrorAction SilentlyContinue")]
    [InlineData("1, 2 | Test-Binding -Label { \"<$_>\" } -Size 7")]
    [InlineData("1, 2 | Test-Binding -Size { $_ * 2 } -OutVariable out; $out.Count")]
    [InlineData("$PSDefaultParameterValues['Test-Binding:Other'] = 'given'; $PSDefaultParameterValues['Test-Binding:Size'] = 9; 1, 2 | Test-Binding")]
    [InlineData("@() | Test-Binding")]
    [InlineData("1, 2 | Test-Binding | ForEach-Object Bound | Test-Binding")]
    [InlineData("function f { process { $_ | Test-Binding } }; 1, 2 | f")]
    [InlineData("$step = { Test-Binding }.GetSteppablePipeline(); $step.Begin($true); $step.Process(1); $step.Process(2); $step.End()")]
    public void Objects_are_bound_as_without_it(string script) =>
        Assert.Equal(Run(script), Run(Regex.Replace(script, "Test-Binding(?!:)", "Test-Binding -Shorten")));

    private string Run(string script)
    {
        PowerShellResult result = _session.Invoke("$PSDefaultParameterValues.Clear(); " + script);
        return string.Join('\n', [
            .. result.Output.Select(bound => $"{bound.Properties["Bound"]?.Value ?? bound}"),
            .. result.Errors.Select(error => error.FullyQualifiedErrorId)]);
    }
}

/// <summary>Says what was bound for each object.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Binding")]
public sealed class TestBindingCommand : PSCmdlet
{
    internal static Type Binding => LoadedModule.Cmdlets.GetType("DdbBatch.Lifecycle.PipelineBinding", throwOnError: true)!;

    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Label { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int Size { get; set; }

    [Parameter]
    public string? Other { get; set; }

    [Parameter]
    public SwitchParameter Shorten { get; set; }

    protected override void BeginProcessing()
    {
        if (Shorten)
            Call("Shorten");
    }

    protected override void ProcessRecord()
    {
        PSObject bound = new();
        bound.Properties.Add(new PSNoteProperty("Bound", $"{InputObject} {Label} {Size} {Other}"));
        bound.Properties.Add(new PSNoteProperty("Left", ((ICollection?)Call("FindNotGiven"))?.Count));
        WriteObject(bound);
    }

    private object? Call(string method) =>
        Binding.GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.Invoke(null, [this]);
}
