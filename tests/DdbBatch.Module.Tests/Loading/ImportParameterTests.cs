using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Loading;

/// <summary>The effect of Import-Module's parameters on this module, and the other ways to import it.</summary>
public sealed class ImportParameterTests : IDisposable
{
    private const string CommandNames = "Get-Command *Ddb* -CommandType Cmdlet | ForEach-Object Name";

    private readonly PowerShellSession _session = new(importModule: false);
    private readonly string[] _cmdlets;

    public ImportParameterTests()
    {
        Import("");
        _cmdlets = Names();
        Assert.NotEmpty(_cmdlets);
        Remove();
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_prefix_is_put_before_every_noun()
    {
        Import("-Prefix X");

        Assert.Equal(_cmdlets.Select(name => name.Replace("-", "-X", StringComparison.Ordinal)), Names());
        Assert.Equal("""{"a":{"S":"b"}}""", Output("@{ a = 'b' } | ConvertTo-XDdbJson"));
        Remove();
    }

    [Fact]
    public void A_second_import_with_a_prefix_keeps_the_prefix()
    {
        Import("-Prefix X");
        Import("-Prefix X -Force");

        Assert.Equal(_cmdlets.Length, Names().Length);
        Assert.All(Names(), name => Assert.Contains("-XDdb", name));
        Remove();
    }

    [Theory]
    [InlineData("-Cmdlet Write-DdbBatch", "Write-DdbBatch")]
    [InlineData("-Cmdlet *-DdbBatch", "Get-DdbBatch,Remove-DdbBatch,Resume-DdbBatch,Update-DdbBatch,Write-DdbBatch")]
    [InlineData("-Cmdlet Write-DdbBatch -Prefix X", "Write-XDdbBatch")]
    [InlineData("-Function *", "")]
    [InlineData("-Cmdlet nothing", "")]
    public void A_filter_imports_what_it_names(string filter, string names)
    {
        Import(filter);

        Assert.Equal(names, string.Join(",", Names()));
        Remove();
    }

    [Theory]
    [InlineData("-Scope Local")]
    [InlineData("-Scope Global")]
    [InlineData("-Global")]
    [InlineData("-NoClobber")]
    [InlineData("-DisableNameChecking")]
    [InlineData("-MinimumVersion 0.1.0")]
    [InlineData("-Force")]
    public void Other_parameters_import_all(string parameter)
    {
        Import(parameter);

        Assert.Equal(_cmdlets, Names());
        Remove();
    }

    [Fact]
    public async Task It_is_imported_when_a_command_is_used_or_a_script_requires_it()
    {
        string modules = Path.Combine(Path.GetTempPath(), $"modules-{Guid.NewGuid():N}");
        Directory.CreateDirectory(modules);
        string link = Path.Combine(modules, "DdbBatch");
        Directory.CreateSymbolicLink(link, Path.GetDirectoryName(Checkout.Manifest)!);
        string script = Path.Combine(modules, "requires.ps1");
        File.WriteAllText(script, "#Requires -Modules DdbBatch\n@{ a = 'required' } | ConvertTo-DdbJson\n");
        try
        {
            string path = $"$env:PSModulePath = '{modules}'\n";
            Assert.Equal(
                ["""{"a":{"S":"used"}}"""], await DotnetProcess.RunScriptAsync(path + "@{ a = 'used' } | ConvertTo-DdbJson"));
            Assert.Equal(
                ["""{"a":{"S":"required"}}"""],
                await DotnetProcess.RunScriptAsync(path + "& $args[0]", script));
        }
        finally
        {
            Directory.Delete(link);
            Directory.Delete(modules, recursive: true);
        }
    }

    private void Import(string parameters) =>
        _session.Invoke($"Import-Module $args[0] -ErrorAction Stop {parameters}", Checkout.Manifest).ThrowIfFailed();

    private string[] Names() => [.. _session.Invoke(CommandNames).ThrowIfFailed().Output
        .Select(name => name.ToString()).Order(StringComparer.Ordinal)];

    private string Output(string script) => Assert.Single(_session.Invoke(script).ThrowIfFailed().Output).ToString();

    // Nothing of it is left, whatever it was imported with.
    private void Remove()
    {
        _session.Invoke("Remove-Module DdbBatch -ErrorAction Ignore").ThrowIfFailed();
        Assert.Empty(Names());
    }
}
