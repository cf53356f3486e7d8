using System;
using System.IO;
using System.Management.Automation;
using System.Reflection;

namespace DdbBatch.Loader;

/// <summary>On PowerShell 7: a load context of our own.</summary>
/// <remarks>
/// After this assembly, the manifest lists the cmdlets' assembly by a name that no file has. PowerShell therefore asks the
/// runtime to load it, and the runtime raises the event that is handled here. All runspaces of the process get the same
/// copy, whatever folder a later import uses. The name is that of a folder in the module, because Test-ModuleManifest
/// reports a name without a file or folder as missing. A nested manifest would also work, but Import-Module -Prefix then
/// imports nothing: PowerShell adds the prefix to the inner manifest's commands, and the outer manifest does not find the
/// names that it exports.
/// </remarks>
public sealed class Isolation : IModuleAssemblyInitializer
{
    private static readonly ModuleLoadContext Context = new(Path.GetDirectoryName(typeof(Isolation).Assembly.Location)!);

    // Two versions in one process each have a loader, whose name includes the version.
    private static readonly string Cmdlets = $"DdbBatch.Cmdlets.{typeof(Isolation).Assembly.GetName().Version!.ToString(3)}";

    // Once per process, although OnImport runs with each import. The load context's own event accepts only an assembly of
    // the same name.
    static Isolation() => AppDomain.CurrentDomain.AssemblyResolve += Resolve;

    /// <inheritdoc/>
    public void OnImport()
    {
    }

    private static Assembly? Resolve(object? sender, ResolveEventArgs request) =>
        new AssemblyName(request.Name).Name == Cmdlets ? Context.LoadFromAssemblyName(new AssemblyName("DdbBatch")) : null;
}
