using System;
using System.Reflection;
using Amazon.Runtime;
using DdbBatch.Transport;

namespace DdbBatch.Aws;

/// <summary>
/// Credentials of another copy of the AWS SDK, whose types have the same names as ours but are not the same. That copy
/// renews them.
/// </summary>
internal static class ForeignCredentials
{
    private const string SdkType = "Amazon.Runtime.AWSCredentials";

    /// <summary>True if an object is credentials of any copy of the AWS SDK.</summary>
    public static bool CanRead(object source)
    {
        Type? type = source.GetType();
        while (type is not null && type.FullName != SdkType)
            type = type.BaseType;
        return type is not null;
    }

    /// <summary>Returns credentials of our SDK that request them.</summary>
    /// <param name="source">An object that <see cref="CanRead"/> accepts.</param>
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
            // The exceptions of the other copy are not ours either. Without conversion, the engine would treat one as a lost
            // answer.
            throw new AmazonClientException(exception.Message, exception);
        }

        string? token = Read(keys, "Token");
        return new ImmutableCredentials(Read(keys, "AccessKey"), Read(keys, "SecretKey"), token is "" ? null : token);
    }

    private static MethodInfo? Method(Type type, string name) => type.GetMethod(name, Type.EmptyTypes);

    private static string? Read(object keys, string property) => (string?)keys.GetType().GetProperty(property)!.GetValue(keys);
}
