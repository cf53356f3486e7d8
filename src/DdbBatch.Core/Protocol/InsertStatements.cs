using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Protocol;

/// <summary>
/// Writes the body of a BatchExecuteStatement call with one INSERT for each item (Developer Guide, "PartiQL insert statements
/// for DynamoDB"). INSERT writes an item only if no item has its key.
/// </summary>
/// <remarks>
/// <c>{"Statement":"INSERT INTO \"Music\" VALUE {'id':?,'Title':?}","Parameters":[{"N":"1"},{"S":"One"}]}</c>: only the names
/// are part of the text, in which a quote is doubled.
/// </remarks>
internal sealed class InsertStatements
{
    /// <summary>The most bytes of a statement's text; parameters don't count (API reference, BatchStatementRequest).</summary>
    public const int MaxTextBytes = 8192;

    // INSERT INTO "" VALUE {} around the names; a name has two quotes, a colon, a question mark and a comma.
    private const int OwnTextBytes = 23;
    private const int NameTextBytes = 5;

    [ThreadStatic]
    private static Utf8Buffer? _body;

    [ThreadStatic]
    private static Utf8Buffer? _parameters;

    private readonly byte[] _insertStart;
    private readonly byte[] _end;
    private readonly int _maxNameBytes;

    /// <param name="requestTable">The table's name. A statement can't name a table by its ARN.</param>
    /// <param name="end">The members of the body after the statements, with the bracket that ends it.</param>
    public InsertStatements(string requestTable, string end)
    {
        _insertStart = Encoding.UTF8.GetBytes($"{{\"Statement\":\"INSERT INTO \\\"{JsonEncodedText.Encode(requestTable)}\\\" VALUE {{");
        _end = Encoding.UTF8.GetBytes(end);
        _maxNameBytes = TableName.IsArn(requestTable) ? 0 : MaxTextBytes - OwnTextBytes - requestTable.Length;
    }

    /// <summary>True if the text of an item's statement is short enough.</summary>
    public bool Fits(byte[] item)
    {
        // Each name is shorter than the attribute that it belongs to, unless it has many quotes.
        if (2 * item.Length <= _maxNameBytes)
            return true;
        int nameBytes = 0;
        for (ItemMembers members = new(item); nameBytes <= _maxNameBytes && members.Next();)
            nameBytes += members.Name.Length + Count(members.Name, (byte)'\'') + NameTextBytes;
        return nameBytes <= _maxNameBytes;
    }

    /// <summary>Returns the body for some items, none of which has the key of another.</summary>
    public byte[] Write(IReadOnlyList<byte[]> items)
    {
        Utf8Buffer body = Empty(ref _body);
        body.WriteRaw("{\"Statements\":["u8);
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0)
                body.WriteRaw((byte)',');
            Write(items[i], body, Empty(ref _parameters));
        }

        body.WriteRaw(_end);
        return body.Written.ToArray();
    }

    private void Write(byte[] item, Utf8Buffer body, Utf8Buffer parameters)
    {
        body.WriteRaw(_insertStart);
        for (ItemMembers members = new(item); members.Next();)
        {
            body.WriteRaw(parameters.Length > 0 ? ",'"u8 : "'"u8);
            WriteName(members, body);
            body.WriteRaw("':?"u8);
            parameters.WriteRaw(parameters.Length > 0 ? ","u8 : [], members.Value, []);
        }

        body.WriteRaw("}\",\"Parameters\":["u8, parameters.Written, "]}"u8);
    }

    private static void WriteName(in ItemMembers member, Utf8Buffer body)
    {
        ReadOnlySpan<byte> name = member.Name.Slice(1, member.Name.Length - 2);
        if (name.IndexOfAny((byte)'\'', (byte)'\\') < 0)
            body.WriteRaw(name);
        else
            body.WriteText([], member.NameText.Replace("'", "''").AsSpan(), []);
    }

    private static int Count(ReadOnlySpan<byte> text, byte value)
    {
        int count = 0;
        foreach (byte one in text)
            count += one == value ? 1 : 0;
        return count;
    }

    private static Utf8Buffer Empty(ref Utf8Buffer? buffer)
    {
        buffer ??= new Utf8Buffer();
        buffer.Clear();
        return buffer;
    }
}
