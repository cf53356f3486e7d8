using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace DdbBatch.Tests.Files;

/// <summary>Spoils files, the same way for the same seed.</summary>
internal sealed class FileMutator(int seed)
{
    private static readonly byte[][] Odd =
    [
        .. new[] { "\"", "\"\"", ",", "\t", "\n", "\r", "\r\n", "{", "}", "[", "]", ":", "\\", "\\u", "\\ud800", "null", "1e999", "\0", "\uFEFF", "\uFDD0", "#" }
            .Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x1F, 0x8B, 8], [0x28, 0xB5, 0x2F, 0xFD],
    ];

    private readonly Random _random = new(seed);

    /// <summary>Spoils any part of a file, once or several times.</summary>
    public byte[] Spoil(byte[] file)
    {
        List<byte> bytes = [.. file];
        for (int times = _random.Next(1, 6); times > 0; times--)
            SpoilOnce(bytes, 0, bytes.Count);
        return [.. bytes];
    }

    /// <summary>Spoils one line of a file, without its end.</summary>
    public byte[] SpoilLine(byte[] file, out int line)
    {
        int[] ends = [.. Enumerable.Range(0, file.Length).Where(i => file[i] == '\n')];
        line = _random.Next(ends.Length);
        int start = line == 0 ? 0 : ends[line - 1] + 1;
        List<byte> bytes = [.. file];
        SpoilOnce(bytes, start, ends[line]);
        return [.. bytes];
    }

    /// <summary>A number below another.</summary>
    public int Next(int below) => _random.Next(below);

    private void SpoilOnce(List<byte> bytes, int start, int end)
    {
        int at = _random.Next(start, end + 1);
        int length = Math.Min(_random.Next(1, 9), end - at);
        switch (_random.Next(5))
        {
            case 0:
                bytes.InsertRange(at, Odd[_random.Next(Odd.Length)]);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2 when length > 0:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 3 when length > 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            default:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
        }
    }
}
