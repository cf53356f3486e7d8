using System.Management.Automation;
using Amazon.Runtime;

namespace DdbBatch.Aws;

/// <summary>Credentials that a user hands over: keys, a PSCredential, or an object of any copy of the AWS SDK.</summary>
internal static class GivenCredentials
{
    /// <summary>What is wrong with a combination of parameters, as error id and message; null for nothing.</summary>
    public static (string ErrorId, string Message)? Problem(
        string? accessKey, string? secretKey, string? sessionToken, object? credential)
    {
        if (accessKey is null != secretKey is null)
            return ("IncompleteKeys", $"-AccessKey and -SecretKey belong together: give -{(accessKey is null ? "AccessKey" : "SecretKey")} too.");
        if (sessionToken is not null && accessKey is null)
            return ("IncompleteKeys", "-SessionToken belongs to temporary keys: give their -AccessKey and -SecretKey too.");
        if (credential is not null && !IsKnown(credential))
        {
            return ("InvalidCredential", "-Credential takes a credentials object of AWS.Tools (New-AWSCredential), or a "
                + $"PSCredential with an access key and its secret key; not a {Base(credential).GetType().Name}.");
        }

        return null;
    }

    public static bool IsKnown(object credential) =>
        Base(credential) is AWSCredentials or PSCredential || ForeignCredentials.CanRead(Base(credential));

    /// <param name="credential">An object that <see cref="IsKnown"/>.</param>
    public static AWSCredentials From(object credential) => Base(credential) switch
    {
        AWSCredentials own => own,
        // A user name without a domain gets a backslash from Get-Credential on Windows PowerShell.
        PSCredential keys => new BasicAWSCredentials(keys.UserName.TrimStart('\\'), keys.GetNetworkCredential().Password),
        object foreign => ForeignCredentials.Bridge(foreign),
    };

    public static AWSCredentials From(string accessKey, string secretKey, string? sessionToken) => sessionToken is null
        ? new BasicAWSCredentials(accessKey, secretKey)
        : new SessionAWSCredentials(accessKey, secretKey, sessionToken);

    private static object Base(object value) => PSObject.AsPSObject(value).BaseObject;
}
