using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Xml.Linq;
using static DdbBatch.Help.Maml;

namespace DdbBatch.Help;

/// <summary>The help of one cmdlet.</summary>
internal static class MamlCommand
{
    private const string SampleFile = "music.csv";

    private static readonly HashSet<string> Common = [.. Cmdlet.CommonParameters];

    // The engine adds these to cmdlets that change something. A cmdlet's own comment may replace the text.
    private static readonly Dictionary<string, string> ShouldProcess = new()
    {
        ["WhatIf"] = "Converts everything, calls only DescribeTable, writes nothing, and outputs one Preflight object per table: "
            + "items, invalid items, capacity, requests and time. No summary is output.",
        ["Confirm"] = "Prompts for each table before anything is written to it.",
    };

    /// <summary>Creates the help of a cmdlet.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="related">Further reading: topics, other cmdlets, sections of the README.</param>
    /// <param name="comments">The texts.</param>
    internal static XElement Write(CmdletInfo cmdlet, IEnumerable<string> related, DocumentationComments comments) => new(
        Command + "command",
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Description([comments.Summary(cmdlet.ImplementingType)])),
        Description([.. comments.Remarks(cmdlet.ImplementingType), .. Samples(cmdlet, comments)]),
        new XElement(Command + "syntax", Sorted(cmdlet.ParameterSets).Select(set => Syntax(cmdlet, set, comments))),
        new XElement(Command + "parameters", Parameters(cmdlet, comments)),
        new XElement(Command + "inputTypes", Inputs(cmdlet, comments)),
        new XElement(
            Command + "returnValues",
            cmdlet.OutputType.Select(type => new XElement(Command + "returnValue", Type(type.Name)))),
        new XElement(
            Command + "examples",
            comments.Examples(cmdlet.ImplementingType).Select((example, index) => new XElement(
                Command + "example",
                new XElement(Text + "title", string.Create(CultureInfo.InvariantCulture, $"---------- Example {index + 1} ----------")),
                new XElement(Dev + "code", example.Code),
                // The views put nothing between two examples.
                new XElement(Dev + "remarks", Paragraphs([.. example.Remarks, ""]))))),
        // No address, because the module has none on the web. Get-Help and the package use these names.
        new XElement(
            Text + "relatedLinks",
            related.Select(text => new XElement(Text + "navigationLink", new XElement(Text + "linkText", text), new XElement(Text + "uri")))));

    // A file in the package, so that the examples can be run with an installed module.
    private static IEnumerable<string> Samples(CmdletInfo cmdlet, DocumentationComments comments) =>
        comments.Examples(cmdlet.ImplementingType).Any(example => example.Code.Contains(SampleFile, System.StringComparison.Ordinal))
            ? [$"The examples use {SampleFile}, which is part of the module: Copy-Item \"$((Get-Module DdbBatch).ModuleBase)/samples/{SampleFile}\" ."]
            : [];

    // The objects that the pipeline passes.
    private static IEnumerable<XElement> Inputs(CmdletInfo cmdlet, DocumentationComments comments) => cmdlet.ParameterSets
        .SelectMany(set => set.Parameters)
        .Where(parameter => parameter.ValueFromPipeline)
        .DistinctBy(parameter => parameter.Name)
        .Select(parameter => new XElement(
            Command + "inputType",
            Type(parameter.ParameterType.FullName!),
            Description(comments.Property(cmdlet.ImplementingType.GetProperty(parameter.Name)!))));

    // The usual syntax first: the default set, or the one that takes the pipeline's objects.
    private static IEnumerable<CommandParameterSetInfo> Sorted(IEnumerable<CommandParameterSetInfo> sets) => sets
        .OrderByDescending(set => set.IsDefault)
        .ThenByDescending(set => set.Parameters.Any(parameter => parameter.ValueFromPipeline));

    private static XElement Syntax(CmdletInfo cmdlet, CommandParameterSetInfo set, DocumentationComments comments) => new(
        Command + "syntaxItem",
        new XElement(Text + "name", cmdlet.Name),
        set.Parameters.Where(IsOwn)
            .OrderBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position)
            .Select(parameter => Parameter(cmdlet, parameter, comments)));

    // A parameter may be in several sets, but its help has it once.
    private static IEnumerable<XElement> Parameters(CmdletInfo cmdlet, DocumentationComments comments) =>
        cmdlet.ParameterSets.SelectMany(set => set.Parameters).Where(IsOwn)
            .DistinctBy(parameter => parameter.Name)
            .OrderBy(parameter => parameter.Name, System.StringComparer.Ordinal)
            .Select(parameter => Parameter(cmdlet, parameter, comments));

    private static bool IsOwn(CommandParameterInfo parameter) => !Common.Contains(parameter.Name);

    private static XElement Parameter(CmdletInfo cmdlet, CommandParameterInfo parameter, DocumentationComments comments)
    {
        bool isSwitch = parameter.ParameterType == typeof(SwitchParameter);
        return new XElement(
            Command + "parameter",
            new XAttribute("required", parameter.IsMandatory ? "true" : "false"),
            new XAttribute("globbing", "false"),
            new XAttribute("pipelineInput", PipelineInput(parameter)),
            new XAttribute("position", parameter.Position < 0 ? "named" : parameter.Position.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Text + "name", parameter.Name),
            Description(ShouldProcess.TryGetValue(parameter.Name, out string? words)
                ? [comments.OfShouldProcess(cmdlet.ImplementingType, parameter.Name) ?? words]
                : comments.Property(cmdlet.ImplementingType.GetProperty(parameter.Name)!)),
            isSwitch ? null : new XElement(
                Command + "parameterValue", new XAttribute("required", "true"), parameter.ParameterType.Name),
            Type(parameter.ParameterType.Name),
            new XElement(Dev + "defaultValue", isSwitch ? "False" : DefaultValue.Of(cmdlet.ImplementingType, parameter.Name)));
    }

    private static string PipelineInput(CommandParameterInfo parameter) =>
        parameter is { ValueFromPipeline: false, ValueFromPipelineByPropertyName: false }
            ? "false"
            : "true (" + string.Join(", ", new[]
            {
                parameter.ValueFromPipeline ? "ByValue" : null,
                parameter.ValueFromPipelineByPropertyName ? "ByPropertyName" : null,
            }.OfType<string>()) + ")";

    private static XElement Type(string name) => new(Dev + "type", new XElement(Text + "name", name));
}
