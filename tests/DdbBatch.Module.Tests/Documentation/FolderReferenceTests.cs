using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Documentation;

/// <summary>
/// Which folder of src uses which, by the using directives and the public types in its files. references.txt has the references that there are:
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

    [Fact]
    public void Folders_refer_only_to_folders_that_docs_architecture_lists_before_them()
    {
        string[] listed = [.. ListedFolders()];
        string[] problems =
        [
            .. from reference in References()
               where Array.IndexOf(listed, reference.To) >= Array.IndexOf(listed, reference.From)
               select $"{reference.From} -> {reference.To}",
        ];
        Assert.True(problems.Length == 0, "References upwards, or of a folder that is not listed:\n" + string.Join("\n", problems));
    }

    // The tables of folders, the core's first. A folder uses only those above it, so no references form a circle.
    private static IEnumerable<string> ListedFolders()
    {
        string project = "";
        foreach (string line in File.ReadLines(Path.Combine(Checkout.Root, "docs", "architecture.md")))
        {
            if (line.StartsWith("### ", StringComparison.Ordinal))
                project = line[4..];
            else if (ListedFolder().Match(line) is { Success: true } match && project is "DdbBatch.Core" or "DdbBatch")
                yield return $"{project}/{match.Groups[1].Value}";
        }
    }

    private static IEnumerable<(string From, string To)> References()
    {
        string[] folders = [.. Sources().Select(FolderOf).Distinct()];
        (string Name, string Folder)[] publicTypes =
        [
            .. from path in Sources()
               where Regex.IsMatch(File.ReadAllText(path), "^namespace DdbBatch;", RegexOptions.Multiline)
               select (Path.GetFileNameWithoutExtension(path), FolderOf(path)),
        ];
        return
        [
            .. from path in Sources()
               let source = FolderOf(path)
               from target in UsedFolders(File.ReadAllText(path), folders, publicTypes).Concat(Enclosing(source, folders)).Distinct()
               where target != source && !(IsOfCore(source) && !IsOfCore(target))
               group target by (source, target) into reference
               select reference.Key,
        ];
    }

    // Public types are in the namespace DdbBatch, which needs no using directive: their names say it.
    private static IEnumerable<string> UsedFolders(string code, string[] folders, (string Name, string Folder)[] publicTypes)
    {
        string uncommented = Comments().Replace(code, "");
        return
        [
            .. from Match match in Using().Matches(code)
               // One namespace may be in both projects.
               from folder in folders
               where folder[(folder.IndexOf('/') + 1)..] == Whole(match.Groups[1].Value.Replace('.', '/'))
               select folder,
            .. from type in publicTypes
               where Regex.IsMatch(uncommented, $@"(?<![\w.""]){type.Name}\b")
               select type.Folder,
        ];
    }

    // A namespace needs no using directive for the one that it is in.
    private static IEnumerable<string> Enclosing(string folder, string[] folders) =>
        folders.Where(other => folder.StartsWith($"{other}/", StringComparison.Ordinal));

    private static bool IsOfCore(string folder) => folder.StartsWith("DdbBatch.Core/", StringComparison.Ordinal);

    private static IEnumerable<string> Sources() => new[] { "DdbBatch.Core", "DdbBatch" }
        .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", project), "*.cs", SearchOption.AllDirectories))
        .Where(path => !Slashes(path).Contains("/obj/", StringComparison.Ordinal) && !Slashes(path).Contains("/bin/", StringComparison.Ordinal));

    private static string FolderOf(string path) =>
        Whole(Slashes(Path.GetRelativePath(Path.Combine(Checkout.Root, "src"), Path.GetDirectoryName(path)!)));

    // The factory in Transport creates what is in Direct, so that is a part of it. All others are folders of their own.
    private static string Whole(string folder) =>
        folder.EndsWith("Transport/Direct", StringComparison.Ordinal) ? folder[..^"/Direct".Length] : folder;

    private static string Slashes(string path) => path.Replace('\\', '/');

    [GeneratedRegex(@"^\| `([\w/]+)` \|")]
    private static partial Regex ListedFolder();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comments();

    [GeneratedRegex(@"^using DdbBatch\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
