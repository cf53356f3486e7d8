using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace DdbBatch.Mutation;

/// <summary>Tests mutants one after the other, and prints those that no test notices.</summary>
/// <param name="compiler">Compiles them.</param>
/// <param name="folder">A copy of the built tests.</param>
internal sealed class MutationRun(CoreCompiler compiler, string folder) : IDisposable
{
    // More in one assembly would make its methods slow to compile when a test calls them.
    private const int TogetherCount = 50;

    // Faster classes are run first: most mutants fail in them.
    private const double FastSeconds = 0.6;

    private readonly string _assembly = Path.Combine(folder, "DdbBatch.Core.dll");
    private readonly TestProcess _tests = new(folder);
    private readonly Probes _probes = new();
    private readonly Dictionary<string, int> _counts = [];
    private TestClasses? _classes;

    private int TestedCount => _counts.Values.Sum();

    /// <summary>Finds out which tests reach which statements of the files.</summary>
    public void Start(IEnumerable<SyntaxTree> trees)
    {
        if (Emit(trees.Select(tree => (tree, _probes.Add(tree))), Probes.Source) is { Length: > 0 } errors)
            throw new InvalidOperationException(errors[0].ToString());
        _classes = new TestClasses(folder, _tests);
    }

    /// <summary>Tests mutants until enough of them could be compiled.</summary>
    public void Test(IReadOnlyList<Mutant> mutants, int count)
    {
        int rejected = 0;
        _counts.Clear();
        double before = _tests.TotalSeconds;
        foreach (Mutant[] chunk in mutants.Chunk(TogetherCount).TakeWhile(_ => TestedCount < count))
        {
            Mutant[] together = [.. chunk.Where(MutatedFile.HasBody)];
            HashSet<int> compiled = Compile(together);
            rejected += together.Length - compiled.Count;
            foreach (int number in compiled.TakeWhile(_ => TestedCount < count))
                Test(together[number], number, isAlone: false);
            foreach (Mutant alone in chunk.Except(together).TakeWhile(_ => TestedCount < count))
            {
                if (Emit([(alone.Tree, alone.Apply())], "").Length == 0)
                    Test(alone, TestProcess.NoMutant, isAlone: true);
                else
                    rejected++;
            }

            Report(rejected, before);
        }
    }

    public void Dispose() => _tests.Dispose();

    // Leaves out the mutants that the compiler rejects.
    private HashSet<int> Compile(Mutant[] mutants)
    {
        HashSet<int> numbers = [.. Enumerable.Range(0, mutants.Length)];
        while (true)
        {
            MutatedFile[] files = [.. numbers.GroupBy(number => mutants[number].Tree)
                .Select(group => new MutatedFile(group.Key, group.Select(number => (mutants[number], number))))];
            Diagnostic[] errors = Emit(files.Select(file => (file.Original, file.Tree)), MutatedFile.Source);
            if (errors.Length == 0)
                return numbers;
            foreach (Diagnostic error in errors)
            {
                numbers.Remove(files.FirstOrDefault(file => file.Tree == error.Location.SourceTree)?.NumberAt(error.Location.SourceSpan)
                    ?? throw new InvalidOperationException(error.ToString()));
            }
        }
    }

    // After each part, so that a run that is stopped has a result.
    private void Report(int rejected, double before)
    {
        int missed = _counts.GetValueOrDefault("survived") + _counts.GetValueOrDefault("not reached");
        Console.WriteLine(FormattableString.Invariant(
            $"{TestedCount - missed} of {TestedCount} mutants killed: {100.0 * (TestedCount - missed) / TestedCount:f1} % ({string.Join(", ", _counts.Select(pair => $"{pair.Value} {pair.Key}"))}, {rejected} not compiled; {_tests.TotalSeconds - before:f0} s of processor time in tests)"));
    }

    private Diagnostic[] Emit(IEnumerable<(SyntaxTree Old, SyntaxTree New)> replaced, string added)
    {
        _tests.End(isKilled: true);
        return compiler.Emit(replaced, added, _assembly);
    }

    private void Test(Mutant mutant, int number, bool isAlone)
    {
        (string Name, double Seconds)[][] groups =
            [.. _classes!.That(_probes.Of(mutant)).GroupBy(test => test.Seconds > FastSeconds).Select(group => group.ToArray())];
        string result = groups.Length == 0 ? "not reached" : ResultOf(number, groups);
        // The effects of a mutant may outlive it: static state, threads. So both results are checked.
        if (!isAlone && result == "survived")
        {
            _tests.End(isKilled: true);
            result = ResultOf(number, groups[..1]);
        }
        else if (!isAlone && result == "killed" && Run(TestProcess.NoMutant, groups[0]) != true)
        {
            _tests.End(isKilled: true);
            result = ResultOf(number, groups);
        }

        _counts[result] = _counts.GetValueOrDefault(result) + 1;
        if (result != "killed")
            Console.WriteLine($"{result}: {mutant}");
    }

    private string ResultOf(int number, (string Name, double Seconds)[][] groups)
    {
        foreach ((string Name, double Seconds)[] group in groups)
        {
            if (Run(number, group) is not true and var hasPassed)
                return hasPassed is null ? "timed out" : "killed";
        }

        return "survived";
    }

    private bool? Run(int number, (string Name, double Seconds)[] classes) =>
        _tests.Run(number, classes.Select(test => test.Name), TimeSpan.FromSeconds(3 + (3 * classes.Sum(test => test.Seconds))), out _);

}
