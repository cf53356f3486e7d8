using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Text.Json;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>
/// The attributes of an imported item as PowerShell shows them, in the file's order. Nobody makes it before somebody looks.
/// </summary>
internal sealed class DdbItemView : Collection<KeyValuePair<string, object?>>
{
    private DdbItemView(ItemContent content)
        : base([.. Read(content)])
    {
    }

    /// <summary>Whether a value was set: from then on the item is what is seen.</summary>
    public bool IsEdited { get; private set; }

    /// <summary>The view of an item.</summary>
    public static DdbItemView Of(DdbItem item) => (DdbItemView)(item.View ??= new DdbItemView(item.Content));

    /// <inheritdoc/>
    protected override void SetItem(int index, KeyValuePair<string, object?> item)
    {
        base.SetItem(index, item);
        IsEdited = true;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Read(ItemContent content) => content switch
    {
        ItemContent.Row row => row.Names.Select((name, i) => new KeyValuePair<string, object?>(name, row[i].ToString())),
        ItemContent.Json json => ReadJson(json.Utf8),
        _ => ReadTyped(((ItemContent.Typed)content).Item.Json),
    };

    private static List<KeyValuePair<string, object?>> ReadJson(byte[] utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8, JsonLimits.Document);
        return
        [
            .. document.RootElement.EnumerateObject().Select(
                property => new KeyValuePair<string, object?>(JsonStrings.NameOf(property), PlainJson.Read(property.Value))),
        ];
    }

    // Attributes may differ in letter case only, which properties of an object can't.
    private static List<KeyValuePair<string, object?>> ReadTyped(byte[] utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8, JsonLimits.Document);
        DdbJsonReader objects = new(asHashtable: false, (_, _) => { });
        DdbJsonReader hashtables = new(asHashtable: true, (_, _) => { });
        return
        [
            .. document.RootElement.EnumerateObject().Select(
                property => new KeyValuePair<string, object?>(property.Name, ReadValue(property.Value))),
        ];

        object? ReadValue(JsonElement value)
        {
            try
            {
                return objects.ReadAttribute(value);
            }
            catch (ItemException)
            {
                return hashtables.ReadAttribute(value);
            }
        }
    }
}
