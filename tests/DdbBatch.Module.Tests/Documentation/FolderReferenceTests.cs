using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Documentation;

/// <summary>
/// Which folder of src uses which, by the using directives of its files. references.txt has the references that there are:
/// a new one fails until somebody has thought about it, and one that is gone has to leave the list.
/// </summary>
public sealed partial class FolderReferenceTests
{
    private const string Update = "DDBBATCH_REFERENCES";

    private static readonly string List =
        Path.Combine(Checkout.Root, "tests", "DdbBatch.Module.Tests", "Documentation", "references.txt");

    [Fact]
    public void No_folder_uses_another_one_that_it_did_not_use_before()
    {
        string[] found = [.. References().Select(reference => $"{reference.From} -> {reference.To}").Order(StringComparer.Ordinal)];
        if (Environment.GetEnvironmentVariable(Update) == "update")
            File.WriteAllLines(List, found);
        string[] listed = File.ReadAllLines(List);
        string[] problems =
        [
            .. found.Except(listed).Select(reference => $"New: {reference}. Is there a way without it?"),
            .. listed.Except(found).Select(reference => $"Gone: {reference}. Good: run this test with {Update}=update."),
        ];
        Assert.True(problems.Length == 0, string.Join("\n", problems));
    }

    [Theory]
    // Items is at the bottom of all.
    [InlineData("DdbBatch.Core/Items", "")]
    // Files read and write items, whoever uses them.
    [InlineData("DdbBatch.Core/Files", "DdbBatch.Core/Items")]
    // The core knows no module: the assemblies' references see to the rest.
    [InlineData("DdbBatch/Conversion", "DdbBatch.Core/Files DdbBatch.Core/Items")]
    public void The_lowest_folders_use_only_what_is_below_them(string folder, string allowed) => Assert.Equal(
        allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        References().Where(reference => reference.From == folder).Select(reference => reference.To).Order(StringComparer.Ordinal));

    private static IEnumerable<(string From, string To)> References()
    {
        string[] folders = [.. Sources().Select(FolderOf).Distinct()];
        return
        [
            .. from path in Sources()
               from Match match in Using().Matches(File.ReadAllText(path))
               let name = match.Groups[1].Value.Replace('.', '/')
               // One namespace may be in both projects.
               from target in folders.Where(folder => folder == $"DdbBatch.Core/{name}" || folder == $"DdbBatch/{name}")
               let source = FolderOf(path)
               where target != source && !source.StartsWith(target + "/", StringComparison.Ordinal)
                   && !(source.StartsWith("DdbBatch.Core", StringComparison.Ordinal) && !target.StartsWith("DdbBatch.Core", StringComparison.Ordinal))
               group target by (source, target) into reference
               select reference.Key,
        ];
    }

    private static IEnumerable<string> Sources() => new[] { "DdbBatch.Core", "DdbBatch" }
        .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", project), "*.cs", SearchOption.AllDirectories))
        .Where(path => !Slashes(path).Contains("/obj/", StringComparison.Ordinal) && !Slashes(path).Contains("/bin/", StringComparison.Ordinal));

    private static string FolderOf(string path) =>
        Slashes(Path.GetRelativePath(Path.Combine(Checkout.Root, "src"), Path.GetDirectoryName(path)!));

    private static string Slashes(string path) => path.Replace('\\', '/');

    [GeneratedRegex(@"^using DdbBatch\.([A-Za-z.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
