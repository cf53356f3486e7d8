using System;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.Protocol;

/// <summary>
/// Writes the body of a PutItem, DeleteItem or UpdateItem call. Every attribute in its expressions has an alias, so reserved
/// words and names with special characters need no care (Developer Guide, "Expression attribute names").
/// </summary>
/// <param name="schema">The keys of the table.</param>
/// <param name="condition">The condition, whose aliases come first.</param>
/// <param name="change">Says what the operation does besides its item; null for nothing.</param>
internal readonly struct SingleBody(TableSchema schema, ConditionExpression condition, ItemChange? change)
{
    // One for each sender thread, because a body is made for every request.
    [ThreadStatic]
    private static Utf8Buffer? _body;

    [ThreadStatic]
    private static Utf8Buffer? _expression;

    [ThreadStatic]
    private static Utf8Buffer? _names;

    [ThreadStatic]
    private static Utf8Buffer? _values;

    /// <summary>Writes it.</summary>
    /// <param name="start">The members that are the same for all calls.</param>
    /// <param name="kind">The kind of operation.</param>
    /// <param name="item">The item, the attributes to set with their key, or the key.</param>
    public byte[] Write(byte[] start, OperationKind kind, byte[] item)
    {
        Utf8Buffer body = Empty(ref _body);
        Utf8Buffer names = Empty(ref _names);
        Utf8Buffer values = Empty(ref _values);
        body.WriteRaw(start);
        int aliases = WriteCondition(kind, body, names, values);
        if (kind == OperationKind.Update)
            WriteUpdate(aliases, item, body, names, values);
        else
            body.WriteRaw(kind == OperationKind.Delete ? ",\"Key\":"u8 : ",\"Item\":"u8, item, []);
        if (names.Length > 0)
            body.WriteRaw(",\"ExpressionAttributeNames\":{"u8, names.Written, "}"u8);
        if (values.Length > 0)
            body.WriteRaw(",\"ExpressionAttributeValues\":{"u8, values.Written, "}"u8);
        body.WriteRaw((byte)'}');
        return body.Written.ToArray();
    }

    // Returns the number of names that have an alias.
    private int WriteCondition(OperationKind kind, Utf8Buffer body, Utf8Buffer names, Utf8Buffer values)
    {
        for (int i = 0; i < condition.Names.Count; i++)
            WriteName(names, i, condition.Names[i]);
        for (int i = 0; i < condition.ValueNames.Count; i++)
            WriteValue(values, i, change!.ConditionValues[condition.ValueNames[i]]);
        string? presence = kind == OperationKind.Insert ? "attribute_not_exists" : change is { MustExist: true } ? "attribute_exists" : null;
        int count = condition.Names.Count;
        if (presence is null && condition.Text.Length == 0)
            return count;
        string text = condition.Text;
        if (presence is not null)
        {
            // Every item has the partition key.
            string exists = $"{presence}(#{ExpressionAlias.Text(count)})";
            text = text.Length == 0 ? exists : $"{exists} AND {condition.Grouped}";
            WriteName(names, count++, schema.KeyAttributes[0].Name);
        }

        body.WriteText(",\"ConditionExpression\":\""u8, text.AsSpan(), "\",\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\""u8);
        return count;
    }

    private void WriteUpdate(int aliases, byte[] item, Utf8Buffer body, Utf8Buffer names, Utf8Buffer values)
    {
        Utf8Buffer expression = Empty(ref _expression);
        int value = condition.ValueNames.Count;
        body.WriteRaw(",\"Key\":{"u8);
        int key = 0;
        for (ItemMembers members = new(item); members.Next();)
        {
            if (IsKey(members))
            {
                body.WriteRaw(key++ == 0 ? [] : ","u8, members.Name, ":"u8);
                body.WriteRaw(members.Value);
                continue;
            }

            expression.WriteRaw(expression.Length == 0 ? "SET #"u8 : ",#"u8, ExpressionAlias.Of(aliases), "=:"u8);
            expression.WriteRaw(ExpressionAlias.Of(value));
            WriteAlias(names, "\"#"u8, aliases++);
            names.WriteRaw(members.Name);
            WriteAlias(values, "\":"u8, value++);
            values.WriteRaw(members.Value);
        }

        body.WriteRaw((byte)'}');
        WriteRemoved(aliases, expression, names);
        if (expression.Length > 0)
            body.WriteRaw(",\"UpdateExpression\":\""u8, expression.Written, "\""u8);
    }

    private void WriteRemoved(int aliases, Utf8Buffer expression, Utf8Buffer names)
    {
        for (int i = 0; i < change?.Removed.Count; i++)
        {
            expression.WriteRaw(
                i > 0 ? ",#"u8 : expression.Length == 0 ? "REMOVE #"u8 : " REMOVE #"u8, ExpressionAlias.Of(aliases), []);
            WriteName(names, aliases++, change.Removed[i]);
        }
    }

    private bool IsKey(in ItemMembers member)
    {
        for (int i = 0; i < schema.KeyAttributes.Count; i++)
        {
            if (member.Is(schema.KeyAttributes[i].Name))
                return true;
        }

        return false;
    }

    private static void WriteName(Utf8Buffer names, int alias, string name)
    {
        WriteAlias(names, "\"#"u8, alias);
        names.WriteText("\""u8, name.AsSpan(), "\""u8);
    }

    private static void WriteValue(Utf8Buffer values, int alias, byte[] value)
    {
        WriteAlias(values, "\":"u8, alias);
        values.WriteRaw(value);
    }

    private static void WriteAlias(Utf8Buffer members, ReadOnlySpan<byte> start, int alias)
    {
        if (members.Length > 0)
            members.WriteRaw((byte)',');
        members.WriteRaw(start, ExpressionAlias.Of(alias), "\":"u8);
    }

    private static Utf8Buffer Empty(ref Utf8Buffer? buffer)
    {
        buffer ??= new Utf8Buffer();
        buffer.Clear();
        return buffer;
    }
}
