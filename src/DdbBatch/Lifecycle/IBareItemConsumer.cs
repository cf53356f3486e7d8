namespace DdbBatch.Lifecycle;

/// <summary>
/// A command that takes imported items without properties. It reads their bytes, and gives an item its properties before
/// anything else sees it: a script block, an error's target, a leftover, -PassThru. Making properties takes longer than
/// reading the item.
/// </summary>
internal interface IBareItemConsumer;
