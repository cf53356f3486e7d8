using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Contract;

/// <summary>Every error that the module has a factory for, as it reads.</summary>
public sealed class ErrorTextTests : IDisposable
{
    // Other people's words come with a full stop, and without.
    private static readonly string[] Reasons = ["the wolf", "The wolf.", "the wolf.\n"];

    private readonly PowerShellSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_error_is_made_of_whole_sentences()
    {
        MethodInfo[] factories = [.. Factories()];
        string[] made = [.. factories.SelectMany(factory => Reasons.SelectMany(reason => MessagesOf(factory, reason)
            .Where(message => !IsWhole(message))
            .Select(message => $"{factory.DeclaringType!.Name}.{factory.Name}: {message}")))];

        // Fewer would mean that the factories have another form, and that this test has lost them.
        Assert.InRange(factories.Length, 90, 1000);
        Assert.True(made.Length == 0, string.Join("\n", made));
    }

    [Fact]
    public void Every_parameter_that_an_error_names_exists()
    {
        HashSet<string> parameters = [.. Cmdlet.CommonParameters, .. _session.Invoke("(Get-Module DdbBatch).ExportedCmdlets.Values").ThrowIfFailed().Output
            .SelectMany(cmdlet => ((CmdletInfo)cmdlet.BaseObject).Parameters.Keys)];
        (string Name, string Message)[] named =
        [
            .. from factory in Factories()
               from message in MessagesOf(factory, Reasons[0])
               from Match match in Regex.Matches(message, @"(?<![\w'-])-([A-Z][A-Za-z]+)")
               select (match.Groups[1].Value, $"{factory.DeclaringType!.Name}.{factory.Name}: {message}"),
        ];

        Assert.InRange(named.Length, 30, 1000);
        Assert.All(named, one => Assert.True(parameters.Contains(one.Name), one.Message));
    }

    [Theory]
    [InlineData("A thing failed. Do this.", true)]
    [InlineData("A thing failed: the wolf. Do this: s3://x/y.z, 1.5 or [1..2].", true)]
    [InlineData("A thing failed: the wolf Do this.", false)]
    [InlineData("A thing failed: the wolf.. Do this.", false)]
    [InlineData("A thing failed: the wolf. . Do this.", false)]
    [InlineData("A thing failed.Do this.", false)]
    [InlineData("The wolf.: access denied.", false)]
    [InlineData("A thing failed", false)]
    [InlineData("A thing failed: .", false)]
    [InlineData("A thing failed.  Do this.", false)]
    public void It_sees_sentences_that_run_together(string message, bool isWhole) => Assert.Equal(isWhole, IsWhole(message));

    private static bool IsWhole(string message) =>
        message.EndsWith('.')
        && !Regex.IsMatch(message, @"the wolf(?![.,;:)'…])", RegexOptions.IgnoreCase)
        && !Regex.IsMatch(message, @"(?<!\[1)\.\.|[ :]\.(?!\w)|\.[:,;]|[a-z]\.[A-Z]|  |\n|: *$");

    private static IEnumerable<string> MessagesOf(MethodInfo factory, string reason)
    {
        object made = factory.Invoke(null, new SampleValues(reason).ArgumentsOf(factory))!;
        if (made is Exception exception)
            return [exception.Message];
        ErrorRecord error = (ErrorRecord)made;
        return new[] { error.ErrorDetails.Message, error.ErrorDetails.RecommendedAction }.Where(text => text.Length > 0);
    }

    // The return types of the module's and the engine's factories: error records, and exceptions that become error records.
    private IEnumerable<MethodInfo> Factories()
    {
        CmdletInfo cmdlet = (CmdletInfo)_session.Invoke("Get-Command Write-DdbBatch").ThrowIfFailed().Output[0].BaseObject;
        Assembly module = cmdlet.ImplementingType.Assembly;
        return AssemblyLoadContext.GetLoadContext(module)!.Assemblies
            .Where(assembly => assembly == module || assembly.GetName().Name == "DdbBatch.Core")
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Errors", StringComparison.Ordinal) || type.Name.EndsWith("Exception", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(method => (method.IsPublic || method.IsAssembly) && method.Name != "Create")
            .Where(method => method.ReturnType == typeof(ErrorRecord) || method.ReturnType.IsAssignableTo(typeof(Exception)));
    }
}
