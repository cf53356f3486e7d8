namespace DdbBatch.Files;

/// <summary>An entry of a file at some position: content that may be an item, or an error.</summary>
/// <param name="Position">The position at which it starts.</param>
/// <param name="Content">The content; null for an error.</param>
/// <param name="Error">The reason why it cannot be read; null for content.</param>
internal readonly record struct FileEntry(FilePosition Position, ItemContent? Content, FileException? Error)
{
    public static FileEntry Of(FilePosition position, ItemContent content) => new(position, content, null);

    public static FileEntry Of(FileException error) => new(error.Position, null, error);
}
