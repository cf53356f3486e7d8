using System;
using System.Globalization;

namespace DdbBatch.TestKit.Identity;

/// <summary>Temporary keys as AWS issues them: of the usual length, and never the same twice.</summary>
/// <param name="Issuer">Who issued them, a part of the access key: <c>ROLE</c>.</param>
/// <param name="Number">How many the server had issued with these.</param>
/// <param name="Expiration">When they end.</param>
public sealed record IssuedKeys(string Issuer, int Number, DateTimeOffset Expiration)
{
    /// <summary>As <c>ASIAROLE000000000001</c>.</summary>
    public string AccessKey => "ASIA" + Issuer + Number.ToString(CultureInfo.InvariantCulture).PadLeft(16 - Issuer.Length, '0');

    /// <summary>40 characters.</summary>
    public string SecretKey => $"secretOf/{AccessKey}".PadRight(40, 'x');

    /// <summary>Some hundred characters.</summary>
    public string SessionToken => $"IQoJtokenOf/{AccessKey}/".PadRight(300, 'T');

    /// <summary><see cref="Expiration"/> in ISO 8601.</summary>
    public string ExpirationText => Expiration.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
