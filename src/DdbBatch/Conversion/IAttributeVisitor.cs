using System;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Gets the attributes of an object one by one.</summary>
internal interface IAttributeVisitor
{
    /// <summary>Where the object stands in the item.</summary>
    ItemPath Path { get; }

    /// <summary>Whether an attribute matters: a getter whose value nobody wants isn't run.</summary>
    bool Wants(string name);

    /// <summary>Takes one attribute.</summary>
    void Visit(string name, object? value);

    /// <summary>Takes one attribute whose getter has thrown.</summary>
    /// <exception cref="ItemException">Its error, unless the walk goes on.</exception>
    void Fail(string name, Exception exception);
}
