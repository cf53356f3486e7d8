using System.Collections.Generic;
using DdbBatch.Model;

namespace DdbBatch.Lifecycle;

/// <summary>
/// Outputs the items that a command has read: in bundles if only a command of this module gets them, and one by one with their
/// properties otherwise.
/// </summary>
internal sealed class ItemPipe
{
    // More gain nothing. Items of 400 KB each must not add up.
    private const int MaxItems = 100;
    private const int MaxBytes = 256 * 1024;

    private readonly ModuleCommand _cmdlet;
    private readonly bool _isBare;
    private List<IDeferredObject> _waiting = [];
    private long _waitingBytes;

    /// <param name="cmdlet">The command.</param>
    public ItemPipe(ModuleCommand cmdlet)
    {
        _cmdlet = cmdlet;
        _isBare = Downstream.TakesBareItems(cmdlet);
        cmdlet.BeforeReadError = Flush;
    }


    /// <summary>Outputs an item, at the latest with the next <see cref="Flush"/>.</summary>
    /// <param name="item">The item, without its properties.</param>
    /// <param name="bytes">About how many bytes of memory it takes.</param>
    public void Write(IDeferredObject item, int bytes)
    {
        if (!_isBare)
        {
            _cmdlet.WriteObject(item.Complete());
            return;
        }

        _waiting.Add(item);
        _waitingBytes += bytes;
        if (_waiting.Count == MaxItems || _waitingBytes >= MaxBytes)
            Flush();
    }

    /// <summary>Outputs an object that is no item, after the items before it.</summary>
    public void WriteObject(object other)
    {
        Flush();
        _cmdlet.WriteObject(other);
    }

    /// <summary>
    /// Outputs the items that wait. Call it before anything that may take long, and before the command ends.
    /// </summary>
    public void Flush()
    {
        if (_waiting.Count == 0)
            return;
        ItemBundle bundle = new(_waiting);
        (_waiting, _waitingBytes) = ([], 0);
        _cmdlet.WriteObject(bundle);
    }
}
