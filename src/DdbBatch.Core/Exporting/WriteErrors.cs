using System;
using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>The errors of items that a file's format can't hold: one factory for each reason.</summary>
internal static class WriteErrors
{
    private const string LosslessAdvice = "Use -Format DynamoDBJson, which holds every item, or leave the attribute out by -Property.";

    public static ItemException NestedTypeLost(ItemPath path, AttributeType type) => new(
        "NestedTypeLost",
        path.ToString(),
        $"this value of type {type} is in a list or map, and {(type == AttributeType.B ? "text" : "a list")} would be read back, because the "
        + $"format has no types there. {LosslessAdvice}");

    public static ItemException NameIsPattern(string name, AttributeType type) => new(
        "NameIsPattern",
        Path(name),
        $"it is of type {type}, which plain JSON loses, and -AttributeType can't give it back, because a name with wildcard characters "
        + $"stands for other attributes too. {LosslessAdvice}");

    public static ItemException TypesMixed(string name, AttributeType type, AttributeType other) => new(
        "TypesMixed",
        Path(name),
        $"it is of type {type}, and in an earlier item it, or an attribute whose name differs only in letter case, is of type {other}. Plain JSON has no types, and -AttributeType gives an attribute "
        + $"one type in all items, so that one of the two would be changed when the file is read. {LosslessAdvice}");

    public static ItemException TooManyNames(string name, int limit) => new(
        "TypesMixed",
        Path(name),
        $"the items have more than {limit} attribute names, and it is not known whether this one had another type before. {LosslessAdvice}");

    public static ItemException LooksLikeRecord(string name) => new(
        "LooksLikeRecord",
        Path(name),
        $"with this value, plain JSON could be read as a record of a failed file, and not as an item. {LosslessAdvice}");

    public static ItemException NotInHeader(string name) => new(
        "AttributeNotInHeader",
        Path(name),
        "the header of the file has no column for it. The header is made from the first items, or is that of the file that is appended to. "
        + "Name all columns by -Property, which leaves out other attributes, or use -Format JsonLines or DynamoDBJson.");

    public static ItemException TypeNotInHeader(string name, AttributeType type, string header) => new(
        "AttributeTypeNotInHeader",
        Path(name),
        $"it is of type {type}, and the header of the file has only {header}. The header is made from the first items, or is that of the "
        + "file that is appended to. Use -Format DynamoDBJson.");

    public static ItemException NotOptional(string name, string header) => new(
        "AttributeMissing",
        Path(name),
        $"the item lacks it, and the file that is appended to has a column {header}, whose empty cells are not missing attributes.");

    public static ItemException RowEmpty() => new(
        "RowEmpty",
        "",
        "the item has none of the attributes in the header, and a row of empty cells is ignored when the file is read. Add an attribute "
        + "that every item has to -Property.");

    public static ItemException RowRepeatsHeader() => new(
        "RowRepeatsHeader",
        "",
        "all of its values are the names of their columns, and the row would be read as a repeated header. Use -Format JsonLines.");

    public static ItemException NotEncodable(string name, string encoding, Exception exception) => new(
        "NotEncodable",
        Path(name),
        $"it has characters that the encoding {encoding} lacks. Use -Encoding utf8.",
        exception);

    private static string Path(string name)
    {
        ItemPath path = new();
        path.Enter();
        path.SetName(name);
        return path.ToString();
    }
}
