using System.Collections.Generic;
using System.Linq;
using System.Reflection.Metadata;

namespace DdbBatch.Module.Tests.WindowsPowerShell;

/// <summary>Finds out what an assembly refers to that isn't there.</summary>
internal sealed class ApiCheck(ReferenceAssemblies references)
{
    /// <summary>References checked so far.</summary>
    public int Checked { get; private set; }

    /// <summary>The assemblies that an assembly refers to and that aren't there.</summary>
    public IEnumerable<string> MissingAssemblies(string assembly)
    {
        MetadataReader reader = references.Open(assembly);
        return reader.AssemblyReferences
            .Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))
            .Where(name => !references.Has(name))
            .Select(name => $"{assembly}: assembly {name}");
    }

    /// <summary>The types and members that an assembly refers to and that aren't there.</summary>
    public IEnumerable<string> MissingMembers(string assembly)
    {
        MetadataReader reader = references.Open(assembly);
        foreach (TypeReferenceHandle handle in reader.TypeReferences)
        {
            Checked++;
            if (references.Find(reader, handle) is null)
                yield return $"{assembly}: type {SignatureText.Instance.GetTypeFromReference(reader, handle, 0)}";
        }

        foreach (MemberReferenceHandle handle in reader.MemberReferences)
        {
            MemberReference member = reader.GetMemberReference(handle);
            if (FindOwner(reader, member) is not { } owner)
                continue;
            Checked++;
            string name = reader.GetString(member.Name);
            string signature = Signature(member);
            if (!Has(owner, name, signature))
                yield return $"{assembly}: {SignatureText.Instance.GetTypeFromDefinition(owner.Reader, owner.Handle, 0)}.{name}: {signature}";
        }
    }

    // Arrays have no definition, and missing types were already reported.
    private FoundType? FindOwner(MetadataReader reader, MemberReference member) => member.Parent.Kind switch
    {
        HandleKind.TypeReference => references.Find(reader, (TypeReferenceHandle)member.Parent),
        HandleKind.TypeSpecification => references.FindGeneric(reader, (TypeSpecificationHandle)member.Parent),
        _ => null,
    };

    private static string Signature(MemberReference member) => member.GetKind() == MemberReferenceKind.Method
        ? SignatureText.Of(member.DecodeMethodSignature(SignatureText.Instance, null))
        : member.DecodeFieldSignature(SignatureText.Instance, null);

    // A member may be one of a base type.
    private bool Has(FoundType owner, string name, string signature)
    {
        for (FoundType? type = owner; type is not null; type = references.FindBase(type))
        {
            if (type.Members(name).Contains(signature))
                return true;
        }

        return false;
    }
}
