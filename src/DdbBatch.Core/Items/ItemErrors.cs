using System;

namespace DdbBatch.Items;

/// <summary>Creates the errors for input that breaks DynamoDB's rules: one method per rule.</summary>
internal static class ItemErrors
{
    public static ItemException Number(ItemPath path, string text, DdbNumberStatus status) => status switch
    {
        DdbNumberStatus.TooPrecise => Break(
            "NumberTooPrecise",
            path,
            $"{Excerpt.Of(text)} has more than {DdbNumber.MaxDigits} significant digits, the most that DynamoDB keeps. "
            + "Round it, or store it as a string."),
        DdbNumberStatus.OutOfRange => Break(
            "NumberOutOfRange",
            path,
            $"{Excerpt.Of(text)} is out of DynamoDB's range: zero, or 1E-130 to 9.99E+125 in magnitude. "
            + "Scale it, or store it as a string."),
        _ => Break(
            "NotANumber",
            path,
            $"'{Excerpt.Of(text)}' is not a number as DynamoDB reads one: digits with an optional sign, point and "
            + "exponent; no spaces, thousands separators or NaN. "
            + (text.Length == 0
                ? "If an empty value means no value, use -EmptyString Omit or Null."
                : "Correct it, or have it stored as a string.")),
    };

    public static ItemException NotBase64(ItemPath path, string text) => Break(
        "NotBase64",
        path,
        $"'{Excerpt.Of(text)}' is not canonical base64, the text form of binary: it would not "
        + "come back as it is. Correct the value: no white space, padding with =, and unused bits zero.");

    public static ItemException InvalidSurrogate(ItemPath path, string text, int position) => Break(
        "InvalidSurrogate",
        path,
        $"'{Excerpt.Of(text)}' has half a surrogate pair at position {position} (counted from 0), which is no Unicode "
        + "character. Correct the text's decoding, or store its bytes as binary.");

    public static ItemException AttributeNameInvalid(ItemPath path, string why) => Break(
        "AttributeNameInvalid",
        path,
        $"an attribute name must be a string of 1 to {ItemRules.MaxAttributeNameBytes} bytes, and {why}.");

    public static ItemException DuplicateAttribute(ItemPath path, string name) => Break(
        "DuplicateAttribute",
        path,
        $"the attribute name '{Excerpt.Of(name)}' occurs twice. Rename or leave out one of the two.");

    public static ItemException ItemTooLarge(ItemPath path) => Break(
        "ItemTooLarge",
        path,
        $"here the item grows past {ItemRules.MaxItemSizeBytes} bytes (400 KB of names and values), the most that "
        + "DynamoDB stores. Leave attributes out, compress them, or store them elsewhere (as S3) and keep a reference.");

    public static ItemException NestingTooDeep(ItemPath path) => Break(
        "NestingTooDeep",
        path,
        $"maps and lists are nested deeper than the {ItemRules.MaxContainerDepth} levels that DynamoDB takes. Flatten "
        + "the value, or store it as JSON text.");

    public static ItemException CyclicReference(ItemPath path) => Break(
        "CyclicReference",
        path,
        "the value contains itself, so it has no end. Remove the reference to itself.");

    public static ItemException EmptySet(ItemPath path) => Break(
        "EmptySet",
        path,
        "the set is empty, and DynamoDB stores no empty sets. Leave the attribute out, or make it a list.");

    public static ItemException DuplicateSetMember(ItemPath path) => Break(
        "DuplicateSetMember",
        path,
        "the set already has this member (numbers compare by value). Keep one of the two, or make it a list.");

    public static ItemException SetMemberInvalid(ItemPath path, AttributeType type, AttributeType? setType) => Break(
        "SetMemberInvalid",
        path,
        $"a member of type {type} is not allowed in a set{(setType is null ? "" : $" of type {setType}")}. A set has "
        + "members of one type: strings, numbers or binary. Make it a list for other members.");

    public static ItemException KeyMissing(TableSchema schema, string name, string? advice) => new(
        "KeyMissing",
        "",
        $"the key attribute {name} is missing; the key of {schema.TableName} is {schema.KeyDescription}. "
        + (advice ?? "Give every item its whole key."));

    public static ItemException KeyTypeMismatch(ItemPath path, KeyUse key, AttributeType type) => Break(
        "KeyTypeMismatch",
        path,
        $"the {key.Description} must be of type {key.Type}, and the value's type is {type}. {KeyAdvice(key, type)}");

    public static ItemException KeyValueInvalid(ItemPath path, KeyUse key, string text) => Break(
        "KeyTypeMismatch",
        path,
        $"the {key.Description} must be of type {key.Type}, and '{Excerpt.Of(text)}' is not "
        + (key.Type == ScalarAttributeType.N ? "a number." : "base64.")
        + (text.Length == 0 ? EmptyAdvice(key) : " Correct the value."));

    public static ItemException KeyEmpty(ItemPath path, KeyUse key) => Break(
        "KeyEmpty",
        path,
        $"the {key.Description} is empty, and DynamoDB takes no empty value in a key.{EmptyAdvice(key)}");

    public static ItemException KeyTooLong(ItemPath path, KeyUse key, int sizeBytes) => Break(
        "KeyTooLong",
        path,
        $"the {key.Description} has {sizeBytes} bytes; DynamoDB takes {key.MaxBytes} at most. Shorten it.");

    public static ItemException NotDdbJson(ItemPath path, string why, Exception? innerException = null) => Break(
        "NotDdbJson",
        path,
        $"this is not DynamoDB JSON, as {{\"Year\":{{\"N\":\"1999\"}}}}: {Sentence.Of(why)}",
        innerException);

    private static string KeyAdvice(KeyUse key, AttributeType type) => type switch
    {
        AttributeType.NULL when !key.IsTableKey => $"Leave it out with -NullValue @{{ '{key.Name}' = 'Omit' }}.",
        AttributeType.NULL => "Give every item its whole key.",
        _ => $"Convert the value, or say how to with -AttributeType @{{ '{key.Name}' = '{key.Type}' }}.",
    };

    private static string EmptyAdvice(KeyUse key) => key.IsTableKey
        ? " Give every item its whole key."
        : $" Leave the attribute out with -EmptyString @{{ '{key.Name}' = 'Omit' }}.";

    private static ItemException Break(string errorId, ItemPath path, string rule, Exception? innerException = null) =>
        new(errorId, path.ToString(), rule, innerException);
}
