using System;
using System.Collections.Generic;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace DdbBatch.Aws;

/// <summary>
/// The places that may have credentials. The order is that of AWS.Tools (its user guide, "Credential and profile
/// resolution"). As in the SDK, a web identity in the environment has the same rank as keys there.
/// </summary>
internal static class CredentialSources
{
    // The name of the default profile in the SDK's store, as old versions of AWS.Tools used it.
    private const string LegacyDefault = "AWS PS Default";

    /// <summary>The credentials that the user specified for the command. If there are any, no others are used.</summary>
    public static CredentialSource? Given(ConnectionOptions options, Profiles profiles)
    {
        if (options is { AccessKey: { } accessKey, SecretKey: { } secretKey })
            return new("-AccessKey and -SecretKey", "", () => GivenCredentials.From(accessKey, secretKey, options.SessionToken));
        if (options.ProfileName is { } name)
            return OfProfile(name, "-ProfileName");
        if (options.Credential is { } credential)
            return new("-Credential", "", () => GivenCredentials.From(credential));
        return options.ProfileLocation is null ? null : OfProfile(Profiles.NameInUse, "-ProfileLocation");

        CredentialSource OfProfile(string profile, string origin) => new(
            $"profile '{profile}' ({origin})", "", () => profiles.Credentials(profiles.Get(profile, origin)));
    }

    /// <summary>The places to search if none were specified, in order.</summary>
    public static IEnumerable<CredentialSource> Ambient(ConnectionOptions options, Profiles profiles, bool isLoopback)
    {
        yield return new("$StoredAWSCredentials", "not set, or unreadable without AWS.Tools", () =>
            options.Session.Credentials is { } credentials ? GivenCredentials.From(credentials) : null);
        yield return new("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", "not set", () =>
            IsSet("AWS_ACCESS_KEY_ID") && IsSet("AWS_SECRET_ACCESS_KEY") ? new EnvironmentVariablesAWSCredentials() : null);
        yield return new("AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN", "not set", () =>
            IsSet("AWS_WEB_IDENTITY_TOKEN_FILE") && IsSet("AWS_ROLE_ARN")
                ? AssumeRoleWithWebIdentityCredentials.FromEnvironmentVariables()
                : null);
        if (Profiles.NameInEnvironment is { } name)
            yield return new($"profile '{name}' (AWS_PROFILE)", "without credentials", () => Usable(profiles.Get(name, "AWS_PROFILE")));
        yield return new($"profile '{Profiles.Default}'", "not there, or without credentials", () => Usable(profiles.Find(Profiles.Default)));
        if (profiles.Find(LegacyDefault) is { } legacy)
            yield return new($"profile '{LegacyDefault}'", "without credentials", () => Usable(legacy));
        yield return new("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI", "not set", () =>
            IsSet("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") || IsSet("AWS_CONTAINER_CREDENTIALS_FULL_URI")
                ? new GenericContainerCredentials()
                : null);
        // A server on this machine accepts any key, so there is no need to wait for the metadata service.
        yield return isLoopback
            ? new("an endpoint on this machine", "", () => new BasicAWSCredentials("local", "local"))
            : new("the instance's metadata service", "has none", FindInstanceProfile);

        AWSCredentials? Usable(CredentialProfile? profile) =>
            profile is { CanCreateAWSCredentials: true } ? profiles.Credentials(profile) : null;
    }

    private static InstanceProfileAWSCredentials? FindInstanceProfile()
    {
        try
        {
            return new InstanceProfileAWSCredentials();
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
