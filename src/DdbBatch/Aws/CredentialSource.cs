using System;
using Amazon.Runtime;

namespace DdbBatch.Aws;

/// <summary>A place that may have credentials.</summary>
/// <param name="Name">The name for users.</param>
/// <param name="WhyNot">The reason why the place has no credentials.</param>
/// <param name="Find">Returns the credentials, or null.</param>
internal sealed record CredentialSource(string Name, string WhyNot, Func<AWSCredentials?> Find);
