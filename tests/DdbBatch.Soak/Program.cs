using System;
using System.IO;
using DdbBatch.Soak;

// dotnet DdbBatch.Soak.dll MANIFEST FOLDER MINUTES SEED: one PowerShell (pwsh on the PATH) works with the module all the time, over a
// server with faults. The exit code is 0 if every round left what it should and nothing grew.
if (args is not [string manifest, string folder, string minutes, string seed])
{
    Console.Error.WriteLine("Usage: dotnet DdbBatch.Soak.dll MANIFEST FOLDER MINUTES SEED");
    return 2;
}

try
{
    SoakRun run = new(Path.GetFullPath(manifest), Path.GetFullPath(folder), TimeSpan.FromMinutes(double.Parse(minutes)), int.Parse(seed));
    return await run.RunAsync() ? 0 : 1;
}
catch (Exception exception)
{
    Console.Error.WriteLine(exception);
    return 1;
}
