package dev.ichor.server.net;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/** The socket calls of Linux that the JDK does not offer, by the foreign-function API. Thread-safe. */
final class Native {
    static final int AF_INET = 2;
    static final int AF_PACKET = 17;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_BROADCAST = 6;
    static final int SO_RCVTIMEO = 20;
    static final int SO_BINDTODEVICE = 25;
    static final int EPERM = 1;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int ENODEV = 19;
    static final int EADDRINUSE = 98;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = call("socket", INT, INT, INT, INT);
    private static final MethodHandle SETSOCKOPT = call("setsockopt", INT, INT, INT, INT, POINTER, INT);
    private static final MethodHandle BIND = call("bind", INT, INT, POINTER, INT);
    private static final MethodHandle SENDTO = call("sendto", LONG, INT, POINTER, LONG, INT, POINTER, INT);
    private static final MethodHandle RECVFROM = call("recvfrom", LONG, INT, POINTER, LONG, INT, POINTER, POINTER);
    private static final MethodHandle CLOSE = call("close", INT, INT);

    private Native() {
    }

    /** A failed call. */
    static final class CallFailed extends Exception {
        private static final long serialVersionUID = 1L;
        private final int errno;

        CallFailed(String call, int errno) {
            super(call + " failed with error " + errno);
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments), Linker.Option.captureCallState("errno"));
    }

    private static long invoke(String name, MethodHandle handle, Object... arguments) throws CallFailed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            List<Object> all = new ArrayList<>(List.of(state));
            all.addAll(List.of(arguments));
            Object result = handle.invokeWithArguments(all);
            long value = ((Number) result).longValue();
            if (value < 0) {
                throw new CallFailed(name, (int) ERRNO.get(state, 0L));
            }
            return value;
        } catch (CallFailed | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the call " + name + " cannot be made", e);
        }
    }

    static int socket(int family, int type, int protocol) throws CallFailed {
        return (int) invoke("socket", SOCKET, family, type | SOCK_CLOEXEC, protocol);
    }

    static void setOption(int fd, int option, byte[] value) throws CallFailed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.max(1, value.length));
            MemorySegment.copy(value, 0, bytes, ValueLayout.JAVA_BYTE, 0, value.length);
            invoke("setsockopt", SETSOCKOPT, fd, SOL_SOCKET, option, bytes, value.length);
        }
    }

    static void bind(int fd, byte[] socketAddress) throws CallFailed {
        try (Arena arena = Arena.ofConfined()) {
            invoke("bind", BIND, fd, copy(arena, socketAddress), socketAddress.length);
        }
    }

    static void sendTo(int fd, byte[] data, byte[] socketAddress) throws CallFailed {
        try (Arena arena = Arena.ofConfined()) {
            invoke("sendto", SENDTO, fd, copy(arena, data), (long) data.length, 0, copy(arena, socketAddress),
                    socketAddress.length);
        }
    }

    /** Receives into {@code buffer}, which the caller keeps; the number of bytes received. */
    static int receive(int fd, MemorySegment buffer) throws CallFailed {
        return (int) invoke("recvfrom", RECVFROM, fd, buffer, buffer.byteSize(), 0, MemorySegment.NULL,
                MemorySegment.NULL);
    }

    static void close(int fd) throws CallFailed {
        invoke("close", CLOSE, fd);
    }

    private static MemorySegment copy(Arena arena, byte[] bytes) {
        MemorySegment segment = arena.allocate(bytes.length, 8);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }
}
