using System.Collections.Generic;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Writing;

/// <summary>
/// The form of a request: which call carries which kinds of operations, and how many. Operations of one form wait in one
/// queue, because they can share a request.
/// </summary>
internal abstract class RequestForm
{
    /// <summary>BatchWriteItem: puts and deletes without a condition.</summary>
    public static readonly RequestForm Batch = new BatchForm();

    /// <summary>BatchExecuteStatement: inserts.</summary>
    public static readonly RequestForm Statements = new StatementsForm();

    /// <summary>PutItem, DeleteItem or UpdateItem: everything else.</summary>
    public static readonly RequestForm Single = new SingleForm();

    /// <summary>All forms, by their indexes.</summary>
    public static readonly IReadOnlyList<RequestForm> All = [Batch, Statements, Single];

    /// <summary>Its place in <see cref="All"/>.</summary>
    public abstract int Index { get; }

    /// <summary>The most operations of a request.</summary>
    public abstract int MaxOperations { get; }

    /// <summary>The form of an operation's request.</summary>
    public static RequestForm Of(OperationKind kind, ItemChange? change) => kind switch
    {
        OperationKind.Update => Single,
        _ when change is { IsConditional: true } => Single,
        OperationKind.Insert => Statements,
        _ => Batch,
    };

    /// <summary>The API operation.</summary>
    public abstract string Operation(BatchRequest request);

    /// <summary>The most bytes that an operation takes within a body, its comma included.</summary>
    public abstract int WireBytes(WriteOperation operation);

    /// <summary>The bytes of a body besides its operations, of which the last one has no comma.</summary>
    public abstract int FrameBytes(WriteBodies bodies);

    /// <summary>The body: exactly what goes over the wire.</summary>
    public abstract CallBody Body(WriteBodies bodies, IReadOnlyList<WriteOperation> operations);

    /// <summary>Reads the body of a successful answer, see <see cref="BatchAnswerReader"/>.</summary>
    public abstract CallAnswer? Read(byte[] body, bool isOfAws, BatchRequest request);
}
