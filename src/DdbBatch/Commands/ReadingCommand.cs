using System.Collections.Generic;
using System.Management.Automation;

namespace DdbBatch.Commands;

/// <summary>A cmdlet that reads items, or parts of them, from one table.</summary>
public abstract class ReadingCommand : TableCommand
{
    private protected ReadingCommand()
    {
    }

    /// <summary>
    /// Only these attributes, or parts of them: Artist, Address.City, Tags[0]. An attribute name with a dot or a bracket in
    /// it is written in braces: {a.b}. Get-DdbBatch and Measure-DdbTable add the key attributes. Read-DdbTable does not: name
    /// them too if the items go to Remove-DdbBatch or Update-DdbBatch. A warning at the end names the attributes that no item has.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>-Property; empty for all attributes.</summary>
    private protected IReadOnlyList<string> Properties => Property ?? [];
}
