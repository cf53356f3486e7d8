using System;
using System.IO;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Creates the errors of values that cannot be read: one method per reason.</summary>
internal static class ConversionErrors
{
    public static ItemException UnsupportedType(ItemPath path, string typeName, string why) =>
        new("UnsupportedType", path.ToString(), $"a value of type {typeName} can't be stored: {why}.");

    public static ItemException UnsupportedInput(object? input) => new(
        "UnsupportedInput",
        "",
        $"{(input is null ? "$null" : $"a value of type {TypeName.Of(input)}")} is no item: an item has named values, as a "
        + "hashtable or an object with properties. " + (input switch
        {
            null => "Remove it: Where-Object { $null -ne $_ }.",
            string text when File.Exists(text) => "Files become items by Import-DdbItem.",
            string => "Text becomes items by ConvertFrom-Json, ConvertFrom-Csv or ConvertFrom-DdbJson.",
            _ => "Wrap the value: @{ Name = $value }.",
        }));

    public static ItemException RemoveWithoutUpdate(ItemPath path) => new(
        "RemoveWithoutUpdate",
        path.ToString(),
        "-EmptyString or -NullValue says Remove for it, and only an update removes attributes. Use Omit to leave the attribute out, or "
        + "make the operation an Update.");

    public static ItemException ReadFailed(ItemPath path, Exception exception)
    {
        Exception reason = exception.GetBaseException();
        return new(
            "ReadFailed",
            path.ToString(),
            $"the value can't be read ({reason.GetType().Name}: {Excerpt.Of(reason.Message)}). Leave the attribute out "
            + "with Select-Object, or with -AttributeType @{ Name = 'Ignore' }.",
            exception);
    }

    public static ItemException WrongType(ItemPath path, AttributeHint hint, object value) => new(
        "AttributeTypeMismatch",
        path.ToString(),
        $"-AttributeType specifies {hint}, and a value of type {TypeName.Of(value)} can't be read as that. Convert it, or "
        + "specify another type.");

    public static ItemException WrongText(ItemPath path, AttributeHint hint, string text, string expected) => new(
        "AttributeTypeMismatch",
        path.ToString(),
        $"'{Excerpt.Of(text)}' can't be read as {hint}: {expected}."
        + (text.Length == 0 ? " If an empty value means no value, use -EmptyString Omit or Null." : " Correct the value."));

    public static ItemException NameCollision(ItemPath path, string why) => new(
        "NameCollision",
        path.ToString(),
        $"an object can't have {why}. Use -AsHashtable.");

    public static ItemException NotDdbJson(ItemPath path, string why) =>
        ItemErrors.NotDdbJson(path, why);
}
