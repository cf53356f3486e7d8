using System;
using System.IO;
using System.Reflection;

/// <summary>
/// Turns the process of the tests into one that runs tests many times, which takes a tenth of the time: .NET calls it before
/// the main method (DOTNET_STARTUP_HOOKS). Each line of the input has the number of a mutant, and the arguments of the runner.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        using StreamReader input = new(Console.OpenStandardInput());
        using StreamWriter output = new(Console.OpenStandardOutput()) { AutoFlush = true };
        Console.SetOut(TextWriter.Null);
        FieldInfo? active = Assembly.Load("DdbBatch.Core").GetType("MutationSwitch")?.GetField("Active");
        MethodInfo main = Assembly.Load("DdbBatch.Core.Tests").EntryPoint!;
        while (input.ReadLine() is { } line)
        {
            string[] arguments = line.Split(' ');
            active?.SetValue(null, int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture));
            output.WriteLine($"{DdbBatch.Mutation.TestProcess.Mark}{main.Invoke(null, [arguments[1..]])}");
        }

        Environment.Exit(0);
    }
}
