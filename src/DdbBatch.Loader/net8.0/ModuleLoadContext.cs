using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace DdbBatch.Loader;

/// <summary>
/// Holds the assemblies of one folder. All AWS SDKs of one major version carry the same assembly version, so in the
/// default context the first copy that any module loads would be everybody's.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private readonly string _folder;

    internal ModuleLoadContext(string folder)
        : base("DdbBatch") => _folder = folder;

    /// <inheritdoc/>
    // Null leaves it to the default context: PowerShell and the framework are everybody's and don't lie in the folder.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
