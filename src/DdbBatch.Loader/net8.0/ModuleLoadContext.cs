using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace DdbBatch.Loader;

/// <summary>
/// Holds the assemblies of one folder, each as an image with native code if the package has one. All AWS SDKs of one major
/// version have the same assembly version, so in the default context every module would use the first copy that was loaded.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private readonly string[] _folders;

    internal ModuleLoadContext(string folder)
        : base("DdbBatch") => _folders = [ImageFolder.Beside(folder), folder];

    /// <inheritdoc/>
    // Null defers to the default context, because PowerShell and the framework are shared and not in the folders.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        foreach (string folder in _folders)
        {
            string path = Path.Combine(folder, assemblyName.Name + ".dll");
            if (File.Exists(path))
                return LoadFromAssemblyPath(path);
        }

        return null;
    }
}
