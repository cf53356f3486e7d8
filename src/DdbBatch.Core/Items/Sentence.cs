namespace DdbBatch.Items;

/// <summary>Quotes messages of other software in our own messages, before more text.</summary>
internal static class Sentence
{
    /// <summary>Returns the text, with a full stop added if it has none.</summary>
    public static string Of(string text)
    {
        string trimmed = text.TrimEnd();
        return trimmed.Length == 0 || trimmed[trimmed.Length - 1] is '.' or '!' or '?' ? trimmed : trimmed + ".";
    }
}
