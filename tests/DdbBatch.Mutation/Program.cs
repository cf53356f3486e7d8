using System;
using System.Globalization;
using System.IO;
using System.Linq;
using DdbBatch.Mutation;
using Microsoft.CodeAnalysis;

string[] places = [.. args.Where(argument => !argument.Contains('=', StringComparison.Ordinal))];
if (places.Length == 0)
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/DdbBatch.Mutation -- [sample=250] [seed=1] FOLDER|FILE.cs|FILE.cs:LINE ...");
    return 1;
}

string root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));
string work = Path.Combine(root, "out", "mutation");
Directory.CreateDirectory(work);
foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "tests", "DdbBatch.Core.Tests", "bin", "Debug", "net10.0")))
    File.Copy(file, Path.Combine(work, Path.GetFileName(file)), overwrite: true);

CoreCompiler compiler = new(Path.Combine(root, "src", "DdbBatch.Core"));
SyntaxTree[] trees = [.. compiler.Trees.Where(tree => places.Any(place => IsIn(tree, place)))];
using MutationRun run = new(compiler, work);
run.Start(trees);
int sample = Option("sample") ?? int.MaxValue;
int seed = Option("seed") ?? Random.Shared.Next();
foreach (string place in places)
{
    Mutant[] mutants = [.. trees.Where(tree => IsIn(tree, place)).SelectMany(MutantFinder.Find).Where(mutant => !place.Contains(':', StringComparison.Ordinal) || mutant.Place == place)];
    Console.WriteLine($"{place}: {mutants.Length} mutants before compilation, seed {seed}");
    new Random(seed).Shuffle(mutants);
    run.Test(mutants, sample);
}

return 0;

static bool IsIn(SyntaxTree tree, string place) =>
    Path.GetFileName(tree.FilePath) == place.Split(':')[0] || Path.GetFileName(Path.GetDirectoryName(tree.FilePath)) == place;

int? Option(string name) => args.FirstOrDefault(argument => argument.StartsWith(name + '=', StringComparison.Ordinal)) is { } option
    ? int.Parse(option[(name.Length + 1)..], CultureInfo.InvariantCulture)
    : null;
