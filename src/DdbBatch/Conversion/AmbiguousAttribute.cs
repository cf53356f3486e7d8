using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace DdbBatch.Conversion;

/// <summary>
/// A placeholder for attributes whose names differ only in case, because an object can have only one property for them. It
/// is refused as a value, so that an object made from this one does not lose an attribute without an error.
/// </summary>
internal sealed class AmbiguousAttribute(ItemProperty first)
{
    /// <summary>The name of the type, and the start of the name that Import-Clixml gives it.</summary>
    public const string TypeName = "DdbBatch.Conversion.AmbiguousAttribute";

    /// <summary>The reason why it is refused as a value.</summary>
    public const string Refusal =
        "it stands for several attributes whose names differ only in case, and a PowerShell object holds only one of them. "
        + "Pipe the item as it was imported, without Select-Object, Export-Clixml or a job";

    /// <summary>The reason why such an attribute cannot be set.</summary>
    public static string Explain(string name, string other) =>
        $"The item has the attributes {name} and {other}, whose names differ only in case, so this assignment is ambiguous. "
        + "Change the item with ConvertTo-DdbJson and ConvertFrom-DdbJson -AsHashtable.";

    /// <summary>Returns the names of the attributes.</summary>
    public override string ToString() => string.Join("; ", All().Select(property => string.Format(
        CultureInfo.InvariantCulture, "{0}={1}", property.Name, LanguagePrimitives.ConvertTo<string>(property.Source.Read()))));

    private IEnumerable<ItemProperty> All()
    {
        for (ItemProperty? property = first; property is not null; property = property.SameName)
            yield return property;
    }
}
