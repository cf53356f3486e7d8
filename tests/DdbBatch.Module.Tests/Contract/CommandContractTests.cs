using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Threading.Tasks;
using System.Xml.Linq;
using DdbBatch.Module.Tests.Completion;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Contract;

/// <summary>The rules for every exported command, so that a user who knows one command knows them all.</summary>
public sealed class CommandContractTests : IDisposable
{
    private static readonly string[] ReadingVerbs = ["Compare", "ConvertFrom", "ConvertTo", "Get", "Import", "Measure", "Read", "Receive", "Test"];

    // As AWS.Tools has them, so that a splatted hashtable works with both.
    private static readonly Dictionary<string, string[]> StandardAliases = new()
    {
        ["AccessKey"] = ["AK"],
        ["ProfileLocation"] = ["AWSProfilesLocation", "ProfilesLocation"],
        ["ProfileName"] = ["AWSProfileName", "StoredCredentials"],
        ["Region"] = ["RegionToCall"],
        ["SecretKey"] = ["SecretAccessKey", "SK"],
        ["SessionToken"] = ["ST"],
        ["Table"] = ["TableName"],
        ["WhatIf"] = ["wi"],
        ["Confirm"] = ["cf"],
    };

    private static readonly XNamespace CommandHelp = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace TextHelp = "http://schemas.microsoft.com/maml/2004/10";

    private readonly PowerShellSession _session = new();
    private readonly CmdletInfo[] _cmdlets;
    private readonly Dictionary<string, XElement> _help;

    public CommandContractTests()
    {
        _cmdlets = [.. _session.Invoke("(Get-Module DdbBatch).ExportedCmdlets.Values").ThrowIfFailed().Output
            .Select(cmdlet => (CmdletInfo)cmdlet.BaseObject)];
        _help = XDocument.Load(Path.Combine(Checkout.Root, "en-US", "DdbBatch.dll-Help.xml")).Root!.Elements()
            .ToDictionary(command => command.Descendants(CommandHelp + "name").First().Value);
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Its_verb_is_approved_and_its_noun_singular_and_in_pascal_case()
    {
        HashSet<string> approved = [.. typeof(VerbsCommon).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(VerbsCommon).Namespace && type.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => field.GetRawConstantValue()).OfType<string>()];

        Assert.NotEmpty(_cmdlets);
        Assert.All(_cmdlets, cmdlet => Assert.Contains(cmdlet.Verb, approved));
        Assert.All(_cmdlets, cmdlet => Assert.Matches("^Ddb([A-Z][a-z]+)+$", cmdlet.Noun));
        // An s at the end would be a plural, or a word to think twice about.
        Assert.All(_cmdlets, cmdlet => Assert.False(cmdlet.Noun.EndsWith('s'), cmdlet.Name));
    }

    [Fact]
    public void It_says_what_it_outputs() => Assert.All(_cmdlets, cmdlet => Assert.NotEmpty(cmdlet.OutputType));

    [Fact]
    public void It_has_WhatIf_and_Confirm_if_it_changes_anything() => Assert.All(_cmdlets, cmdlet =>
        Assert.Equal(
            !ReadingVerbs.Contains(cmdlet.Verb),
            cmdlet.Parameters.ContainsKey("WhatIf") && cmdlet.Parameters.ContainsKey("Confirm")));

    [Fact]
    public void At_most_one_parameter_of_a_set_takes_the_pipelines_objects() => Assert.All(
        _cmdlets.SelectMany(cmdlet => cmdlet.ParameterSets),
        set => Assert.InRange(set.Parameters.Count(parameter => parameter.ValueFromPipeline), 0, 1));

    [Fact]
    public void Its_parameters_have_the_standard_aliases()
    {
        ParameterMetadata[] parameters = [.. _cmdlets.SelectMany(cmdlet => cmdlet.Parameters.Values)
            .Where(parameter => StandardAliases.ContainsKey(parameter.Name))];

        Assert.NotEmpty(parameters);
        Assert.All(parameters, parameter => Assert.Equal(StandardAliases[parameter.Name], parameter.Aliases.Order(StringComparer.OrdinalIgnoreCase)));
    }

    [Fact]
    public void No_type_of_the_AWS_SDK_is_in_its_parameters_or_outputs()
    {
        Type[] types =
        [
            .. _cmdlets.SelectMany(cmdlet => cmdlet.Parameters.Values).Select(parameter => parameter.ParameterType),
            .. _cmdlets.SelectMany(cmdlet => cmdlet.OutputType).Select(output => output.Type).OfType<Type>(),
        ];

        Assert.NotEmpty(types);
        Assert.DoesNotContain(Reachable(types), type => type.FullName?.StartsWith("Amazon.", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Each_of_its_parameters_is_described_and_it_has_four_examples()
    {
        Assert.Equal(_cmdlets.Select(cmdlet => cmdlet.Name).Order(), _help.Keys.Order());
        Assert.All(_help.Values, command =>
            Assert.InRange(command.Descendants(CommandHelp + "example").Count(), 4, int.MaxValue));
        Assert.Empty(_cmdlets.SelectMany(
            cmdlet => cmdlet.Parameters.Keys.Except(Cmdlet.CommonParameters).Except(Described(cmdlet)).Select(name => $"{cmdlet.Name} -{name}")));
    }

    // Each group of parameters has its class, because PowerShell shares parameters only through base classes. The first class has none:
    // how commands begin and end, those without a connection too.
    [Fact]
    public void At_most_four_classes_with_parameters_are_above_it_and_one_without()
    {
        Type[][] ladders = [.. _cmdlets.Select(cmdlet => Ladder(cmdlet.ImplementingType).ToArray())];

        Assert.All(ladders, ladder => Assert.InRange(ladder.Count(HasParameters), 0, 4));
        Assert.All(ladders, ladder => Assert.Single(ladder, type => !HasParameters(type)));

        static bool HasParameters(Type type) => type
            .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Any(property => property.IsDefined(typeof(ParameterAttribute), inherit: false));
    }

    private static IEnumerable<Type> Ladder(Type command)
    {
        for (Type type = command.BaseType!; type != typeof(PSCmdlet); type = type.BaseType!)
            yield return type;
    }

    [Fact]
    public void It_has_a_Pester_file() => Assert.All(_cmdlets, cmdlet =>
        Assert.True(File.Exists(Path.Combine(Checkout.Root, "tests", "Pester", $"{cmdlet.Name}.Tests.ps1")), cmdlet.Name));

    [Fact]
    public void Its_name_is_none_that_AWS_Tools_exports()
    {
        string[] theirs = [.. File.ReadLines(Path.Combine(Checkout.Root, "tests", "DdbBatch.Module.Tests", "Contract", "AwsToolsCommands.txt"))
            .Where(line => !line.StartsWith('#'))];

        Assert.Contains("Set-DDBBatchItem", theirs);
        Assert.Empty(_cmdlets.Select(cmdlet => cmdlet.Name).Intersect(theirs, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Half_a_key_pair_is_refused()
    {
        Assert.All(Connected, cmdlet => Assert.Equal("IncompleteKeys", FailureOf(cmdlet, "-AccessKey AKIAHALF")));
        Assert.All(Connected, cmdlet => Assert.Equal("IncompleteKeys", FailureOf(cmdlet, "-SecretKey half")));
        Assert.All(Connected, cmdlet => Assert.Equal("IncompleteKeys", FailureOf(cmdlet, "-SessionToken half")));
    }

    [Theory]
    [InlineData("'text'")]
    [InlineData("7")]
    [InlineData("@{ AccessKey = 'a' }")]
    [InlineData("([pscustomobject]@{ SecretKey = 's' })")]
    public void A_credential_that_is_none_is_refused(string credential) => Assert.All(Connected, cmdlet =>
        Assert.Equal("InvalidCredential", FailureOf(cmdlet, $"-Credential {credential}")));

    // A forgotten expression must not read, copy or delete everything.
    [Fact]
    public void Values_without_their_expression_are_refused()
    {
        (CmdletInfo Cmdlet, string Name)[] values =
        [
            .. from cmdlet in _cmdlets
               from parameter in cmdlet.Parameters.Values
               where parameter.Name.EndsWith("Value", StringComparison.Ordinal) && parameter.ParameterType == typeof(System.Collections.IDictionary)
               select (cmdlet, parameter.Name),
        ];

        Assert.Equal(["ConditionValue", "FilterValue", "SortKeyValue"], values.Select(one => one.Name).Distinct().Order());
        Assert.All(values, one => Assert.Matches(
            "^Invalid(Condition|Filter|SortKeyCondition)$",
            FailureOf(one.Cmdlet, $"-{one.Name} @{{ ':q' = 1 }}{(one.Name == "SortKeyValue" ? " -Key @{ Id = 1 }" : "")}")));
    }

    [Fact]
    public async Task A_table_is_completed()
    {
        await using TableListServer server = new(Task.CompletedTask, "Movies", "Music", "Zoo");
        CmdletInfo[] withTable = [.. _cmdlets.Where(cmdlet => cmdlet.Parameters.ContainsKey("Table"))];

        Assert.NotEmpty(withTable);
        Assert.All(withTable, cmdlet => Assert.Equal(
            ["Movies", "Music"],
            Offered($"{cmdlet.Name} -EndpointUrl {server.Endpoint} -AccessKey a -SecretKey s -Region eu-west-3 -Table M")));
    }

    // A list that takes longer than a prompt waits is there at a later Tab.
    private string[] Offered(string line) => Enumerable.Range(0, 15).Select(_ => Prompt.Texts(_session, line))
        .FirstOrDefault(texts => texts.Length > 0, []);

    [Fact]
    public void It_begins_as_its_base_class_says() => Assert.All(
        _cmdlets.Select(cmdlet => cmdlet.ImplementingType.GetMethod("BeginProcessing", BindingFlags.Instance | BindingFlags.NonPublic)!),
        begin => Assert.True(begin.IsFinal && begin.DeclaringType!.Name == "ModuleCommand", begin.DeclaringType!.Name));

    private CmdletInfo[] Connected => [.. _cmdlets.Where(cmdlet => cmdlet.Parameters.ContainsKey("AccessKey"))];

    // The first part of the id of the error that ends the cmdlet, with values for all that is mandatory.
    private string FailureOf(CmdletInfo cmdlet, string arguments)
    {
        Dictionary<string, object> mandatory = cmdlet.ParameterSets
            .MinBy(set => (set.IsDefault ? 0 : 1, set.Parameters.Count(parameter => parameter.IsMandatory)))!
            .Parameters.Where(parameter => parameter.IsMandatory || parameter.Name == "InputObject")
            .ToDictionary(parameter => parameter.Name, parameter => AnyValue(parameter));
        _session.SetVariable("mandatory", new System.Collections.Hashtable(mandatory));
        PowerShellResult result = _session.Invoke($"{cmdlet.Name} @mandatory {arguments}");
        return Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0];
    }

    private static object AnyValue(CommandParameterInfo parameter) =>
        parameter.ParameterType == typeof(object) ? new System.Collections.Hashtable { ["Id"] = 1 }
        : parameter.Name.Contains("S3Uri", StringComparison.Ordinal) ? "s3://bucket/prefix/"
        : parameter.ParameterType == typeof(string[]) ? new[] { "any" }
        : "any";

    private IEnumerable<string> Described(CmdletInfo cmdlet) =>
        from parameter in _help[cmdlet.Name].Element(CommandHelp + "parameters")!.Elements()
        where !string.IsNullOrWhiteSpace(parameter.Element(TextHelp + "description")?.Value)
        select parameter.Element(TextHelp + "name")!.Value;

    // The types that a user can reach through the properties of the output.
    private static HashSet<Type> Reachable(IEnumerable<Type> types)
    {
        HashSet<Type> reached = [];
        Queue<Type> open = new(types);
        while (open.TryDequeue(out Type? type))
        {
            if (!reached.Add(type))
                continue;
            foreach (Type part in type.GenericTypeArguments)
                open.Enqueue(part);
            if (type.HasElementType)
                open.Enqueue(type.GetElementType()!);
            if (type.Assembly.GetName().Name!.StartsWith("DdbBatch", StringComparison.Ordinal))
            {
                foreach (PropertyInfo property in type.GetProperties())
                    open.Enqueue(property.PropertyType);
            }
        }

        return reached;
    }
}
