namespace DdbBatch.Files;

/// <summary>What a file has at some place: content that may be an item, or an error.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Content">The content; null for an error.</param>
/// <param name="Error">Why it can't be read; null for content.</param>
internal readonly record struct FileEntry(FilePosition Position, ItemContent? Content, FileException? Error)
{
    public static FileEntry Of(FilePosition position, ItemContent content) => new(position, content, null);

    public static FileEntry Of(FileException error) => new(error.Position, null, error);
}
