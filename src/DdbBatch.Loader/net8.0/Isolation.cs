using System.IO;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace DdbBatch.Loader;

/// <summary>On PowerShell 7: a load context of our own.</summary>
/// <remarks>
/// The manifest names the cmdlets' assembly by its full name, behind this one. No folder is searched for such a name: the
/// runtime asks here, and all runspaces of the process get the one copy, whichever folder a later import comes from.
/// </remarks>
public sealed class Isolation : IModuleAssemblyInitializer
{
    private static readonly ModuleLoadContext Context = new(Path.GetDirectoryName(typeof(Isolation).Assembly.Location)!);

    // Once a process, where OnImport runs with each import.
    static Isolation() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnImport()
    {
    }

    // Two versions in a process have a loader each.
    private static Assembly? Resolve(AssemblyLoadContext other, AssemblyName name) =>
        name.Name == "DdbBatch" && name.Version == typeof(Isolation).Assembly.GetName().Version
            ? Context.LoadFromAssemblyName(name)
            : null;
}
