using System.Management.Automation;

namespace DdbBatch.Input;

/// <summary>Recognizes WriteRequest objects of the AWS SDK, which specify their operation.</summary>
internal static class WriteRequestReader
{
    private const string WriteRequest = "Amazon.DynamoDBv2.Model.WriteRequest";

    /// <summary>Reads a WriteRequest of any copy of the SDK.</summary>
    /// <param name="input">Any object.</param>
    /// <param name="isDelete">True for a delete.</param>
    /// <param name="attributeMap">The item of a put, the key of a delete; null if the request is empty.</param>
    /// <returns>False if the object is not a WriteRequest.</returns>
    public static bool TryRead(object? input, out bool isDelete, out object? attributeMap)
    {
        object? plain = input is PSObject wrapped ? wrapped.BaseObject : input;
        isDelete = false;
        attributeMap = null;
        if (plain is null || plain.GetType().FullName != WriteRequest)
            return false;
        object? put = Get(plain, "PutRequest");
        object? delete = Get(plain, "DeleteRequest");
        isDelete = put is null && delete is not null;
        attributeMap = put is not null ? Get(put, "Item") : delete is not null ? Get(delete, "Key") : null;
        return true;
    }

    private static object? Get(object owner, string property) => owner.GetType().GetProperty(property)?.GetValue(owner);
}
