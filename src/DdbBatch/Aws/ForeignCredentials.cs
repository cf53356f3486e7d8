using System;
using System.Reflection;
using Amazon.Runtime;
using DdbBatch.Transport;

namespace DdbBatch.Aws;

/// <summary>
/// Credentials of another copy of the AWS SDK, whose types aren't ours although they have the same names. That copy
/// renews them.
/// </summary>
internal static class ForeignCredentials
{
    private const string SdkType = "Amazon.Runtime.AWSCredentials";

    /// <summary>Whether an object is credentials of some AWS SDK.</summary>
    public static bool CanRead(object source)
    {
        Type? type = source.GetType();
        while (type is not null && type.FullName != SdkType)
            type = type.BaseType;
        return type is not null;
    }

    /// <summary>Credentials of ours that ask them.</summary>
    /// <param name="source">Something that <see cref="CanRead"/>.</param>
    public static AWSCredentials Bridge(object source)
    {
        Type type = source.GetType();
        Func<object> ask = (Func<object>)Method(type, "GetCredentials")!.CreateDelegate(typeof(Func<object>), source);
        return new PolledCredentials(
            () => ToOurs(ask), (Action?)Method(type, "ClearCredentials")?.CreateDelegate(typeof(Action), source));
    }

    private static ImmutableCredentials ToOurs(Func<object> ask)
    {
        object keys;
        try
        {
            keys = ask();
        }
        catch (Exception exception)
        {
            // The exceptions of another copy aren't ours either: the engine would take one for an answer that got lost.
            throw new AmazonClientException(exception.Message, exception);
        }

        string? token = Read(keys, "Token");
        return new ImmutableCredentials(Read(keys, "AccessKey"), Read(keys, "SecretKey"), token is "" ? null : token);
    }

    private static MethodInfo? Method(Type type, string name) => type.GetMethod(name, Type.EmptyTypes);

    private static string? Read(object keys, string property) => (string?)keys.GetType().GetProperty(property)!.GetValue(keys);
}
