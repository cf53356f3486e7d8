using System.Management.Automation;
using Amazon.Runtime;

namespace DdbBatch.Aws;

/// <summary>Credentials that a user passes: keys, a PSCredential, or an object of any copy of the AWS SDK.</summary>
internal static class GivenCredentials
{
    /// <summary>
    /// Returns the error of an invalid combination of parameters, as error id and message; null if it is valid.
    /// </summary>
    /// <param name="accessKey">-AccessKey.</param>
    /// <param name="secretKey">-SecretKey.</param>
    /// <param name="sessionToken">-SessionToken.</param>
    /// <param name="credential">-Credential.</param>
    /// <param name="prefix">How the names of these parameters begin.</param>
    public static (string ErrorId, string Message)? Problem(
        string? accessKey, string? secretKey, string? sessionToken, object? credential, string prefix = "")
    {
        if (accessKey is null != secretKey is null)
            return ("IncompleteKeys", $"-{prefix}AccessKey and -{prefix}SecretKey belong together: give -{prefix}{(accessKey is null ? "AccessKey" : "SecretKey")} too.");
        if (sessionToken is not null && accessKey is null)
            return ("IncompleteKeys", $"-{prefix}SessionToken belongs to temporary keys: give their -{prefix}AccessKey and -{prefix}SecretKey too.");
        if (credential is not null && !IsKnown(credential))
        {
            return ("InvalidCredential", $"-{prefix}Credential takes a credentials object of AWS.Tools (New-AWSCredential), or a "
                + $"PSCredential with an access key and its secret key; not a {Base(credential).GetType().Name}.");
        }

        return null;
    }

    public static bool IsKnown(object credential) =>
        Base(credential) is AWSCredentials or PSCredential || ForeignCredentials.CanRead(Base(credential));

    /// <param name="credential">An object that <see cref="IsKnown"/> accepts.</param>
    public static AWSCredentials From(object credential) => Base(credential) switch
    {
        AWSCredentials own => own,
        // On Windows PowerShell, Get-Credential adds a backslash to a user name without a domain.
        PSCredential keys => new BasicAWSCredentials(keys.UserName.TrimStart('\\'), keys.GetNetworkCredential().Password),
        object foreign => ForeignCredentials.Bridge(foreign),
    };

    public static AWSCredentials From(string accessKey, string secretKey, string? sessionToken) => sessionToken is null
        ? new BasicAWSCredentials(accessKey, secretKey)
        : new SessionAWSCredentials(accessKey, secretKey, sessionToken);

    private static object Base(object value) => PSObject.AsPSObject(value).BaseObject;
}
