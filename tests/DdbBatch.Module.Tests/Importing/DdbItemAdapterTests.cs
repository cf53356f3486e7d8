using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Importing;

/// <summary>After an upgrade within a process, PowerShell shows the adapter of one version the items of another.</summary>
public sealed class DdbItemAdapterTests
{
    [Fact]
    public void It_shows_items_of_a_type_that_is_not_its_own()
    {
        using PowerShellSession session = new();
        PSPropertyAdapter adapter = (PSPropertyAdapter)LoadedModule.Cmdlets.CreateInstance("DdbBatch.DdbItemAdapter")!;
        OtherItem item = new() { Attributes = [new("Artist", "Acme"), new("year", 1999m), new("Year", null)] };

        Assert.Equal(["Artist", "year", "Year"], adapter.GetProperties(item).Select(property => property.Name));
        Assert.Equal("Year", adapter.GetProperty(item, "Year")!.Name);
        Assert.Equal("Artist", adapter.GetProperty(item, "ARTIST")!.Name);
        Assert.Null(adapter.GetProperty(item, "None"));
    }

    private sealed class OtherItem : IServiceProvider
    {
        public required List<KeyValuePair<string, object?>> Attributes { get; init; }

        public object? GetService(Type serviceType) => serviceType.IsInstanceOfType(Attributes) ? Attributes : null;
    }
}
