using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

/// <summary>
/// A line between two TUN devices on which packets are late and overtake each other, for kernels without netem. The devices can be
/// moved to other network namespaces. They live as long as this process.
/// </summary>
public sealed class LateLine
{
    private const int ReadWrite = 2;
    private const int LargestPacket = 65_536;

    // linux/if_tun.h: TUNSETIFF, and IFF_TUN with IFF_NO_PI.
    private const ulong SetInterface = 0x400454ca;
    private const short PacketsOnly = 0x1001;

    private readonly Random _random;
    private long _packets;
    private long _overtakings;

    /// <param name="left">The name of one device.</param>
    /// <param name="right">The name of the other one.</param>
    /// <param name="seed">The seed of the delays.</param>
    public LateLine(string left, string right, int seed)
    {
        _random = new Random(seed);
        (int first, int second) = (Open(left), Open(right));
        Connect(first, second);
        Connect(second, first);
    }

    /// <summary>The number of packets, and how many of them came after a later one.</summary>
    public (long Packets, long Overtakings) Counts => (Interlocked.Read(ref _packets), Interlocked.Read(ref _overtakings));

    private void Connect(int from, int to)
    {
        PriorityQueue<byte[], (long Due, long Number)> late = new();
        new Thread(() => Receive(from, late)) { IsBackground = true }.Start();
        new Thread(() => Deliver(to, late)) { IsBackground = true }.Start();
    }

    private void Receive(int from, PriorityQueue<byte[], (long Due, long Number)> late)
    {
        byte[] buffer = new byte[LargestPacket];
        for (long number = 1; ; number++)
        {
            byte[] packet = buffer[..(int)Check(read(from, buffer, buffer.Length), "read")];
            lock (late)
            {
                late.Enqueue(packet, (Environment.TickCount64 + Delay(), number));
                Monitor.Pulse(late);
            }
        }
    }

    private void Deliver(int to, PriorityQueue<byte[], (long Due, long Number)> late)
    {
        for (long newest = 0; ;)
        {
            byte[] packet = Take(late, out long number);
            Interlocked.Increment(ref _packets);
            if (number < newest)
                Interlocked.Increment(ref _overtakings);
            newest = Math.Max(newest, number);
            // A device that is down refuses packets, and they are lost.
            write(to, packet, packet.Length);
        }
    }

    private static byte[] Take(PriorityQueue<byte[], (long Due, long Number)> late, out long number)
    {
        lock (late)
        {
            while (true)
            {
                long wait = late.TryPeek(out _, out (long Due, long Number) first) ? first.Due - Environment.TickCount64 : Timeout.Infinite;
                if (late.Count > 0 && wait <= 0)
                {
                    number = first.Number;
                    return late.Dequeue();
                }

                Monitor.Wait(late, (int)wait);
            }
        }
    }

    // In ms: one packet in twenty goes at once.
    private long Delay()
    {
        lock (_random)
            return _random.Next(20) == 0 ? 0 : _random.Next(50, 111);
    }

    private static int Open(string name)
    {
        int device = (int)Check(open("/dev/net/tun", ReadWrite), "open /dev/net/tun");
        byte[] request = new byte[40];
        Encoding.ASCII.GetBytes(name).CopyTo(request, 0);
        BitConverter.GetBytes(PacketsOnly).CopyTo(request, 16);
        Check(ioctl(device, SetInterface, request), $"create {name}");
        return device;
    }

    private static nint Check(nint result, string action) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastWin32Error(), action);

    [DllImport("libc", SetLastError = true)]
    private static extern int open(string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int file, ulong request, byte[] argument);

    [DllImport("libc", SetLastError = true)]
    private static extern nint read(int file, byte[] buffer, nint length);

    [DllImport("libc", SetLastError = true)]
    private static extern nint write(int file, byte[] buffer, nint length);
}
