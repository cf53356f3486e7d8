using System.Management.Automation;
using DdbBatch.Input;

namespace DdbBatch.Commands;

/// <summary>
/// Changes items in DynamoDB in bulk: sets the attributes that the input has, and leaves all others as they are.
/// </summary>
/// <remarks>
/// <para>
/// Each object has the key of an item and the attributes to set. All other attributes of the item stay. If there is no item with
/// the key, it is created, unless -MustExist is given. Use it instead of Write-DdbBatch to load a file that has only some of the
/// attributes, such as prices.
/// </para>
/// <para>
/// -EmptyString and -NullValue also take Remove, which removes the attribute from the item; Omit leaves it as it is. A map or a
/// list is replaced as a whole: to keep its other members, give them too. Key attributes cannot be changed. Only changes that can
/// be repeated are possible: there is no counter and no appending to a list.
/// </para>
/// <para>
/// Each update is one UpdateItem request and consumes the write capacity of the whole item, the larger of before and after, however
/// small the change is. An update takes about 500 attributes; more are an error and never split. Retries, order per key, pace,
/// leftovers and errors are the same as for Write-DdbBatch. It requires the permission dynamodb:UpdateItem.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// Import-Csv music.csv | Select-Object Artist, SongTitle, Price |
///     Update-DdbBatch -Table Music -AttributeType @{ Price = 'N' } -EmptyString Omit
/// </code>
/// <para>Sets the price of each item of a CSV file. All other attributes stay.</para>
/// </example>
/// <example>
/// <code>
/// [pscustomobject]@{ Artist = 'Ana'; SongTitle = 'One'; Note = '' } |
///     Update-DdbBatch -Table Music -EmptyString @{ Note = 'Remove' }
/// </code>
/// <para>Removes the attribute Note if its value is empty.</para>
/// </example>
/// <example>
/// <code>
/// @{ Artist = 'Ana'; SongTitle = 'One'; Year = 2003 } |
///     Update-DdbBatch -Table Music -Condition 'attribute_not_exists(#Year) OR #Year &lt; :Year' -ConditionFailedVariable newer -Summary
/// $newer | Select-Object Key, ExistingItem
/// </code>
/// <para>Changes only items with no year or an earlier one, and shows those that were not changed.</para>
/// </example>
/// <example>
/// <code>
/// @{ Artist = 'Ana'; SongTitle = 'Unknown'; Price = 1 } | Update-DdbBatch -Table Music -MustExist -ConditionFailedVariable missing
/// $missing.Key
/// </code>
/// <para>Changes existing items only, and lists the keys that no item has.</para>
/// </example>
[Cmdlet(
    VerbsData.Update,
    "DdbBatch",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(WriteSummary), typeof(UnprocessedItem), typeof(Preflight))]
public sealed class UpdateDdbBatchCommand : BatchCommand
{
    /// <summary>
    /// Changes only items that exist. The outcome of an update of a missing item is ConditionFailed; without this switch the item is
    /// created.
    /// </summary>
    [Parameter]
    public SwitchParameter MustExist { get; set; }

    private protected override OperationChoice ChooseOperation() => OperationChoice.Update;

    private protected override bool ChangesExistingOnly => MustExist;

    private protected override bool TakesRemove => true;
}
