using System;
using System.Management.Automation;

namespace DdbBatch.Conversion;

/// <summary>Visits the properties of objects as PowerShell shows them, without those that remoting adds.</summary>
internal sealed class ObjectAttributes
{
    private const string RunspaceId = "RunspaceId";

    private readonly bool _canReadPlainObjects = PSObjectInternals.CanReadPlainObjects();

    /// <summary>Visits an object's properties.</summary>
    /// <returns>True if there was any.</returns>
    public bool Visit(PSObject value, IAttributeVisitor visitor)
    {
        PSMemberInfoCollection<PSMemberInfo>? members =
            _canReadPlainObjects ? PSObjectInternals.FindPlainMembers(value) : null;
        return members is null ? VisitProperties(value, visitor) : VisitMembers(value, members, visitor);
    }

    private static bool VisitMembers(
        PSObject value,
        PSMemberInfoCollection<PSMemberInfo> members,
        IAttributeVisitor visitor)
    {
        bool any = false;
        foreach (PSMemberInfo member in members)
        {
            if (member is PSPropertyInfo property && !PSObjectInternals.IsHidden(member))
                any |= Visit(value, property, visitor);
        }

        return any;
    }

    private static bool VisitProperties(PSObject value, IAttributeVisitor visitor)
    {
        bool any = false;
        foreach (PSPropertyInfo property in value.Properties)
            any |= Visit(value, property, visitor);
        return any;
    }

    private static bool Visit(PSObject value, PSPropertyInfo property, IAttributeVisitor visitor)
    {
        string name = property.Name;
        if (!property.IsGettable || (MayBeRemotingNote(name) && IsRemotingNote(value, name)))
            return false;
        if (property is PSNoteProperty)
            visitor.Visit(name, property.Value);
        else if (visitor.Wants(name))
            VisitGetter(property, visitor);
        return true;
    }

    // A getter may throw: the error names the property.
    private static void VisitGetter(PSPropertyInfo property, IAttributeVisitor visitor)
    {
        object? value;
        try
        {
            value = property.Value;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            visitor.Fail(property.Name, exception);
            return;
        }

        visitor.Visit(property.Name, value);
    }

    private static bool MayBeRemotingNote(string name) => name.Length >= RunspaceId.Length && name[0] is 'P' or 'R';

    // A CSV file may have a column of this name, but then RunspaceId is not a Guid.
    private static bool IsRemotingNote(PSObject value, string name) =>
        name is "PSComputerName" or RunspaceId or "PSShowComputerName" or "PSSourceJobInstanceId"
        && value.Properties[RunspaceId] is PSNoteProperty { Value: Guid or PSObject { BaseObject: Guid } };
}
