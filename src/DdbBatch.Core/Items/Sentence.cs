namespace DdbBatch.Items;

/// <summary>Other people's words in our messages, which go on after them.</summary>
internal static class Sentence
{
    /// <summary>The text with the full stop that it may lack.</summary>
    public static string Of(string text)
    {
        string trimmed = text.TrimEnd();
        return trimmed.Length == 0 || trimmed[trimmed.Length - 1] is '.' or '!' or '?' ? trimmed : trimmed + ".";
    }
}
