using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Packaging;

/// <summary>The version stands in files that can't read one another.</summary>
public sealed partial class VersionTests
{
    private static readonly string BuildVersion = XDocument
        .Load(Path.Combine(Checkout.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    [Fact]
    public void The_manifest_has_the_builds_version()
    {
        using PowerShellSession session = new();
        PowerShellResult version = session.Invoke("\"$((Get-Module DdbBatch).Version)\"").ThrowIfFailed();
        Assert.Equal(BuildVersion, Assert.Single(version.Output).ToString());
    }

    [Fact]
    public void The_changelogs_newest_heading_has_the_builds_version()
    {
        string changelog = File.ReadAllText(Path.Combine(Checkout.Root, "CHANGELOG.md"));
        Assert.Equal(BuildVersion, VersionHeading().Match(changelog).Groups["version"].Value);
    }

    [GeneratedRegex(@"^## \[(?<version>[^]]+)\]", RegexOptions.Multiline)]
    private static partial Regex VersionHeading();
}
