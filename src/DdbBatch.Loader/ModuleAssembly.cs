using System;
using System.Collections.Concurrent;
using System.IO;
using System.Reflection;

namespace DdbBatch.Loader;

/// <summary>Where the module's script gets the assembly of the cmdlets from.</summary>
public static class ModuleAssembly
{
    // All runspaces of a process share one copy of a version; another version gets its own.
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> Loaded = new(StringComparer.Ordinal);

    /// <summary>The cmdlets' assembly, kept apart from other modules as far as the runtime can do it.</summary>
    /// <param name="folder">The folder that holds DdbBatch.dll.</param>
    /// <exception cref="FileNotFoundException">There is no DdbBatch.dll in the folder.</exception>
    /// <exception cref="InvalidOperationException">
    /// The same version is loaded from another folder, or, on Windows PowerShell, an AWS SDK that is too old.
    /// </exception>
    public static Assembly Load(string folder)
    {
        string path = Path.GetFullPath(Path.Combine(folder, "DdbBatch.dll"));
        AssemblyName name = AssemblyName.GetAssemblyName(path);
        Assembly assembly = Loaded.GetOrAdd(name.FullName, _ => new(() => Isolation.Load(path))).Value;
        // PowerShell caches what it knows of a cmdlet by the type's full name: it would bind the parameters of one
        // copy to objects of the other.
        if (!string.Equals(assembly.Location, path, StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException(
                $"This process has loaded DdbBatch {name.Version} from '{assembly.Location}' already, and PowerShell "
                + $"cannot use another copy of the same version. Start a new session to import it from '{Path.GetDirectoryName(path)}'.");
        return assembly;
    }
}
