// Types of newer .NET that the linked tests use and that no package provides, with the members that they use.
using System;
using System.Text;
using System.Threading.Tasks;

namespace System.Collections.Generic
{
    /// <summary>A queue whose first element is the one with the least priority.</summary>
    internal sealed class PriorityQueue<TElement, TPriority>
    {
        // The linked tests give every element a priority of its own.
        private readonly SortedDictionary<TPriority, TElement> _elements = [];

        public int Count => _elements.Count;

        public void Enqueue(TElement element, TPriority priority) => _elements.Add(priority, element);

        public bool TryPeek(out TElement element, out TPriority priority)
        {
            foreach (KeyValuePair<TPriority, TElement> first in _elements)
            {
                (priority, element) = (first.Key, first.Value);
                return true;
            }

            (priority, element) = (default!, default!);
            return false;
        }

        public TElement Dequeue()
        {
            TryPeek(out TElement element, out TPriority priority);
            _elements.Remove(priority);
            return element;
        }
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>Puts an interpolated string together.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct DefaultInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength + (formattedCount * 8));

        public void AppendLiteral(string text) => _text.Append(text);

        public void AppendFormatted<T>(T value) => _text.Append(value);

        public void AppendFormatted<T>(T value, string? format) => _text.AppendFormat("{0:" + format + "}", value);

        public void AppendFormatted<T>(T value, int alignment) => _text.AppendFormat("{0," + alignment + "}", value);

        public override string ToString() => _text.ToString();

        public string ToStringAndClear() => _text.ToString();
    }
}

namespace DdbBatch.FrameworkTests
{
    internal static class NewerMembers
    {
        extension(DateTimeOffset)
        {
            public static DateTimeOffset UnixEpoch => DateTimeOffset.FromUnixTimeMilliseconds(0);
        }

        extension(Task task)
        {
            public bool IsCompletedSuccessfully => task.Status == TaskStatus.RanToCompletion;
        }

        extension(string text)
        {
            public string Replace(string old, string replacement, StringComparison comparison) =>
                comparison == StringComparison.Ordinal ? text.Replace(old, replacement) : throw new NotSupportedException();
        }
    }
}
