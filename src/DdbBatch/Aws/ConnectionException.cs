using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.Runtime.CredentialManagement;
using DdbBatch.Items;
using DdbBatch.Transport;

namespace DdbBatch.Aws;

/// <summary>The parameters and the machine's settings do not allow a connection.</summary>
// It has no inner exceptions, because they may contain the output of a credential process, and therefore a secret.
internal sealed class ConnectionException : Exception
{
    private ConnectionException(string errorId, string message)
        : base(message) => ErrorId = errorId;

    public string ErrorId { get; }

    public static ConnectionException RegionMissing() => new(
        "RegionMissing",
        "No AWS region is known. Tried, in this order: -Region, $StoredAWSRegion (Set-DefaultAWSRegion), the profile's "
        + "region, AWS_REGION, AWS_DEFAULT_REGION, the instance's metadata service. Give -Region, or set one of the others.");

    public static ConnectionException CredentialsMissing(IEnumerable<CredentialSource> tried) => new(
        "CredentialsMissing",
        "No AWS credentials were found. Tried, in this order: -AccessKey, -ProfileName, -Credential (not given), "
        + string.Join(", ", tried.Select(source => $"{source.Name} ({source.WhyNot})"))
        + ". Give -ProfileName, or set them up (aws configure).");

    public static ConnectionException CredentialsFailed(string source, Exception exception) => new(
        "CredentialsFailed", $"The credentials come from {source}, but can't be had: {Reason(exception)}");

    public static ConnectionException EndpointInvalid(string url, string source) => new(
        "EndpointInvalid", $"The endpoint '{url}' ({source}) is no URL of a server, as http://localhost:8000.");

    public static ConnectionException ProfileNotFound(
        string name, string origin, string? location, IEnumerable<string> known) => new(
        "ProfileNotFound",
        $"There is no profile '{name}' ({origin}) in {location ?? "the AWS config and credentials files"}. There are: "
        + string.Join(", ", known.Select(profile => $"'{profile}'").DefaultIfEmpty("none")) + ".");

    public static ConnectionException ProfileUnusable(CredentialProfile profile, Exception exception) => new(
        "ProfileUnusable",
        $"Profile '{profile.Name}' gives no credentials: " + (profile switch
        {
            { Options.SsoStartUrl: not null } or { Options.SsoSession: not null } =>
                $"sign in first, with aws sso login --profile {profile.Name}.",
            { Options.MfaSerial: not null } =>
                "it asks for an MFA code. Get a session with that (Get-STSSessionToken, Use-STSRole) and give it by -Credential.",
            _ => Reason(exception),
        }));

    // The outer message describes the attempt, the inner ones the reason.
    private static string Reason(Exception exception)
    {
        List<string> messages = [];
        for (Exception? current = exception; current is not null; current = current.InnerException)
            messages.Add(Sentence.Of(Secrets.Redact(current.Message.Trim())));
        return string.Join(" ", messages.Distinct());
    }
}
