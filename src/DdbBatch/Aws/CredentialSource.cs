using System;
using Amazon.Runtime;

namespace DdbBatch.Aws;

/// <summary>A place where credentials may be.</summary>
/// <param name="Name">What users call it.</param>
/// <param name="WhyNot">What it means when nothing is there.</param>
/// <param name="Find">Gives the credentials, or null.</param>
internal sealed record CredentialSource(string Name, string WhyNot, Func<AWSCredentials?> Find);
