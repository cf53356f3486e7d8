using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Reflection;

namespace DdbBatch.Loader;

/// <summary>The AWS SDK that was loaded before ours, to which our assemblies would be bound.</summary>
internal static class LoadedAwsSdk
{
    /// <summary>
    /// Throws if an AWS SDK assembly is loaded that takes the place of the folder's own copy but is older.
    /// </summary>
    /// <param name="folder">The folder with the SDK that the module was built with.</param>
    /// <param name="loadedAssemblies">The loaded assemblies of the process.</param>
    /// <exception cref="InvalidOperationException">Such an assembly is loaded; the message explains what to do.</exception>
    internal static void ThrowIfOlderThanIn(string folder, IEnumerable<Assembly> loadedAssemblies)
    {
        foreach (Assembly loaded in loadedAssemblies)
        {
            if (loaded.IsDynamic || !loaded.GetName().Name.StartsWith("AWSSDK.", StringComparison.OrdinalIgnoreCase))
                continue;
            string ownPath = Path.Combine(folder, loaded.GetName().Name + ".dll");
            if (!File.Exists(ownPath) || !IsSameIdentity(loaded, ownPath))
                continue;
            Version loadedVersion = FileVersion(loaded.Location);
            Version ownVersion = FileVersion(ownPath);
            if (loadedVersion < ownVersion)
                throw new InvalidOperationException(
                    $"{loaded.GetName().Name} {loadedVersion} is already loaded from '{loaded.Location}', and Windows "
                    + $"PowerShell cannot load another copy beside it; DdbBatch needs {ownVersion} or later. Import "
                    + "DdbBatch first in a new session, update the module that loaded it, or use PowerShell 7.");
        }
    }

    // SDKs of different major versions have different identities and can be loaded side by side.
    private static bool IsSameIdentity(Assembly loaded, string path) =>
        loaded.FullName == AssemblyName.GetAssemblyName(path).FullName;

    private static Version FileVersion(string path)
    {
        FileVersionInfo info = FileVersionInfo.GetVersionInfo(path);
        return new Version(info.FileMajorPart, info.FileMinorPart, info.FileBuildPart, info.FilePrivatePart);
    }
}
