using System;
using System.Linq;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <content>One attribute: whether it is taken, and how its value is written. If it is refused, the next ones are still checked.</content>
internal sealed partial class ItemConverter
{
    /// <inheritdoc/>
    ItemPath IAttributeVisitor.Path => _writer.Path;

    /// <inheritdoc/>
    bool IAttributeVisitor.Wants(string name)
    {
        AttributeReading reading = _readings.Find(name, _writer.Path);
        if (IsTaken(reading))
            return true;
        _readings.Pass(reading);
        return false;
    }

    /// <inheritdoc/>
    void IAttributeVisitor.Visit(string name, object? value)
    {
        try
        {
            VisitValue(name, value);
        }
        catch (Exception exception) when (_refusals.TryAdd(exception, _writer.Path))
        {
            _writer.AbandonAttribute();
        }
    }

    /// <inheritdoc/>
    void IAttributeVisitor.Fail(string name, Exception exception)
    {
        _writer.Path.SetName(name);
        if (!_refusals.TryAdd(exception, _writer.Path))
            ExceptionDispatchInfo.Capture(exception).Throw();
    }

    private void VisitValue(string name, object? value)
    {
        if (Begin(name, IsEmpty(value)) is not { } reading)
            return;
        if (_options.DynamoDBJson)
        {
            _writer.BeginAttribute(reading.Name);
            _ddbShapes.Write(value);
        }
        else
        {
            WriteAttribute(reading, _resolver.Resolve(value));
        }
    }

    // Null if the attribute is not read. One of several types has a column for each of them, and an item has a value in one of these.
    private AttributeReading? Begin(string name, bool isEmpty)
    {
        AttributeReading? reading = _readings.Take(name, isEmpty, _writer.Path);
        if (reading is not null && IsTaken(reading))
            return reading;
        _writer.OmitAttribute(name);
        return null;
    }

    private static bool IsEmpty(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) is null or "";

    private void WriteAttribute(AttributeReading reading, in ResolvedValue value)
    {
        bool isEmpty = value.Text is { Length: 0 };
        bool isNull = value.Shape.Kind == TypeShapeKind.Null;
        if (TryLeaveOut(reading, isEmpty, isNull))
            return;
        _writer.BeginAttribute(reading.Name);
        if (isNull || (isEmpty && reading.EmptyString == EmptyStringHandling.Null))
            _writer.WriteNull();
        else if (value.Text is { } text)
            WriteText(reading, text);
        else if (reading.Hint is { } hint)
            _hinted.WriteValue(value, hint);
        else
            _values.Write(value);
    }

    private void WriteText(AttributeReading reading, string text)
    {
        if (reading.TextHint is { } hint)
            _hinted.WriteText(text, hint, reading.Separator);
        else
            _writer.WriteString(text.AsSpan());
    }

    private bool IsTaken(AttributeReading reading) => !reading.IsIgnored
        && (!_takesKeyOnly || reading.Name.Use is { IsTableKey: true } || _alsoTaken.Contains(reading.Name.Text));

    private bool TryLeaveOut(AttributeReading reading, bool isEmpty, bool isNull)
    {
        if (!reading.LeavesOut(isEmpty, isNull))
            return false;
        _writer.OmitAttribute(reading.Name.Text);
        if (reading.Removes(isEmpty, isNull))
            (_removed ?? throw ConversionErrors.RemoveWithoutUpdate(_writer.Path)).Add(reading.Name.Text);
        return true;
    }
}
