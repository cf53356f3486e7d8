using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using DdbBatch.TestKit;

namespace DdbBatch.Module.Tests;

/// <summary>The module's assemblies, as an import has loaded them: apart from everything else of this process.</summary>
internal static class LoadedModule
{
    /// <summary>The cmdlets.</summary>
    internal static Assembly Cmdlets => Find("DdbBatch");

    /// <summary>The engine.</summary>
    internal static Assembly Core => Find("DdbBatch.Core");

    private static Assembly Find(string name)
    {
        string cmdlets = Path.Combine(Checkout.Root, "bin", "net8.0", "DdbBatch.dll");
        return AssemblyLoadContext.All
            .Single(context => context.Assemblies.Any(assembly => !assembly.IsDynamic && assembly.Location == cmdlets))
            .LoadFromAssemblyName(new AssemblyName(name));
    }
}
