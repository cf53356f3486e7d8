using System;
using System.IO;
using System.Reflection;

namespace DdbBatch.Loader;

/// <summary>
/// Replaces binding redirects, which a module cannot have: .NET Framework looks for the exact version of System.Memory and
/// other assemblies that each package was built against, but the folder holds one version for all packages.
/// </summary>
internal sealed class FolderResolver(string folder)
{
    /// <summary>Returns the folder's copy, whatever its version, to assemblies of that folder only.</summary>
    internal Assembly? Resolve(object? sender, ResolveEventArgs request)
    {
        if (!IsInFolder(request.RequestingAssembly))
            return null;
        string path = Path.Combine(folder, new AssemblyName(request.Name).Name + ".dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }

    private bool IsInFolder(Assembly? assembly) =>
        assembly is { IsDynamic: false }
        && string.Equals(Path.GetDirectoryName(assembly.Location), folder, StringComparison.OrdinalIgnoreCase);
}
