using System;
using System.IO;
using System.Management.Automation;
using System.Reflection;

namespace DdbBatch.Loader;

/// <summary>On PowerShell 7: a load context of our own.</summary>
/// <remarks>
/// After this assembly, the manifest names the cmdlets' assembly by a name that no file has, so PowerShell asks the runtime to
/// load it and the runtime asks here. All runspaces of the process get the one copy, from whichever folder a later import comes.
/// The name is that of a folder in the module, because Test-ModuleManifest reports a name without a file or folder as missing.
/// A manifest in between would also do, but Import-Module -Prefix then imports nothing: PowerShell adds the prefix to the
/// inner manifest's commands, and the outer manifest doesn't find the names that it exports.
/// </remarks>
public sealed class Isolation : IModuleAssemblyInitializer
{
    private static readonly ModuleLoadContext Context = new(Path.GetDirectoryName(typeof(Isolation).Assembly.Location)!);

    // Two versions in one process each have a loader, and a name with their version.
    private static readonly string Cmdlets = $"DdbBatch.Cmdlets.{typeof(Isolation).Assembly.GetName().Version!.ToString(3)}";

    // Once a process; OnImport runs with each import. The load context's own event would only take an assembly of the same name.
    static Isolation() => AppDomain.CurrentDomain.AssemblyResolve += Resolve;

    /// <inheritdoc/>
    public void OnImport()
    {
    }

    private static Assembly? Resolve(object? sender, ResolveEventArgs request) =>
        new AssemblyName(request.Name).Name == Cmdlets ? Context.LoadFromAssemblyName(new AssemblyName("DdbBatch")) : null;
}
