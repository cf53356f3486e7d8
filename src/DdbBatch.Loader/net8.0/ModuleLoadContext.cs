using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace DdbBatch.Loader;

/// <summary>
/// Holds the assemblies of one folder. All AWS SDKs of one major version have the same assembly version, so in the default
/// context every module would use the first copy that was loaded.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private readonly string _folder;

    internal ModuleLoadContext(string folder)
        : base("DdbBatch") => _folder = folder;

    /// <inheritdoc/>
    // Null defers to the default context, because PowerShell and the framework are shared and not in the folder.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
