using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DdbBatch.Module.Tests.WindowsPowerShell;

/// <summary>All that an assembly may refer to on Windows PowerShell, read without loading it.</summary>
internal sealed class ReferenceAssemblies : IDisposable
{
    private readonly Dictionary<string, PEReader> _files = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads folders; of two assemblies of one name the first is taken.</summary>
    public ReferenceAssemblies(params IEnumerable<string> folders)
    {
        foreach (string file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll")))
        {
            PEReader reader = new([.. File.ReadAllBytes(file)]);
            if (reader.HasMetadata)
                _files.TryAdd(Path.GetFileNameWithoutExtension(file), reader);
            else
                reader.Dispose();
        }
    }

    /// <summary>True if there is an assembly of that name.</summary>
    public bool Has(string assembly) => _files.ContainsKey(assembly);

    /// <summary>The metadata of an assembly.</summary>
    public MetadataReader Open(string assembly) => _files[assembly].GetMetadataReader();

    /// <summary>Finds the definition of a type, even if it was moved to another assembly; null if there is none.</summary>
    public FoundType? Find(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        switch (type.ResolutionScope.Kind)
        {
            case HandleKind.TypeReference:
                return Find(reader, (TypeReferenceHandle)type.ResolutionScope)?.Nested(name);
            case HandleKind.AssemblyReference:
                AssemblyReference assembly = reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope);
                return Find(reader.GetString(assembly.Name), reader.GetString(type.Namespace), name);
            default:
                return null;
        }
    }

    /// <summary>Finds the definition of a base type, whatever form it is given in.</summary>
    public FoundType? FindBase(FoundType type)
    {
        EntityHandle handle = type.Definition.BaseType;
        return handle.Kind switch
        {
            _ when handle.IsNil => null,
            HandleKind.TypeDefinition => new FoundType(type.Reader, (TypeDefinitionHandle)handle),
            HandleKind.TypeReference => Find(type.Reader, (TypeReferenceHandle)handle),
            _ => FindGeneric(type.Reader, (TypeSpecificationHandle)handle),
        };
    }

    /// <summary>Finds the generic type of an instantiation; null for an array, which has no definition.</summary>
    public FoundType? FindGeneric(MetadataReader reader, TypeSpecificationHandle handle)
    {
        BlobReader signature = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;
        signature.ReadCompressedInteger();
        EntityHandle type = signature.ReadTypeHandle();
        return type.Kind == HandleKind.TypeReference
            ? Find(reader, (TypeReferenceHandle)type)
            : new FoundType(reader, (TypeDefinitionHandle)type);
    }

    public void Dispose()
    {
        foreach (PEReader file in _files.Values)
            file.Dispose();
    }

    private FoundType? Find(string assembly, string space, string name)
    {
        if (!Has(assembly))
            return null;
        MetadataReader reader = Open(assembly);
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            if (reader.StringComparer.Equals(type.Name, name) && reader.StringComparer.Equals(type.Namespace, space))
                return new FoundType(reader, handle);
        }

        foreach (ExportedTypeHandle handle in reader.ExportedTypes)
        {
            ExportedType type = reader.GetExportedType(handle);
            if (type.Implementation.Kind == HandleKind.AssemblyReference
                && reader.StringComparer.Equals(type.Name, name) && reader.StringComparer.Equals(type.Namespace, space))
            {
                AssemblyReference target = reader.GetAssemblyReference((AssemblyReferenceHandle)type.Implementation);
                return Find(reader.GetString(target.Name), space, name);
            }
        }

        return null;
    }
}

/// <summary>A type's definition.</summary>
internal sealed record FoundType(MetadataReader Reader, TypeDefinitionHandle Handle)
{
    /// <summary>The definition itself.</summary>
    public TypeDefinition Definition => Reader.GetTypeDefinition(Handle);

    /// <summary>Returns a nested type; null if there is none of that name.</summary>
    public FoundType? Nested(string name) => Definition.GetNestedTypes()
        .Select(handle => new FoundType(Reader, handle))
        .FirstOrDefault(type => Reader.StringComparer.Equals(type.Definition.Name, name));

    /// <summary>The signatures of its methods, and types of its fields, of a name.</summary>
    public IEnumerable<string> Members(string name) =>
    [
        .. Definition.GetMethods().Select(Reader.GetMethodDefinition)
            .Where(method => Reader.StringComparer.Equals(method.Name, name))
            .Select(method => SignatureText.Of(method.DecodeSignature(SignatureText.Instance, null))),
        .. Definition.GetFields().Select(Reader.GetFieldDefinition)
            .Where(field => Reader.StringComparer.Equals(field.Name, name))
            .Select(field => field.DecodeSignature(SignatureText.Instance, null)),
    ];
}
