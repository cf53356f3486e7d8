namespace DdbBatch.Items;

/// <summary>An item, or a key, in wire format.</summary>
/// <param name="Json">The item's attribute map as compact UTF-8 DynamoDB JSON: <c>{"Artist":{"S":"…"}}</c>.</param>
/// <param name="SizeBytes">The item's size by DynamoDB's rules, in bytes (Developer Guide, "DynamoDB item sizes and
/// formats").</param>
/// <param name="Key">The item's primary key; default if no schema was given.</param>
internal readonly record struct EncodedItem(byte[] Json, int SizeBytes, ItemKey Key);
