using System;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Loading;

/// <summary>Importing again, removing, and other runspaces.</summary>
public sealed class ReimportTests
{
    private const string CommandNames = "(Get-Command -Module DdbBatch -ErrorAction Stop).Name";
    private const string ModuleNames = "Get-Module -All | Where-Object Name -Match '^DdbBatch' | ForEach-Object Name";
    private const string ImportAgain = "Import-Module $args[0] -Force -ErrorAction Stop";

    [Fact]
    public void Import_with_Force_keeps_the_cmdlets_however_often()
    {
        using PowerShellSession session = new();
        string[] first = Lines(session, CommandNames);
        Assert.NotEmpty(first);
        for (int again = 0; again < 2; again++)
        {
            session.Invoke(ImportAgain, Checkout.Manifest).ThrowIfFailed();
            Assert.Equal(first, Lines(session, CommandNames));
            AssertCmdletRuns(session);
        }
    }

    [Fact]
    public void Remove_leaves_nothing_loaded_and_a_later_import_works()
    {
        using PowerShellSession session = new();
        string[] first = Lines(session, CommandNames);
        session.Invoke("Remove-Module DdbBatch").ThrowIfFailed();
        Assert.Empty(Lines(session, ModuleNames));
        Assert.Empty(Lines(session, "Get-Command *Ddb* | ForEach-Object Name"));

        session.Invoke("Import-Module $args[0]", Checkout.Manifest).ThrowIfFailed();
        Assert.Equal(first, Lines(session, CommandNames));
        AssertCmdletRuns(session);
    }

    [Fact]
    public void Runspaces_of_one_process_share_one_load_context()
    {
        using PowerShellSession first = new();
        using PowerShellSession second = new();
        AssertCmdletRuns(first);
        AssertCmdletRuns(second);
        Assert.Single(AssemblyLoadContext.All, context => context.Assemblies.Any(IsOurs));
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), IsOurs);
    }

    [Fact]
    public void Removing_it_in_one_runspace_leaves_the_other_one_alone()
    {
        using PowerShellSession first = new();
        using PowerShellSession second = new();
        first.Invoke("Remove-Module DdbBatch").ThrowIfFailed();
        AssertCmdletRuns(second);
    }

    private static bool IsOurs(System.Reflection.Assembly assembly) =>
        !assembly.IsDynamic && assembly.Location == Path.Combine(Checkout.Root, "bin", "net8.0", "DdbBatch.dll");

    private static string[] Lines(PowerShellSession session, string script) =>
        [.. session.Invoke(script).ThrowIfFailed().Output.Select(line => line.ToString())];

    private static void AssertCmdletRuns(PowerShellSession session) =>
        Assert.Equal([CmdletRun.Proof], Lines(session, CmdletRun.Script));
}
