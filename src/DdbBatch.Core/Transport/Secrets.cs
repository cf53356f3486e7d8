using System.Text.RegularExpressions;

namespace DdbBatch.Transport;

/// <summary>Removes secrets from messages of other components.</summary>
internal static class Secrets
{
    // A secret key has 40 characters, a session token hundreds. Words, paths and ARNs contain other characters in between.
    private static readonly Regex Pattern = new("(?<![A-Za-z0-9/+=_-])([A-Za-z0-9/+=]{40}|[A-Za-z0-9/+=_-]{100,})(?![A-Za-z0-9/+=_-])");

    /// <summary>Returns a text with "…" in place of everything that looks like a secret key or a session token.</summary>
    public static string Redact(string text) => Pattern.Replace(text, "…");
}
