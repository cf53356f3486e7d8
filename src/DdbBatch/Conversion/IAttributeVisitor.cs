using System;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Receives the attributes of an object one by one.</summary>
internal interface IAttributeVisitor
{
    /// <summary>The path of the object in the item.</summary>
    ItemPath Path { get; }

    /// <summary>True if the attribute is used. The getter of an unused attribute is not called.</summary>
    bool Wants(string name);

    /// <summary>Receives an attribute.</summary>
    void Visit(string name, object? value);

    /// <summary>Receives an attribute whose getter has thrown.</summary>
    /// <exception cref="ItemException">The attribute's error, unless the walk continues.</exception>
    void Fail(string name, Exception exception);
}
