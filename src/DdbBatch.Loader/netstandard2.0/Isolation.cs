using System;
using System.IO;
using System.Net;
using System.Reflection;

namespace DdbBatch.Loader;

/// <summary>On Windows PowerShell 5.1: our own dependencies for our own assemblies; the AWS SDK is everybody's.</summary>
internal static class Isolation
{
    internal static Assembly Load(string path)
    {
        string folder = Path.GetDirectoryName(path);
        LoadedAwsSdk.ThrowIfOlderThanIn(folder, AppDomain.CurrentDomain.GetAssemblies());
        EnsureTls12();
        AppDomain.CurrentDomain.AssemblyResolve += new FolderResolver(folder).Resolve;
        return Assembly.LoadFrom(path);
    }

    // Windows PowerShell may still default to TLS 1.0, which AWS refuses. SystemDefault leaves the choice to Windows,
    // and adding to it would take that choice away.
    private static void EnsureTls12()
    {
        const SecurityProtocolType systemDefault = 0;
        if (ServicePointManager.SecurityProtocol != systemDefault)
            ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
    }
}
