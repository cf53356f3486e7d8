using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Xml.Linq;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Contract;

/// <summary>The generated help, which Get-Help shows.</summary>
public sealed class HelpTests : IDisposable
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly PowerShellSession _session = new();
    private readonly XElement[] _commands =
        [.. XDocument.Load(Path.Combine(Checkout.Root, "en-US", "DdbBatch.dll-Help.xml")).Root!.Elements()];

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_command_that_takes_pipeline_input_says_which()
    {
        Dictionary<string, CmdletInfo> cmdlets = _session.Invoke("(Get-Module DdbBatch).ExportedCmdlets.Values").ThrowIfFailed().Output
            .Select(cmdlet => (CmdletInfo)cmdlet.BaseObject)
            .ToDictionary(cmdlet => cmdlet.Name);

        Assert.Equal(cmdlets.Keys.Order(), _commands.Select(Name).Order());
        Assert.All(_commands, command => Assert.Equal(
            cmdlets[Name(command)].ParameterSets.SelectMany(set => set.Parameters)
                .Where(parameter => parameter.ValueFromPipeline)
                .Select(parameter => parameter.ParameterType.FullName)
                .Distinct().Order(),
            command.Elements(Command + "inputTypes").Elements().Select(input => input.Element(Dev + "type")!.Value).Distinct().Order()));
    }

    [Fact]
    public void Every_parameter_has_a_default_value()
    {
        XElement[] parameters = [.. _commands.SelectMany(command => command.Element(Command + "parameters")!.Elements())];

        Assert.All(parameters, parameter => Assert.NotEqual("", parameter.Element(Dev + "defaultValue")!.Value));
        Dictionary<string, string> ofWrite = _commands.Single(command => Name(command) == "Write-DdbBatch")
            .Element(Command + "parameters")!.Elements()
            .ToDictionary(parameter => parameter.Element(Text + "name")!.Value, parameter => parameter.Element(Dev + "defaultValue")!.Value);
        Assert.Equal(
            ["16", "300", "No limit", "InOrder", "Keep", "Null", "Put", "False", "None"],
            new[] { "ThrottleLimit", "RetryTimeoutSec", "MaxRetry", "DuplicateKey", "EmptyString", "NullValue", "Operation", "PassThru", "Table" }
                .Select(name => ofWrite[name]));
    }

    [Fact]
    public void Examples_use_the_packages_sample_only_and_their_command_says_so()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "samples"), "*.csv").Select(file => Path.GetFileName(file)!)];

        Assert.Equal(["music.csv"], files);
        Assert.All(_commands, command =>
        {
            string examples = string.Concat(command.Descendants(Dev + "code").Select(code => code.Value));
            Assert.DoesNotContain("samples/", examples);
            Assert.Equal(
                examples.Contains("music.csv", StringComparison.Ordinal),
                command.Element(Text + "description")!.Value.Contains("/samples/music.csv\"", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void The_help_of_WhatIf_promises_a_Preflight_only_if_the_command_outputs_one() => Assert.All(_commands, command => Assert.Equal(
        command.Element(Command + "returnValues")!.Elements().Any(value => value.Value.Split('.').Last().Trim() == "Preflight"),
        command.Element(Command + "parameters")!.Elements().Any(parameter =>
            parameter.Element(Text + "name")!.Value == "WhatIf" && parameter.Value.Contains("one Preflight object", StringComparison.Ordinal))));

    private static string Name(XElement command) => command.Descendants(Command + "name").First().Value;
}
