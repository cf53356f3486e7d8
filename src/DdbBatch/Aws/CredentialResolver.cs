using System;
using System.Collections.Generic;
using Amazon.Runtime;
using DdbBatch.Transport;

namespace DdbBatch.Aws;

/// <summary>Finds the credentials of a run, and has them ready before anything is sent.</summary>
internal static class CredentialResolver
{
    /// <param name="options">What the user said.</param>
    /// <param name="profiles">Where the profiles are.</param>
    /// <param name="isLoopback">True for an endpoint on this machine, which takes any key.</param>
    /// <returns>The credentials, and the source that they came from.</returns>
    /// <exception cref="ConnectionException">None are found, or those that count can't be had.</exception>
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

    // A role that can't be assumed or a process that fails is told of as such, not as a table that can't be described.
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
