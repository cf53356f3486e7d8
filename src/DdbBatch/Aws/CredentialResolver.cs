using System;
using System.Collections.Generic;
using Amazon.Runtime;
using DdbBatch.Transport;

namespace DdbBatch.Aws;

/// <summary>Finds the credentials of a run, and obtains them before anything is sent.</summary>
internal static class CredentialResolver
{
    /// <param name="options">The user's settings.</param>
    /// <param name="profiles">The profiles.</param>
    /// <param name="isLoopback">True for an endpoint on this machine, which accepts any key.</param>
    /// <returns>The credentials and their source.</returns>
    /// <exception cref="ConnectionException">No credentials are found, or they cannot be obtained.</exception>
    public static (AWSCredentials Credentials, string Source) Resolve(
        ConnectionOptions options, Profiles profiles, bool isLoopback)
    {
        if (CredentialSources.Given(options, profiles) is { } given)
            return (Ready(given.Name, given.Find()!), given.Name);
        List<CredentialSource> tried = [];
        foreach (CredentialSource source in CredentialSources.Ambient(options, profiles, isLoopback))
        {
            if (source.Find() is { } credentials)
                return (Ready(source.Name, credentials), source.Name);
            tried.Add(source);
        }

        throw ConnectionException.CredentialsMissing(tried);
    }

    // A role that cannot be assumed, or a credential process that fails, is reported as such and not as a failed
    // DescribeTable.
    private static AWSCredentials Ready(string source, AWSCredentials found)
    {
        try
        {
            AWSCredentials credentials = PolledCredentials.Of(found);
            credentials.GetCredentials();
            return credentials;
        }
        catch (Exception exception)
        {
            throw ConnectionException.CredentialsFailed(source, exception);
        }
    }
}
