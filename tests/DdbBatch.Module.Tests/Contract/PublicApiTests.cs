using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using PublicApiGenerator;
using Xunit;

namespace DdbBatch.Module.Tests.Contract;

/// <summary>Pins the surface for scripts and other assemblies, so that it changes only on purpose.</summary>
public sealed class PublicApiTests : IDisposable
{
    private static readonly string Folder =
        Path.Combine(Checkout.Root, "tests", "DdbBatch.Module.Tests", "Contract", "PublicApi");

    private readonly PowerShellSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public Task The_cmdlets_assembly_has_just_the_api_that_is_written_down() => CompareAsync(LoadedModule.Cmdlets);

    [Fact]
    public Task The_engines_assembly_has_just_the_api_that_is_written_down() => CompareAsync(LoadedModule.Core);

    // PowerShell indexes arrays. $summary.Files[0] would be the whole list if that were a read-only one of a collection expression.
    [Fact]
    public void Every_list_that_a_script_sees_is_an_array()
    {
        string[] lists =
        [
            .. from assembly in new[] { LoadedModule.Cmdlets, LoadedModule.Core }
               from type in assembly.GetExportedTypes()
               from property in type.GetProperties()
               where property.DeclaringType!.Assembly == assembly && IsList(property.PropertyType)
               select $"{type.Name}.{property.Name}: {property.PropertyType}",
        ];

        Assert.Empty(lists);
    }

    // Export-Clixml, jobs and remoting make an integer of an enum, and Where-Object Status -EQ Extra would find nothing, silently.
    [Fact]
    public void Every_enum_is_its_name_after_serialization()
    {
        object[] values =
        [
            .. from assembly in new[] { LoadedModule.Cmdlets, LoadedModule.Core }
               from type in assembly.GetExportedTypes()
               where type.IsEnum
               from object value in Enum.GetValues(type)
               select value,
        ];
        Assert.NotEmpty(values);
        foreach (object value in values)
        {
            _session.SetVariable("value", value);
            object copy = _session.Invoke("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($value))")
                .ThrowIfFailed().Output[0].BaseObject;
            Assert.Equal($"{value.GetType()}: {value}", $"{value.GetType()}: {copy}");
            Assert.IsType<string>(copy);
        }
    }

    private static bool IsList(Type type) => typeof(IEnumerable).IsAssignableFrom(type) && !type.IsArray && type != typeof(string)
        && !typeof(IDictionary).IsAssignableFrom(type) && !type.GetInterfaces().Append(type).Any(IsDictionary);

    private static bool IsDictionary(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>);

    // If they differ, a file whose name ends with .actual is written. To accept the change, rename it.
    private static async Task CompareAsync(Assembly assembly)
    {
        string expectedFile = Path.Combine(Folder, $"{assembly.GetName().Name}.txt");
        string actual = assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
            .ReplaceLineEndings("\n").TrimEnd() + "\n";
        string expected = File.Exists(expectedFile) ? await File.ReadAllTextAsync(expectedFile) : "";
        if (actual != expected.ReplaceLineEndings("\n"))
            await File.WriteAllTextAsync($"{expectedFile}.actual", actual);
        Assert.Equal(expected.ReplaceLineEndings("\n"), actual);
    }
}
