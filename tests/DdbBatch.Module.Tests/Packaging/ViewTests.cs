using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Packaging;

/// <summary>The views name types and properties as text, and PowerShell shows a misspelt one as an empty cell.</summary>
public sealed class ViewTests
{
    [Fact]
    public void Every_view_names_properties_that_its_type_has()
    {
        using PowerShellSession session = new();
        XDocument views = XDocument.Load(Path.Combine(Checkout.Root, BuildFacts.Cmdlets, "DdbBatch.Format.ps1xml"));
        string[] missing =
        [
            .. from view in views.Descendants("View")
               let typeName = view.Descendants("TypeName").Single().Value
               let properties = PropertiesOf(typeName)
               from name in view.Descendants("PropertyName")
               where !properties.Contains(name.Value)
               select $"{typeName}.{name.Value}",
        ];
        Assert.NotEmpty(views.Descendants("PropertyName"));
        Assert.Empty(missing);
    }

    private static HashSet<string> PropertiesOf(string typeName) =>
        [.. (LoadedModule.Core.GetType(typeName) ?? LoadedModule.Cmdlets.GetType(typeName, throwOnError: true)!).GetProperties().Select(property => property.Name)];
}
