using System;

namespace DdbBatch.Aws;

/// <summary>No connection can be made with what the user and the machine give.</summary>
internal sealed class ConnectionException : Exception
{
    private ConnectionException(string errorId, string message, Exception? innerException = null)
        : base(message, innerException) => ErrorId = errorId;

    public string ErrorId { get; }

    public static ConnectionException RegionMissing() => new(
        "RegionMissing",
        "No AWS region is known. Give -Region, or set AWS_REGION, or a region in the profile (aws configure).");

    public static ConnectionException CredentialsMissing(Exception inner) => new(
        "CredentialsMissing",
        "No AWS credentials were found in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), in the default "
        + "profile, or on the container or instance. Give -ProfileName, or set them up (aws configure).",
        inner);

    public static ConnectionException EndpointInvalid(string url) => new(
        "EndpointInvalid",
        $"The endpoint '{url}' is no URL of a server, as http://localhost:8000. It comes from -EndpointUrl, or else from "
        + "AWS_ENDPOINT_URL_DYNAMODB or AWS_ENDPOINT_URL.");

    public static ConnectionException ProfileNotFound(string name) => new(
        "ProfileNotFound",
        $"There is no profile '{name}' in the AWS config and credentials files. -ProfileName names one of them.");
}
