using System;
using System.Reflection;
using Amazon.Runtime;
using Amazon.Util;

namespace DdbBatch.Aws;

/// <summary>
/// Credentials of another copy of the AWS SDK, whose types aren't ours although they have the same names. That copy
/// renews them; so it is asked again and again.
/// </summary>
internal sealed class BridgedCredentials : RefreshingAWSCredentials
{
    private const string SdkType = "Amazon.Runtime.AWSCredentials";

    // Often enough for any expiry, and seldom enough not to be felt with thousands of requests a second.
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly Func<object> _getCredentials;
    private readonly Action? _clearCredentials;

    /// <param name="source">Something that <see cref="CanRead"/>.</param>
    public BridgedCredentials(object source)
    {
        Type type = source.GetType();
        _getCredentials = (Func<object>)Method(type, "GetCredentials")!.CreateDelegate(typeof(Func<object>), source);
        _clearCredentials = (Action?)Method(type, "ClearCredentials")?.CreateDelegate(typeof(Action), source);
        ExpirationBuffer = TimeSpan.Zero;
    }

    /// <summary>Whether an object is credentials of some AWS SDK.</summary>
    public static bool CanRead(object source)
    {
        Type? type = source.GetType();
        while (type is not null && type.FullName != SdkType)
            type = type.BaseType;
        return type is not null;
    }

    /// <inheritdoc/>
    public override void ClearCredentials()
    {
        base.ClearCredentials();
        _clearCredentials?.Invoke();
    }

    /// <inheritdoc/>
    protected override CredentialsRefreshState GenerateNewCredentials()
    {
        object keys = Ask();
        string? token = Read(keys, "Token");
        return new CredentialsRefreshState(
            new ImmutableCredentials(Read(keys, "AccessKey"), Read(keys, "SecretKey"), token is "" ? null : token),
            AWSSDKUtils.CorrectedUtcNow + AskAgain);
    }

    // The exceptions of another copy aren't ours either: the engine would take them for an answer that got lost.
    private object Ask()
    {
        try
        {
            return _getCredentials();
        }
        catch (Exception exception)
        {
            throw new AmazonClientException(exception.Message, exception);
        }
    }

    private static MethodInfo? Method(Type type, string name) => type.GetMethod(name, Type.EmptyTypes);

    private static string? Read(object keys, string property) => (string?)keys.GetType().GetProperty(property)!.GetValue(keys);
}
