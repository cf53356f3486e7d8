using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Documentation;
using DdbBatch.Module.Tests.Loading;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Packaging;

public sealed class PackageTests(PackageFixture package) : IClassFixture<PackageFixture>
{
    [Fact]
    public void It_has_exactly_these_files() => Assert.Equal(
        $"""
        CHANGELOG.md
        CONTRIBUTING.md
        {BuildFacts.Cmdlets}/DdbBatch.Format.ps1xml
        {BuildFacts.Cmdlets}/DdbBatch.Types.ps1xml
        DdbBatch.psd1
        LICENSE
        README.md
        {PackageBuild.ImageFolder}/AWSSDK.Core.dll
        {PackageBuild.ImageFolder}/DdbBatch.Core.dll
        {PackageBuild.ImageFolder}/DdbBatch.dll
        bin/net8.0/AWSSDK.Core.dll
        bin/net8.0/AWSSDK.DynamoDBv2.dll
        bin/net8.0/AWSSDK.S3.dll
        bin/net8.0/AWSSDK.SSO.dll
        bin/net8.0/AWSSDK.SSOOIDC.dll
        bin/net8.0/AWSSDK.SecurityToken.dll
        bin/net8.0/DdbBatch.Core.dll
        bin/net8.0/{BuildFacts.Loader}.dll
        bin/net8.0/DdbBatch.dll
        bin/net8.0/ICSharpCode.SharpZipLib.dll
        bin/net8.0/ZstdSharp.dll
        bin/netstandard2.0/AWSSDK.Core.dll
        bin/netstandard2.0/AWSSDK.DynamoDBv2.dll
        bin/netstandard2.0/AWSSDK.S3.dll
        bin/netstandard2.0/AWSSDK.SSO.dll
        bin/netstandard2.0/AWSSDK.SSOOIDC.dll
        bin/netstandard2.0/AWSSDK.SecurityToken.dll
        bin/netstandard2.0/DdbBatch.Core.dll
        bin/netstandard2.0/{BuildFacts.Loader}.dll
        bin/netstandard2.0/DdbBatch.dll
        bin/netstandard2.0/ICSharpCode.SharpZipLib.dll
        bin/netstandard2.0/Microsoft.Bcl.AsyncInterfaces.dll
        bin/netstandard2.0/Microsoft.Bcl.TimeProvider.dll
        bin/netstandard2.0/System.Buffers.dll
        bin/netstandard2.0/System.Memory.dll
        bin/netstandard2.0/System.Numerics.Vectors.dll
        bin/netstandard2.0/System.Runtime.CompilerServices.Unsafe.dll
        bin/netstandard2.0/System.Text.Encodings.Web.dll
        bin/netstandard2.0/System.Text.Json.dll
        bin/netstandard2.0/System.Threading.Tasks.Extensions.dll
        bin/netstandard2.0/ZstdSharp.dll
        docs/architecture.md
        docs/aws-behaviour.md
        docs/bulk-loads.md
        docs/charts/bulk.md
        docs/charts/cold.md
        docs/charts/cold.svg
        docs/charts/compare-flat.svg
        docs/charts/compare-nested.svg
        docs/charts/compare.md
        docs/charts/growth.md
        docs/charts/latency.md
        docs/charts/latency.svg
        docs/charts/memory.md
        docs/charts/pacing-1000wcus-throttled.svg
        docs/charts/pacing-5002000500wcus-throttled.svg
        docs/charts/pacing-5002000500wcus-used.svg
        docs/credentials.md
        docs/files.md
        docs/pace.md
        docs/permissions.md
        docs/proof.md
        docs/reading.md
        docs/speed.md
        docs/tables.md
        docs/types.md
        docs/writing.md
        en-US/DdbBatch.dll-Help.xml
        en-US/about_DdbBatch.help.txt
        en-US/about_DdbBatch_Types.help.txt
        samples/music.csv
        """.ReplaceLineEndings("\n").Split('\n'),
        package.Files);

    [Fact]
    public void Links_in_its_documents_work_in_an_installed_module() => Assert.Empty(
        MarkdownPage.All(package.Folder).SelectMany(page => page.BrokenLinks().Select(link => $"{page.RelativePath}: {link}")));

    [Fact]
    public async Task The_runtime_takes_the_native_code_of_its_images()
    {
        string[] withImages = await RunAsync(package.Manifest);
        string copy = package.CopyWithout(PackageBuild.ImageFolder);
        string[] withoutImages = await RunAsync(Path.Combine(copy, "DdbBatch.psd1"));

        Assert.Equal([Path.Combine(package.Folder, PackageBuild.ImageFolder, "DdbBatch.dll"), CmdletRun.Proof], withImages[..2]);
        Assert.Equal([Path.Combine(copy, "bin", "net8.0", "DdbBatch.dll"), CmdletRun.Proof], withoutImages[..2]);
        Assert.True(
            int.Parse(withImages[2], CultureInfo.InvariantCulture) < int.Parse(withoutImages[2], CultureInfo.InvariantCulture) - 500,
            $"{withImages[2]} methods were compiled with images, {withoutImages[2]} without");
    }

    [Fact]
    public async Task In_a_process_with_a_checkout_of_the_same_build_it_uses_what_is_loaded()
    {
        const string importBoth =
            """
            Import-Module $args[0]; Remove-Module DdbBatch; Import-Module $args[1]
            (Get-Module DdbBatch).Path
            (Get-Command Write-DdbBatch).ImplementingType.Assembly.Location
            """;
        Assert.Equal(
            [package.Manifest, Path.Combine(Checkout.Root, "bin", "net8.0", "DdbBatch.dll"), CmdletRun.Proof],
            await DotnetProcess.RunScriptAsync($"{importBoth}\n{CmdletRun.Script}", Checkout.Manifest, package.Manifest));
    }

    [Fact]
    public async Task A_new_process_imports_it_from_a_read_only_folder_and_writes_nothing_there()
    {
        string[] before = package.Files;
        SetReadOnly(true);
        try
        {
            Assert.Equal(
                [CmdletRun.Proof],
                await DotnetProcess.RunScriptAsync("Import-Module $args[0]\n" + CmdletRun.Script, package.Manifest));
        }
        finally
        {
            SetReadOnly(false);
        }

        Assert.Equal(before, package.Files);
    }

    private static Task<string[]> RunAsync(string manifest) => DotnetProcess.RunScriptAsync(
        $"""
        Import-Module $args[0]
        (Get-Command Write-DdbBatch).ImplementingType.Assembly.Location
        {CmdletRun.Script}
        [Runtime.JitInfo]::GetCompiledMethodCount($false)
        """,
        manifest);

    // On Unix a folder's mode keeps files from being added; Windows has no such attribute, but one a file.
    private void SetReadOnly(bool readOnly)
    {
        foreach (string file in Directory.EnumerateFiles(package.Folder, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, readOnly ? FileAttributes.ReadOnly : FileAttributes.Normal);
        if (OperatingSystem.IsWindows())
            return;
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | (readOnly ? 0 : UnixFileMode.UserWrite);
        foreach (string folder in Directory.EnumerateDirectories(package.Folder, "*", SearchOption.AllDirectories).Append(package.Folder))
            File.SetUnixFileMode(folder, mode);
    }
}
