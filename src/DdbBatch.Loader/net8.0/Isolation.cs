using System.IO;
using System.Reflection;

namespace DdbBatch.Loader;

/// <summary>On PowerShell 7: a load context of our own.</summary>
internal static class Isolation
{
    internal static Assembly Load(string path) =>
        new ModuleLoadContext(Path.GetDirectoryName(path)!).LoadFromAssemblyPath(path);
}
