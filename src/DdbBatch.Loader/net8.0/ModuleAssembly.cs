using System;
using System.Collections.Concurrent;
using System.IO;
using System.Reflection;

namespace DdbBatch.Loader;

/// <summary>Where the module's script gets the assembly of the cmdlets from.</summary>
public static class ModuleAssembly
{
    // By folder: all runspaces of a process share one copy, while another version of the module gets its own.
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> Loaded = new(StringComparer.Ordinal);

    /// <summary>The cmdlets' assembly, in a load context that holds it, the engine and the AWS SDK.</summary>
    /// <param name="folder">The full path of the folder that holds DdbBatch.dll.</param>
    /// <exception cref="FileNotFoundException">There is no DdbBatch.dll in the folder.</exception>
    public static Assembly Load(string folder) => Loaded.GetOrAdd(folder, LoadOnce).Value;

    private static Lazy<Assembly> LoadOnce(string folder) => new(() =>
        new ModuleLoadContext(folder).LoadFromAssemblyPath(Path.Combine(folder, "DdbBatch.dll")));
}
