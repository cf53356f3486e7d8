using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DdbBatch.Mutation;

/// <summary>Compiles DdbBatch.Core as its project does, with other sources.</summary>
internal sealed class CoreCompiler
{
    private readonly CSharpCompilation _original;

    /// <param name="project">The folder of the project, which has been built.</param>
    public CoreCompiler(string project)
    {
        CSharpCommandLineArguments arguments = CSharpCommandLineParser.Default.Parse(Arguments(project), project, sdkDirectory: null);
        // Warnings do not matter here: a mutant often has unreachable code or a null that is not expected.
        CSharpCompilationOptions options = arguments.CompilationOptions
            .WithGeneralDiagnosticOption(ReportDiagnostic.Suppress).WithSpecificDiagnosticOptions([]).WithConcurrentBuild(false);
        _original = CSharpCompilation.Create(
            "DdbBatch.Core",
            arguments.SourceFiles.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file.Path), arguments.ParseOptions, file.Path)),
            arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(reference.Reference)),
            options);
    }

    /// <summary>The source files.</summary>
    public IEnumerable<SyntaxTree> Trees => _original.SyntaxTrees;

    /// <summary>Compiles the project with some files replaced.</summary>
    /// <param name="replaced">The files with their other text.</param>
    /// <param name="added">A source file besides them.</param>
    /// <param name="path">The path of the assembly.</param>
    /// <returns>The errors.</returns>
    public Diagnostic[] Emit(IEnumerable<(SyntaxTree Old, SyntaxTree New)> replaced, string added, string path)
    {
        CSharpCompilation compilation = replaced.Aggregate(_original, (all, file) => all.ReplaceSyntaxTree(file.Old, file.New));
        compilation = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(added, (CSharpParseOptions)Trees.First().Options));
        using FileStream assembly = File.Create(path);
        return [.. compilation.Emit(assembly).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }

    // The command line of the compiler, as MSBuild would start it.
    private static string[] Arguments(string project)
    {
        ProcessStartInfo start = new("dotnet") { WorkingDirectory = project, RedirectStandardOutput = true };
        foreach (string argument in (string[])["build", "-f", "net8.0", "--no-restore", "-t:Compile", "-getItem:CscCommandLineArgs",
            "-p:BuildProjectReferences=false", "-p:ProvideCommandLineArgs=true", "-p:SkipCompilerExecution=true", "-p:NonExistentFile=none"])
        {
            start.ArgumentList.Add(argument);
        }

        using Process build = Process.Start(start)!;
        using JsonDocument items = JsonDocument.Parse(build.StandardOutput.ReadToEnd());
        build.WaitForExit();
        return [.. items.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!.Replace("\"", "", StringComparison.Ordinal))];
    }
}
